"""What is said when the work cannot go on: one clear sentence, and what to do."""

from collections.abc import Mapping

from cds_rank.errors import CdsRankError, DefinitionError, DefinitionProblem
from cds_rank.wording.catalogue import RULES
from cds_rank.wording.language import N_, Language, Translate, translator

_MESSAGES: Mapping[str, str] = {
    "file_not_readable": N_("Không mở được {path}{reason}. Kiểm tra lại đường dẫn và quyền đọc tệp."),
    "path_missing": N_("Không có tệp hay thư mục {path}. Kiểm tra lại đường dẫn."),
    "nothing_to_read": N_(
        "Không thấy tệp Excel nào trong {paths}. Hãy chỉ tới thư mục chứa các tệp .xlsx đã nhận."
    ),
    "set_unknown": N_("Không có bộ chỉ tiêu “{name}”{nearest}. Hiện có: {known}."),
    "units_unknown": N_("Không có danh sách đơn vị “{name}”{nearest}. Hiện có: {known}."),
    "units_needed": N_("Bộ chỉ tiêu {set} không nêu danh sách đơn vị. Hãy chỉ rõ bằng --units."),
    "units_version": N_("Danh sách đơn vị {path} là phiên bản {found}; bộ chỉ tiêu cần phiên bản {wanted}."),
    "set_needed": N_("Không tệp nào cho biết thuộc bộ chỉ tiêu nào. Hãy chỉ rõ bằng --set."),
    "several_sets": N_("Các tệp thuộc hai bộ chỉ tiêu: {first} và {second}. Hãy chọn một bằng --set."),
    "period_needed": N_(
        "Không tệp nào cho biết kỳ báo cáo. Hãy chỉ rõ bằng --period, ví dụ --period 2022-Q4."
    ),
    "several_periods": N_("Các tệp thuộc hai kỳ: {first} và {second}. Hãy chọn một bằng --period."),
    "not_a_period": N_("“{text}” không phải kỳ báo cáo. Viết 2022, 2022-H1, 2022-Q4 hoặc 2022-10."),
    "not_a_date": N_(
        "“{text}” không phải ngày, tháng, năm có trong lịch. Viết 05/10/2025 (ngày 5 tháng 10) hoặc 2025-10-05."
    ),
    "not_a_decision_number": N_("“{text}” không phải số quyết định. Viết 310 hoặc 310/QĐ-UBND."),
    "not_a_time": N_("“{text}” không phải thời điểm. Viết dạng 2023-01-20T08:00:00+07:00."),
    "unit_unknown": N_(
        "Không có đơn vị “{name}” trong danh sách {list}{nearest}. Viết mã hoặc tên đơn vị như trong danh sách đó."
    ),
    "group_unknown": N_("Không có nhóm “{name}” trong bộ chỉ tiêu{nearest}. Các nhóm: {known}."),
    "format_unknown": N_("Không nhận “{name}”{nearest}. Chỉ nhận: {known}."),
    "code_unknown": N_("Không có mã “{name}”{nearest}. Các họ mã: {known}."),
    "rule_needed": N_("Hãy nêu mã cần giải thích, ví dụ cds-rank rule NUM003, hoặc thêm --all."),
    "not_a_baseline": N_(
        "{path} không phải báo cáo JSON của cds-rank. Lập tệp mốc bằng: cds-rank validate THƯ_MỤC --format json --output TỆP."
    ),
    "previous_other_set": N_(
        "{path} là kết quả của bộ chỉ tiêu {found}, không so được với bộ {wanted}. Hãy chỉ tới kết quả cùng bộ."
    ),
    "previous_not_earlier": N_(
        "{path} là của kỳ {found}, không trước kỳ {wanted}. Hãy chỉ tới kết quả của một kỳ trước."
    ),
    "previous_overlap": N_(
        "{first} (kỳ {found}) và {second} (kỳ {wanted}) là của cùng một kỳ hoặc hai kỳ chồng nhau. Hãy bỏ bớt một --previous."
    ),
    "previous_several": N_(
        "Trong {path} có {count} kết quả. Hãy chỉ rõ một tệp, ví dụ --previous {example}."
    ),
    "output_needed": N_("Định dạng {format} không in ra màn hình được. Thêm --output TỆP."),
    "shard_needs_json": N_(
        "--shard chỉ đi cùng --format json, đang là {format}; rồi gộp các phần bằng cds-rank merge."
    ),
    "not_a_shard": N_("“{text}” không phải một phần. Viết i/n, ví dụ --shard 1/4."),
    "not_a_part": N_(
        "{path} không phải phần do cds-rank validate --shard ghi ra, hoặc đã bị sửa. Hãy chạy lại phần đó."
    ),
    "parts_differ": N_(
        "{first} và {second} không phải các phần của cùng một lần kiểm tra (khác thư mục, bộ chỉ tiêu, kỳ, phiên bản hoặc số phần)."
    ),
    "parts_incomplete": N_("Các phần chưa đủ hoặc bị lặp. Thiếu: {missing}. Lặp: {twice}."),
    "part_other_set": N_(
        "{path} được kiểm tra với bộ chỉ tiêu {set} có nội dung khác bộ đang có ở đây. Hãy dùng đúng bộ đó (--set, --units)."
    ),
    "would_overwrite": N_("Không ghi đè tệp đã nhận {path}. Hãy chọn thư mục khác cho bản sao."),
    "not_writable": N_(
        "Không ghi được {path}{reason}. Đóng tệp nếu đang mở trong Excel; xem đĩa còn chỗ không, có quyền ghi vào đó không; hoặc chọn thư mục khác."
    ),
    "folder_not_writable": N_(
        "Không có quyền ghi vào thư mục {path}. Hãy chọn thư mục khác, ví dụ trong Documents, hoặc xin quyền ghi vào đó."
    ),
    "form_exists": N_(
        "Đã có {path} ({count} tệp trùng). Có thể đơn vị đã điền số liệu: chọn thư mục khác, hoặc thêm --force để ghi đè."
    ),
    "option_needed": N_("Thiếu tùy chọn {option}. Ví dụ: {example}."),
    "not_a_survey": N_("Bộ chỉ tiêu không có khối điều tra “{name}”{nearest}. Các khối điều tra: {known}."),
    "previous_needed": N_(
        "Bộ {set} tính mức tăng so với kỳ trước ({indicators}). Hãy chỉ tới kết quả hoặc thư mục kỳ trước bằng --previous."
    ),
    "verified_needed": N_("Chưa có số liệu thẩm định nào: thêm --reviews, hoặc dùng --stage final."),
    "mean_undefined": N_(
        "{node}: gộp bằng {mean} thì không tính được cho {unit}, vì phần {part} đạt 0 %. Trong bộ chỉ tiêu, đặt lowest_share ở nút đó (ví dụ 1%), hoặc đổi aggregation."
    ),
    "criteria_not_a_workbook": N_(
        "{path} không phải tệp Excel đọc được. Nếu là .xls, .ods hay tệp Word: mở ra, lưu lại thành .xlsx rồi chạy lại."
    ),
    "criteria_password": N_("{path} có mật khẩu. Hãy bỏ mật khẩu rồi chạy lại."),
    "criteria_too_large": N_("{path} quá lớn. Hãy chép riêng bảng tiêu chí sang một tệp mới."),
    "criteria_sheet": N_("Tệp không có trang “{name}”{nearest}. Các trang: {known}."),
    "criteria_column": N_("Không nhận --column {text}{nearest}. Viết dạng code=B; các tên: {known}."),
    "criteria_no_header": N_(
        "{path}: không thấy bảng tiêu chí ở trang nào ({sheets}): không dòng nào có cả cột tên chỉ tiêu và cột mã, điểm "
        "hoặc cách tính. Hãy chỉ rõ bằng --sheet, --header-row và --column."
    ),
    "criteria_no_names": N_(
        "{path}, trang {sheet}, dòng {row}: không biết cột nào là tên chỉ tiêu. Hãy chỉ rõ, ví dụ --column name=B."
    ),
    "criteria_no_rows": N_("{path}, trang {sheet}: dưới dòng tiêu đề không có chỉ tiêu nào."),
    "set_exists": N_("Đã có {path}. Hãy chọn tên khác bằng --out, hoặc thêm --force để ghi đè."),
    "not_a_code": N_("“{text}” không dùng làm mã được: chỉ gồm chữ, số và . - / _, dài nhất 40 ký tự."),
    "reviews_whole": N_(
        "--reviews không đi cùng --shard: phiếu thẩm định phải được kiểm tra cùng mọi báo cáo."
    ),
    "one_file_for_two": N_(
        "--out và --units-out cùng là {path}. Bộ chỉ tiêu và danh sách đơn vị phải ở hai tệp khác nhau."
    ),
    "no_reviews": N_("Không thấy phiếu thẩm định nào trong {paths}."),
    "review_exists": N_(
        "Đã có {path} ({count} tệp trùng). Có thể người thẩm định đã ghi kết luận: chọn thư mục khác, hoặc thêm --force để ghi đè."
    ),
    "definition_refused": N_("{file}: có {count} chỗ sai, chưa dùng được."),
    "no_recognition": N_("Bộ chỉ tiêu {set} không quy định mức công nhận nào, nên không có gì để xét."),
    "template_not_docx": N_(
        "{path} không phải tệp Word .docx mở được. Trong Word: Lưu thành, chọn Word Document (.docx), rồi chạy lại."
    ),
    "template_too_large": N_(
        "Mẫu {path} có quá nhiều chữ để là mẫu một quyết định. Hãy bớt nội dung; danh sách đơn vị và bảng điểm do chương trình điền."
    ),
    "template_syntax": N_(
        "Mẫu {path}: thẻ viết sai ở đoạn “{place}” hoặc ngay trước đó: {detail}. Sửa đoạn đó trong Word, lưu lại rồi chạy lại."
    ),
    "template_field": N_(
        "Mẫu {path}: không có trường “{field}”{nearest}, ở đoạn “{place}”. Các trường dùng được: xem docs/vi/quyet-dinh.md, phần “Mẫu của cơ quan”."
    ),
    "template_unsafe": N_(
        "Mẫu {path}: thẻ ở đoạn “{place}” dùng tới thứ mẫu không được dùng. Chỉ dùng các trường của quyết định, for, if, set và các bộ lọc như upper, join; xem docs/vi/quyet-dinh.md."
    ),
    "template_filter": N_(
        "Mẫu {path}: không có “{name}”{nearest}, ở đoạn “{place}”. Chỉ dùng được: {known}."
    ),
    "template_endless": N_(
        "Mẫu {path}: vòng lặp ở đoạn “{place}” lặp quá nhiều lần hoặc viết ra quá nhiều chữ. Hãy chỉ lặp qua các danh sách của quyết định, và không lồng một danh sách vào chính nó."
    ),
    "template_failed": N_("Mẫu {path}: không điền được đoạn “{place}”. Kiểm tra lại thẻ trong đoạn đó."),
    "template_torn": N_(
        "Mẫu {path}: điền xong thì tệp không còn đúng dạng. Thẻ {{%p %}} phải đứng một mình trong đoạn, {{%tr %}} một mình trong dòng của bảng, {{%tc %}} một mình trong ô."
    ),
    "result_is_done": N_(
        "{path} là kết quả đã tính, các lựa chọn về bộ chỉ tiêu, kỳ, số liệu không đổi được nó. Hãy bỏ các lựa chọn đó, hoặc tính lại từ các báo cáo."
    ),
    "result_not_readable": N_(
        "{path} không phải tệp kết quả của cds-rank, hoặc đã hỏng. Tệp kết quả là result.json, do cds-rank compute lập."
    ),
    "result_changed": N_("{path} đã bị sửa sau khi lập: mã băm không khớp. Hãy tính lại từ các báo cáo gốc."),
    "result_newer": N_(
        "{path} do phiên bản khác của cds-rank lập (lược đồ {found}; bản này đọc {known}). Tệp mới hơn thì nâng cấp cds-rank; tệp cũ hơn thì lập lại bằng cds-rank compute."
    ),
    "report_not_earlier": N_(
        "Không so được: kết quả kỳ {found} không trước kỳ {wanted}. Mỗi --previous là một kỳ khác nhau, trước kỳ của báo cáo."
    ),
    "no_results": N_(
        "Không thấy kết quả nào (result.json) trong {path}. Hãy tính trước bằng: cds-rank compute THƯ_MỤC."
    ),
    "results_several": N_(
        "Trong {path} có {count} kết quả. Hãy chỉ rõ một tệp result.json, hoặc thêm --site THƯ_MỤC để lập trang web cho tất cả."
    ),
    "results_twice": N_(
        "{first} và {second} cùng là kết quả của bộ {set}, kỳ {period}. Hãy để lại một tệp trong thư mục."
    ),
    "site_needs_folder": N_("{path} không phải thư mục. Với --site, hãy chỉ tới thư mục chứa các kết quả."),
    "format_not_of_units": N_("Hồ sơ đơn vị không có dạng {name}. Chỉ có: {known}."),
    "format_not_of_parts": N_(
        "--part chỉ chọn phần của trang web, không có dạng {name}. Hãy bỏ --part, hoặc bỏ {name}."
    ),
    "format_of_units": N_(
        "Dạng {name} chỉ có cho hồ sơ đơn vị. Thêm --unit hoặc --all-units, hoặc chọn: {known}."
    ),
    "site_among_results": N_(
        "{path} là chính thư mục kết quả. Trang web cần một thư mục riêng để đưa lên máy chủ, ví dụ --site {example}."
    ),
    "option_of_decision": N_(
        "{option} chỉ có tác dụng với quyết định ({formats}), mà lần này không lập. Viết {example}, hoặc bỏ {option}."
    ),
    "file_for_folder": N_("{path} là một tệp, ở đây cần một thư mục. Hãy nêu tên thư mục khác."),
    "options_apart": N_("{first} không đi cùng {second}: mỗi cái cho một kết quả khác. Hãy bỏ bớt một."),
    "pdf_not_installed": N_('Chưa cài phần lập PDF. Cài bằng: pip install "cds-rank[pdf]"'),
    "pdf_not_loading": N_(
        "Phần lập PDF đã cài nhưng không chạy được trên máy này{reason}. Gõ cds-rank doctor để xem; các dạng khác vẫn lập được."
    ),
    "pdf_fonts_missing": N_(
        'Thiếu phông chữ đi kèm cds-rank ở {path}: {names}. Hãy cài lại: pip install --force-reinstall "cds-rank[pdf]"'
    ),
    "pdf_glyph_missing": N_(
        "Chưa lập được PDF “{document}”: phông chữ Tinos không có ký tự {characters}. Ký tự đó ở: {places}. Hãy sửa ở nơi đã ghi ra (danh sách đơn vị, bộ chỉ tiêu, phiếu báo cáo hoặc cds-rank.toml) rồi lập lại, hay dùng bản HTML, Word."
    ),
    "pdf_not_made": N_(
        "Chưa lập được PDF “{document}”: {detail}. Các định dạng khác không bị ảnh hưởng; hãy gửi thông báo này cho người phụ trách cds-rank."
    ),
    "unit_not_scored": N_("{name} chưa được chấm điểm nên không có hồ sơ. Xem lý do ở bảng xếp hạng."),
    "font_damaged": N_(
        "Tệp phông chữ {path} bị hỏng hoặc không phải phông TrueType. Nếu là phông kèm theo cds-rank thì cài lại cds-rank."
    ),
    "internal": N_(
        "Chương trình gặp lỗi ngoài dự kiến: {detail}. Chi tiết ghi ở {log}. Hãy gửi tệp đó cho người phụ trách cds-rank."
    ),
}

