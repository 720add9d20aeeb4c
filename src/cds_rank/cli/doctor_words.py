"""What `doctor` says: for each check one sentence on what was found and, where needed, one on what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cds_rank.errors import DefinitionError
from cds_rank.wording.language import N_, Language, translator
from cds_rank.wording.messages import error_text, reason_text
from cds_rank.wording.numbers import number_text
from cds_rank.workflow.health import SAMPLE, Check, State

STATE_LABELS: Mapping[State, str] = {
    State.FINE: N_("ổn"),
    State.LOOK: N_("cần xem"),
    State.BROKEN: N_("hỏng"),
}
TOPIC_LABELS: Mapping[str, str] = {
    "python": N_("Python"),
    "console": N_("Màn hình và bảng mã"),
    "libraries": N_("Các thư viện"),
    "pdf": N_("Xuất PDF"),
    "fonts": N_("Phông chữ"),
    "programs": N_("Chương trình để mở tệp"),
    "folders": N_("Quyền ghi"),
    "space": N_("Chỗ trống trên đĩa"),
    "paths": N_("Đường dẫn dài"),
    "settings": N_("Tệp thiết lập cds-rank.toml"),
    "sets": N_("Các bộ chỉ tiêu"),
}
LISTS: Final = frozenset(
    {"variables", "missing", "versions", "faces", "families", "folders", "letters", "found", "absent", "sets"}
)
"""The facts that hold several things, divided by line ends."""

_MANY_MEGABYTES: Final = 10_000  # told in gigabytes


@dataclass(frozen=True, slots=True)
class Told:
    """A check in the reader's language; `todo` is empty where there is nothing to do."""

    found: str
    todo: str


