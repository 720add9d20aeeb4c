"""What a person has to look at after a table of criteria was read: the kinds, and the sentence for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cds_rank.wording.language import N_, Language, translator


class RemarkKind(StrEnum):
    """What was guessed, changed, or not understood."""

    NOT_A_SOURCE = "not_a_source"
    METHOD_TO_CHOOSE = "method_to_choose"
    ENGLISH_MISSING = "english_missing"
    OTHER_SHEETS = "other_sheets"
    NO_MAXIMA = "no_maxima"
    NO_CODES = "no_codes"
    CODES_AS_NUMBERS = "codes_as_numbers"
    CODE_RESTORED = "code_restored"
    CODE_UNREADABLE = "code_unreadable"
    CODE_CHANGED = "code_changed"
    CODE_MADE_UP = "code_made_up"
    CODE_TWICE = "code_twice"
    NUMBERING_RESTARTS = "numbering_restarts"
    NAME_MISSING = "name_missing"
    MAXIMUM_UNREADABLE = "maximum_unreadable"
    MAXIMUM_GUESSED = "maximum_guessed"
    MAXIMUM_FROM_METHOD = "maximum_from_method"
    MAXIMUM_MISSING = "maximum_missing"
    DEDUCTION = "deduction"
    SUM_DIFFERS = "sum_differs"
    SUBTOTAL_DIFFERS = "subtotal_differs"
    GROUP_SPELLINGS = "group_spellings"
    HEADING_GUESSED = "heading_guessed"
    PARTS_JOINED = "parts_joined"
    METHOD_BLANK = "method_blank"
    METHOD_NOT_READ = "method_not_read"
    METHOD_BANDS = "method_bands"
    METHOD_PARTS_ADD_UP = "method_parts_add_up"
    METHOD_BEST_CASE = "method_best_case"
    METHOD_NOT_FULL = "method_not_full"
    UNIT_MISSING = "unit_missing"
    RATIO_PARTS_UNNAMED = "ratio_parts_unnamed"
    GROUP_EMPTY = "group_empty"


_SENTENCES: Mapping[RemarkKind, str] = {
    RemarkKind.NOT_A_SOURCE: N_(
        "Mọi mã, điểm và cách tính dưới đây được đọc từ bảng Excel, chưa đối chiếu với quyết định đã ký. "
        "Đối chiếu xong chỗ nào thì đổi “reconstructed” thành “confirmed” và ghi nguồn ở chỗ đó."
    ),
    RemarkKind.METHOD_TO_CHOOSE: N_(
        "Bảng không nêu phương pháp xếp hạng (số liệu thiếu, mẫu số bằng 0, làm tròn, đồng hạng). Các lựa chọn ở "
        "khóa method là tạm đặt: hãy chọn theo quyết định."
    ),
    RemarkKind.ENGLISH_MISSING: N_("Các mục en đang chép lại tiếng Việt: hãy dịch sang tiếng Anh."),
    RemarkKind.OTHER_SHEETS: N_(
        "Các trang khác cũng có bảng tiêu chí, chưa nhập: {sheets}. Nhập từng trang bằng --sheet."
    ),
    RemarkKind.NO_MAXIMA: N_(
        "Không thấy cột điểm tối đa. Hãy chỉ rõ bằng --column max_points=CỘT, hoặc điền max_points."
    ),
    RemarkKind.NO_CODES: N_("Không thấy cột mã: mã được đặt theo thứ tự trong bảng."),
    RemarkKind.CODES_AS_NUMBERS: N_(
        "Cột mã chứa số chứ không phải chữ ({count} ô), nên 4.1 và 4.10 có thể lẫn nhau. Hãy so mã với quyết định."
    ),
    RemarkKind.CODE_RESTORED: N_("Trong ô là “{text}”; theo thứ tự các dòng, mã là {code}."),
    RemarkKind.CODE_UNREADABLE: N_("Không đọc được mã “{text}”; tạm đặt mã {code}."),
    RemarkKind.CODE_CHANGED: N_("Mã “{text}” có ký tự không dùng được; đổi thành {code}."),
    RemarkKind.CODE_MADE_UP: N_("Dòng này không có mã; tạm đặt mã {code}."),
    RemarkKind.CODE_TWICE: N_("Mã {text} đã có ở {other}; tạm đặt mã {code}."),
    RemarkKind.NUMBERING_RESTARTS: N_(
        "Số thứ tự bắt đầu lại ở mỗi nhóm: mã được ghép thêm mã nhóm phía trước, ví dụ {code}."
    ),
    RemarkKind.NAME_MISSING: N_("Chỉ tiêu không có tên; tạm dùng mã làm tên."),
    RemarkKind.MAXIMUM_UNREADABLE: N_("Không đọc được điểm tối đa “{text}”; tạm để {points}."),
    RemarkKind.MAXIMUM_GUESSED: N_("Điểm tối đa ghi là “{text}”, hiểu là {points}."),
    RemarkKind.MAXIMUM_FROM_METHOD: N_(
        "Không có điểm tối đa; lấy số điểm cao nhất trong cách tính: {points}."
    ),
    RemarkKind.MAXIMUM_MISSING: N_("Không có điểm tối đa; tạm để 0 (không tính điểm)."),
    RemarkKind.DEDUCTION: N_("“{text}” có vẻ là điểm trừ; chưa đưa vào cách tính, tạm để 0."),
    RemarkKind.SUM_DIFFERS: N_(
        "Điểm tối đa của nhóm ghi là {declared}, nhưng các phần cộng lại là {sum}; chưa ghi max_points cho nhóm."
    ),
    RemarkKind.SUBTOTAL_DIFFERS: N_("Dòng “{text}” ghi {declared}, nhưng các phần cộng lại là {sum}."),
    RemarkKind.GROUP_SPELLINGS: N_("Nhóm “{other}” viết khác ở các ô {cells}; coi là một nhóm: “{text}”."),
    RemarkKind.HEADING_GUESSED: N_("Dòng “{text}” không có mã và không có điểm; hiểu là tên nhóm."),
    RemarkKind.PARTS_JOINED: N_(
        "Dòng phụ “{text}” được ghép vào cách tính của chỉ tiêu {code} (điểm của các dòng phụ cộng lại không bằng "
        "điểm tối đa)."
    ),
    RemarkKind.METHOD_BLANK: N_("Chưa ghi cách tính; tạm để đơn vị tự chấm điểm (assessed)."),
    RemarkKind.METHOD_NOT_READ: N_(
        "Chưa hiểu cách tính; tạm để đơn vị tự chấm điểm (assessed), nguyên văn ở notes."
    ),
    RemarkKind.METHOD_BANDS: N_(
        "Các bậc điểm hở, chồng nhau hoặc không theo một chiều; tạm để assessed, nguyên văn ở notes."
    ),
    RemarkKind.METHOD_PARTS_ADD_UP: N_(
        "Có vẻ là các phần điểm cộng lại; tạm để assessed. Muốn tính từng phần thì tách thành các chỉ tiêu con."
    ),
    RemarkKind.METHOD_BEST_CASE: N_(
        "Lấy trường hợp có điểm cao nhất; tạm để assessed. Muốn tính từng trường hợp thì tách thành nhóm có "
        "aggregation: best."
    ),
    RemarkKind.METHOD_NOT_FULL: N_(
        "Mức cao nhất trong cách tính ({points} điểm) không bằng điểm tối đa {maximum}; tạm để assessed."
    ),
    RemarkKind.UNIT_MISSING: N_("Bảng không nêu đơn vị tính; tạm ghi “{text}”."),
    RemarkKind.RATIO_PARTS_UNNAMED: N_("Chưa rõ tử số, mẫu số là gì: hãy viết lại numerator và denominator."),
    RemarkKind.GROUP_EMPTY: N_("Nhóm “{text}” không có chỉ tiêu nào; chưa đưa vào bộ chỉ tiêu."),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at.

    cell: "E12" on the sheet that was read, "" when no cell is meant. node: code of the indicator or branch, "" for
    the whole set. facts: what the sentence names.
    """

    kind: RemarkKind
    cell: str = ""
    node: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def remark_text(remark: Remark, language: Language) -> str:
    """Write a remark's sentence, without its place."""
    _ = translator(language)
    return _(_SENTENCES[remark.kind]).format_map(remark.facts)