_MEANS: Mapping[str, str] = {
    "geometric": N_("trung bình nhân"),
    "harmonic": N_("trung bình điều hòa"),
}
_YAML_DETAILS: Mapping[str, str] = {
    "not_utf8": N_("tệp không ở bảng mã UTF-8"),
    "too_large": N_("tệp quá lớn"),
    "too_deep": N_("lồng nhau quá sâu"),
    "bad_character": N_("có ký tự không cho phép"),
    "key_not_text": N_("khóa phải là chữ"),
    "not_a_mapping": N_("tệp phải bắt đầu bằng các khóa như id, version, name"),
    "tab": N_("đầu dòng có phím Tab; thụt lề bằng dấu cách"),
    "sign": N_("dấu “{sign}” đứng đầu giá trị có nghĩa riêng; đặt cả giá trị trong ngoặc kép"),
    "colon": N_("chữ có dấu hai chấm; đặt cả giá trị trong ngoặc kép"),
    "misplaced_key": N_(
        "khóa ở đây không thuộc mục nào; xem dòng ngay trên có thiếu dấu cách sau dấu hai chấm không, và dòng này thụt "
        "lề có đúng không"
    ),
    "no_colon": N_("dòng này không có khóa; sau khóa phải có dấu hai chấm rồi dấu cách, như max_points: 10"),
    "unclosed": N_(
        "ngoặc mở ở dòng {opened} chưa đóng, hoặc chữ trong ngoặc có dấu hai chấm mà chưa đặt trong ngoặc kép"
    ),
    "unclosed_quote": N_("dấu ngoặc kép hoặc ngoặc đơn mở ở đây chưa đóng"),
    "after_quote": N_("sau một giá trị còn chữ; đặt cả giá trị trong một cặp ngoặc kép, hoặc thêm dấu phẩy"),
    "extra_bracket": N_("thừa một dấu ngoặc đóng hoặc dấu phẩy"),
    "backslash": N_("dấu \\ trong ngoặc kép có nghĩa riêng; thay ngoặc kép bằng ngoặc đơn '…'"),
    "dash_in_line": N_(
        "danh sách bắt đầu bằng dấu - phải xuống dòng; chữ bắt đầu bằng dấu - thì đặt trong ngoặc kép"
    ),
    "no_dash": N_("mục của danh sách phải bắt đầu bằng dấu - và thụt lề bằng các mục bên trên"),
    "uneven": N_("dòng này thụt lề không bằng các khóa cùng mục ở bên trên"),
    "two_documents": N_("dòng --- chia tệp làm hai; xóa dòng đó"),
}
_REASONS: Mapping[str, str] = {
    "No such file or directory": N_("không có ở đó"),
    "Permission denied": N_("không có quyền"),
    "Operation not permitted": N_("không được phép"),
    "Is a directory": N_("đó là thư mục"),
    "Not a directory": N_("trong đường dẫn có một tệp ở chỗ của thư mục"),
    "No space left on device": N_("đĩa hết chỗ"),
    "Read-only file system": N_("đĩa chỉ đọc được"),
    "File name too long": N_("tên quá dài"),
    "Input/output error": N_("đĩa hoặc mạng bị lỗi"),
    "Too many open files": N_("đang mở quá nhiều tệp"),
}
"""What the system gives as a reason, by its usual words; others are shown as they are."""