_REINSTALL = N_("Cài lại cds-rank từ tệp đã nhận. Không được thì gửi đoạn này cho người hỗ trợ.")
_FOUND: Mapping[str, str] = {
    "python": N_("Python {version}, bản {bits} bit, trên {system} {machine}."),
    "python_32": N_("Python {version}, bản {bits} bit, trên {system} {machine}: dễ thiếu bộ nhớ, không xuất được PDF."),
    "console": N_("Bảng mã {encoding} viết được tiếng Việt."),
    "console_variable": N_(
        "Biến PYTHONIOENCODING chọn bảng mã {encoding}, không viết được {missing}. cds-rank vẫn ghi đúng chữ (UTF-8), "
        "nhưng chương trình khác có thể hiện sai."
    ),
    "console_windows": N_(
        "Windows đang dùng bảng mã {encoding}, không viết được {missing}. cds-rank vẫn ghi đúng chữ (UTF-8), nhưng "
        "chương trình khác đọc tiếp kết quả có thể hiện sai."
    ),
    "console_locale": N_(
        "Máy đang dùng bảng mã {encoding}, không viết được {missing}. cds-rank vẫn ghi đúng chữ (UTF-8), nhưng màn "
        "hình có thể hiện sai."
    ),
    "libraries": N_("Đều nạp được: {versions}."),
    "library_missing": N_("Thiếu thư viện {name}: lệnh cần đến nó sẽ dừng."),
    "library_old": N_("{name} {version} đã cũ; cần bản {wanted} trở lên."),
    "library_damaged": N_("{name} {version} đã cài nhưng không nạp được ({reason})."),
    "pdf": N_("typst {version}: xuất PDF được."),
    "pdf_missing": N_("Chưa cài typst nên chưa xuất được PDF. Các định dạng khác không bị ảnh hưởng."),
    "shipped": N_("{count} phông Tinos kèm theo đủ chữ Việt; PDF dùng các phông này, trên máy nào cũng như nhau."),
    "shipped_missing": N_("Thiếu phông kèm theo cds-rank: {faces} (phải có trong {folder}). Không xuất được PDF."),
    "shipped_damaged": N_("Phông kèm theo bị hỏng hoặc thiếu chữ: {faces} (trong {folder}). Không xuất được PDF."),
    "font": N_("{family} đủ chữ Việt ({folder})."),
    "font_lacks_letters": N_(
        "{family} trên máy này thiếu {count} trong {of} chữ Việt ({letters} …), ở {folder}. Văn bản dùng "
        "phông này sẽ lẫn hai kiểu chữ, ngay giữa một từ."
    ),
    "font_damaged": N_("{family}: tệp phông bị hỏng hoặc không đọc được: {faces}."),
    "fonts_none": N_(
        "Không thấy phông nào trong số {families} (đã tìm ở {folders}). Tệp Word mở trên máy này sẽ hiện bằng "
        "phông khác; PDF không bị ảnh hưởng."
    ),
    "office": N_("Có {found}."),
    "office_none": N_(
        "Không thấy {absent}. cds-rank không cần đến, nhưng người dùng cần một trong hai để mở và tính lại tệp .xlsx."
    ),
    "browser": N_("Có {found}."),
    "browser_none": N_("Không thấy trình duyệt nào trong số {absent}; cần có để xem trang báo cáo .html."),
    "working": N_("Ghi được vào thư mục đang đứng: {folder}."),
    "working_refused": N_("Không ghi được vào thư mục đang đứng: {folder} ({reason})."),
    "reports": N_("Ghi được vào thư mục báo cáo: {folder}."),
    "reports_refused": N_("Không ghi được vào thư mục báo cáo: {folder} ({reason})."),
    "cache": N_("Ghi được vào thư mục nhớ tạm: {folder}."),
    "cache_refused": N_(
        "Không ghi được vào thư mục nhớ tạm: {folder} ({reason}). Lần sau cds-rank phải đọc lại mọi tệp, chậm hơn."
    ),
    "temp": N_("Ghi được vào thư mục tạm của máy: {folder}."),
    "temp_refused": N_("Không ghi được vào thư mục tạm của máy: {folder} ({reason})."),
    "names_refused": N_("Không đặt được tên tệp có dấu tiếng Việt trong {folders}."),
    "space": N_("Còn {room} ở nơi ghi báo cáo: {folder}."),
    "space_none": N_("Chỉ còn {room} ở nơi ghi báo cáo ({folder}), có thể không đủ."),
    "space_unknown": N_("Không biết còn bao nhiêu chỗ ở nơi ghi báo cáo: {folder}."),
    "long_paths": N_("Windows cho phép đường dẫn dài hơn {longest} ký tự."),
    "short_enough": N_(
        "Windows chỉ cho phép đường dẫn đến {longest} ký tự; thư mục đang đứng dài {length} ký tự, vẫn đủ."
    ),
    "path_too_long": N_(
        "Windows chỉ cho phép đường dẫn đến {longest} ký tự, mà thư mục đang đứng đã dài {length} ký tự: {folder}. Tệp "
        "báo cáo có tên dài có thể không ghi được."
    ),
    "settings_none": N_("Không có cds-rank.toml từ thư mục đang đứng trở lên; cds-rank dùng thiết lập mặc định."),
    "settings": N_("Đọc được, không có chỗ sai: {file}."),
    "settings_refused": N_("{file} nêu một thứ không có:"),
    "sets": N_("{count} bộ kèm theo đều đọc được: {sets}."),
    "own_sets": N_("{count} bộ của cơ quan đều đọc được: {sets} ({folder})."),
    "sets_none": N_("Không thấy bộ chỉ tiêu kèm theo nào trong {folder}."),
    "set_refused": N_("Bộ {set} chưa dùng được: {file}."),
}  # fmt: skip
_TODO: Mapping[str, str] = {
    "python_32": N_("Cài Python bản 64 bit từ python.org, rồi cài lại cds-rank."),
    "console_variable": N_("Nếu thấy chữ hiện sai: bỏ biến PYTHONIOENCODING, hoặc đặt nó là utf-8."),
    "console_windows": N_(
        "Nếu thấy chữ hiện sai: gõ chcp 65001 và setx PYTHONUTF8 1, mở lại cửa sổ lệnh; khi lấy kết quả ra tệp, dùng "
        "--output thay cho dấu >."
    ),
    "console_locale": N_("Nếu thấy chữ hiện sai: đặt LANG=C.UTF-8 (hoặc vi_VN.UTF-8), rồi mở lại cửa sổ lệnh."),
    "library_missing": N_('Chạy: pip install "{name}"'),
    "library_old": N_('Chạy: pip install --upgrade "{name}"'),
    "library_damaged": N_('Chạy: pip install --force-reinstall "{name}"'),
    "pdf_missing": N_('Nếu cần PDF, chạy: pip install "cds-rank[pdf]"'),
    "shipped_missing": _REINSTALL,
    "shipped_damaged": _REINSTALL,
    "font_lacks_letters": N_(
        "Cài bản mới của phông này (trên Debian, Ubuntu: gói fonts-liberation2 hoặc fonts-croscore), hoặc dùng "
        "Times New Roman."
    ),
    "font_damaged": N_("Xóa tệp phông đó rồi cài lại phông."),
    "fonts_none": N_("Cài Times New Roman, hoặc phông Tinos (trên Debian, Ubuntu: gói fonts-croscore)."),
    "office_none": N_("Cài một trong hai; LibreOffice là phần mềm miễn phí."),
    "browser_none": N_("Cài một trình duyệt, hoặc chép tệp .html sang máy có trình duyệt."),
    "working_refused": N_("Chuyển sang thư mục khác, ví dụ trong Documents, hoặc xin quyền ghi vào thư mục này."),
    "reports_refused": N_("Chuyển sang thư mục khác, ví dụ trong Documents, hoặc chọn nơi ghi bằng --out THƯ_MỤC."),
    "cache_refused": N_("Xin quyền ghi vào thư mục này, hoặc đặt biến CDS_RANK_CACHE tới một thư mục ghi được."),
    "temp_refused": N_("Dọn đĩa, hoặc đặt biến TMP (Linux, macOS: TMPDIR) tới một thư mục ghi được."),
    "names_refused": N_(
        "Đặt LANG=C.UTF-8 (hoặc vi_VN.UTF-8) rồi mở lại cửa sổ lệnh; không được thì chuyển sang đĩa của máy."
    ),
    "space": N_("Nên dọn bớt đĩa."),
    "space_none": N_("Dọn bớt đĩa, hoặc chọn nơi ghi khác bằng --out THƯ_MỤC."),
    "space_unknown": N_("Kiểm tra ổ đĩa hoặc thư mục mạng có đang mở được không."),
    "path_too_long": N_(
        "Chuyển thư mục làm việc lên gần gốc ổ đĩa, ví dụ D:\\cds, hoặc nhờ quản trị máy bật đường dẫn dài."
    ),
    "settings_refused": N_("Sửa các chỗ nêu trên, hoặc tạm đổi tên tệp để chạy với thiết lập mặc định."),
    "sets_none": _REINSTALL,
    "set_refused": N_(
        "Sửa các chỗ nêu trên rồi chạy: cds-rank set check TỆP. Bộ kèm theo bị hỏng thì cài lại cds-rank."
    ),
}  # fmt: skip