_TEMPLATE_DETAILS: Mapping[str, str] = {
    "unclosed": N_("thẻ {{% {block} %}} chưa có {{% end{block} %}}"),
    "crossed": N_("gặp {{% {found} %}} khi thẻ {{% {block} %}} chưa có {{% end{block} %}}"),
    "unopened": N_("thẻ {{% {found} %}} không có thẻ mở đứng trước"),
    "unknown_tag": N_("không có thẻ {{% {found} %}}{nearest}"),
    "cut_off": N_("thẻ mở ra chưa đóng; mỗi {{{{ cần một }}}}, mỗi {{% cần một %}}"),
    "tag_name": N_("sau {{% phải là for, if, set hoặc thẻ đóng của chúng"),
    "bracket": N_("trước dấu {found} thiếu một dấu {wanted}"),
    "too_deep": N_("thẻ lồng nhau quá sâu, hoặc có số quá dài"),
    "other": N_("chương trình đọc mẫu báo “{text}”"),
    "comment": N_("ghi chú mở bằng {{# chưa đóng bằng #}}"),
    "stray": N_("chữ “{found}” thừa, hoặc trước nó thiếu một dấu"),
    "cut_short": N_("thẻ còn thiếu chữ ở cuối"),
    "wanted": N_("gặp “{found}” ở chỗ phải là “{wanted}”"),
    "sign": N_("dấu {found} đặt sai chỗ"),
}
_TOML_FIXES: Mapping[str, str] = {
    "SET001": N_(
        "Xem dòng đã nêu: chữ phải trong ngoặc kép, ngày viết 2023-03-29, mỗi mục một dòng dạng tên = giá trị."
    ),
    "SET003": N_("Sửa lại tên mục, hoặc xóa dòng này; xem mục đó có đứng dưới đúng dòng [tên bảng] không."),
}
_EXPECTED: tuple[tuple[str, str], ...] = (
    ("decimal", N_("một số, phần thập phân sau dấu chấm như 7.5")),
    ("names", N_("tên bằng hai thứ tiếng, dạng {{vi: …, en: …}}")),
    ("int", N_("một số nguyên")),
    ("bool", N_("true hoặc false")),
    ("date", N_("ngày dạng 2022-04-08")),
    ("string_pattern", N_("mã gồm chữ, số và . - / _")),
    ("string_too_long", N_("chữ ngắn hơn")),
    ("string", N_("chữ, không để trống")),
    ("share", N_("một phần từ 0 đến 1 như 1/2, 0.5 hoặc 50%")),
    ("greater_than_equal", N_("số từ {bound} trở lên")),
    ("greater_than", N_("số lớn hơn {bound}")),
    ("less_than_equal", N_("số không quá {bound}")),
    ("too_short", N_("một danh sách có ít nhất {bound} mục")),
    ("tuple", N_("một danh sách")),
    ("dict", N_("một nhóm khóa")),
    ("model", N_("một nhóm khóa")),
    ("union", N_("một nhóm khóa")),
)


def error_text(error: CdsRankError, language: Language) -> str:
    """Write an error's sentence; for a refused definition also every problem with file:line:column."""
    _ = translator(language)
    facts = dict(error.facts)
    facts["nearest"] = _near(facts.get("nearest", ""), _)
    if facts.get("reason"):
        facts["reason"] = f" ({reason_text(facts['reason'], language)})"
    if error.code == "template_syntax":
        detail = facts.get("detail", "")
        facts["detail"] = (
            _(_TEMPLATE_DETAILS[detail]).format_map(_Facts(facts)) if detail in _TEMPLATE_DETAILS else detail
        )
    if error.code == "mean_undefined":
        mean = _MEANS[facts["mean"]]
        facts["mean"] = _(mean)
        facts["node"] = _("Tổng điểm") if facts["node"] == "total" else facts["node"]
    lines = [_(_MESSAGES[error.code]).format_map(_Facts(facts))]
    if isinstance(error, DefinitionError):
        lines += [problem_text(problem, language) for problem in error.problems]
    return "\n".join(lines)


def reason_text(reason: str, language: Language) -> str:
    """Say in plain words why the system refused; what has no words of ours is shown as the system says it."""
    _ = translator(language)
    return _(_REASONS[reason]) if reason in _REASONS else reason


def problem_text(problem: DefinitionProblem, language: Language) -> str:
    """Write one problem of a definition: file:line:column, its code and what is wrong; below it, how to mend it."""
    _ = translator(language)
    facts = {"why": "", **problem.facts, "nearest": _near(problem.facts.get("nearest", ""), _)}
    if problem.code == "SET001":
        detail = facts.get("detail", "")
        facts["detail"] = (
            _(_YAML_DETAILS[detail]).format_map(_Facts(facts))
            if detail in _YAML_DETAILS
            else _("không đọc được từ chỗ này ({text})").format(text=detail)
        )
    if problem.code == "SET004":
        expected = next(
            (text for start, text in _EXPECTED if facts.get("expected", "").startswith(start)), ""
        )
        facts["expected"] = (
            _(expected).format(bound=facts.get("bound", "")) if expected else facts["expected"]
        )
    if problem.code == "SET005":
        group = facts.get("group", "")
        facts["of_group"] = _(" (nhóm {group})").format(group=group) if group else ""
    if problem.code == "SET012" and facts.get("key", "").endswith("_status"):
        facts["why"] = _(" (không ghi thì bị coi là có nguồn)")
    rule = RULES[problem.code]
    message = _(rule.message)
    if problem.code == "SET023" and facts.get("lower") == facts.get("upper"):
        message = _(
            "Khoảng trước và khoảng này giáp nhau ở {lower}, nhưng đúng giá trị {lower} không thuộc khoảng nào."
        )
    sentence = message.format_map(_Facts(facts))
    of_settings = problem.file.endswith(".toml") and problem.code in _TOML_FIXES
    fix = _(_TOML_FIXES[problem.code] if of_settings else rule.fix).format_map(_Facts(facts))
    place = f"{problem.file}:{problem.line}:{problem.column}: {problem.code}"
    mend = _("Cách sửa: {fix} Xem: cds-rank rule {code}").format(fix=fix, code=problem.code)
    return f"{place} {sentence}\n    {mend}"


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"


def _near(name: str, _: Translate) -> str:
    return _(" (có phải “{name}” không?)").format(name=name) if name else ""