def tell(check: Check, language: Language) -> Told:
    """Say a check in the reader's language; what a reader of ours refused follows with its own sentences."""
    _ = translator(language)
    facts = {
        name: ", ".join(value.split("\n")) if name in LISTS else value for name, value in check.facts.items()
    }
    if check.facts.get("system") == "Darwin":
        facts["system"] = "macOS"
    if "reason" in facts:
        facts["reason"] = reason_text(facts["reason"], language)
    if "megabytes" in facts:
        megabytes = int(facts["megabytes"])
        unit, count = ("GB", megabytes // 1000) if megabytes >= _MANY_MEGABYTES else ("MB", megabytes)
        facts["room"] = f"{number_text(count, language)} {unit}"
    found = _(_FOUND[check.code]).format(**facts)
    if check.topic == "console":
        sample = " ".join(SAMPLE)
        details = _("Máy: {locale}. Cửa sổ lệnh: {console}. Biến: {variables}.").format(
            **{name: facts[name] or "–" for name in ("locale", "console", "variables")}
        )
        shown = _("Bốn ký tự này phải hiện đúng trên màn hình: {sample}").format(sample=sample)
        found = f"{found} {details}\n{shown}"
    if isinstance(check.error, DefinitionError):  # its first sentence names the file
        found = error_text(check.error, language)
    elif check.error is not None:
        found = f"{found}\n{error_text(check.error, language)}"
    needs_help = check.state is not State.FINE and check.code in _TODO
    return Told(found, _(_TODO[check.code]).format(**facts) if needs_help else "")
