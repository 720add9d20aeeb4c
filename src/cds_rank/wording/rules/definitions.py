"""SET: rules about the YAML files of indicator sets and unit lists."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, Rule

SET: dict[str, Rule] = {
    "SET001": Rule(
        ERROR,
        N_("YAML sai cú pháp"),
        N_("Không phải YAML hợp lệ ({detail})."),
        N_("Sửa tệp YAML ở dòng và cột đã nêu, rồi chạy lại cds-rank set check."),
    ),
    "SET002": Rule(
        ERROR,
        N_("Khóa lặp lại"),
        N_("Khóa “{key}” có hai lần."),
        N_("Sửa tệp YAML ở dòng và cột đã nêu, rồi chạy lại cds-rank set check."),
    ),
    "SET003": Rule(
        ERROR,
        N_("Khóa lạ"),
        N_("Không có khóa “{key}”{nearest}."),
        N_("Sửa tệp YAML ở dòng và cột đã nêu, rồi chạy lại cds-rank set check."),
    ),
    "SET004": Rule(
        ERROR,
        N_("Sai kiểu giá trị"),
        N_("“{key}” phải là {expected}, ở đây là “{value}”."),
        N_("Sửa tệp YAML ở dòng và cột đã nêu, rồi chạy lại cds-rank set check."),
    ),
    "SET005": Rule(
        ERROR,
        N_("Tổng không khớp"),
        N_("Tối đa hoặc trọng số không khớp: các phần cộng lại là {sum}, ghi là {declared}{of_group}."),
        N_("Sửa tệp YAML ở dòng và cột đã nêu, rồi chạy lại cds-rank set check."),
    ),
    "SET006": Rule(
        ERROR,
        N_("Mã lặp lại"),
        N_("Mã “{code}” dùng hai lần."),
        N_("Sửa tệp YAML ở dòng và cột đã nêu, rồi chạy lại cds-rank set check."),
    ),
    "SET007": Rule(
        ERROR,
        N_("Nhắc tới mã không có"),
        N_("Không có mã “{code}”{nearest}."),
        N_("Sửa tệp YAML ở dòng và cột đã nêu, rồi chạy lại cds-rank set check."),
    ),
    "SET008": Rule(
        ERROR,
        N_("Giới hạn ngược nhau"),
        N_("Giới hạn ngược nhau: {lower} và {upper}."),
        N_("Sửa tệp YAML ở dòng và cột đã nêu, rồi chạy lại cds-rank set check."),
    ),
    "SET009": Rule(
        ERROR,
        N_("Gộp vòng tròn"),
        N_("“{code}” gộp chính nó (vòng tròn)."),
        N_("Sửa tệp YAML ở dòng và cột đã nêu, rồi chạy lại cds-rank set check."),
    ),
    "SET010": Rule(
        ERROR,
        N_("Mã trông như số"),
        N_("Mã {value} trông như số: đặt trong ngoặc kép, “{value}”."),
        N_("Sửa tệp YAML ở dòng và cột đã nêu, rồi chạy lại cds-rank set check."),
    ),
    "SET012": Rule(
        ERROR,
        N_("Thiếu khóa"),
        N_("Thiếu khóa “{key}”."),
        N_("Sửa tệp YAML ở dòng và cột đã nêu, rồi chạy lại cds-rank set check."),
    ),
    "SET013": Rule(
        ERROR,
        N_("Cách tính không hợp với dữ liệu"),
        N_(
            "Chỉ tiêu {code}: cách tính “{rule}” không dùng được với dữ liệu “{input}”; dùng được: {allowed}."
        ),
        N_("Sửa tệp YAML ở dòng và cột đã nêu, rồi chạy lại cds-rank set check."),
    ),
    "SET014": Rule(
        ERROR,
        N_("Cách tính không có chiều nghịch"),
        N_("Chỉ tiêu {code}: cách tính “{rule}” không có chiều nghịch (lower_is_better)."),
        N_("Sửa tệp YAML ở dòng và cột đã nêu, rồi chạy lại cds-rank set check."),
    ),
    "SET015": Rule(
        ERROR,
        N_("Thiếu khai báo cho cách tính"),
        N_("Chỉ tiêu {code}: thiếu “{field}” mà cách tính “{rule}” với dữ liệu “{input}” cần."),
        N_("Sửa tệp YAML ở dòng và cột đã nêu, rồi chạy lại cds-rank set check."),
    ),
    "SET016": Rule(
        ERROR,
        N_("Giới hạn của bậc không rõ"),
        N_("Cần đúng một trong các khóa {bounds}; đang có {given}."),
        N_("Sửa tệp YAML ở dòng và cột đã nêu, rồi chạy lại cds-rank set check."),
    ),
    "SET017": Rule(
        ERROR,
        N_("Mức cuối có giới hạn"),
        N_("Mức cuối “{code}” không được có giới hạn: nó nhận phần còn lại."),
        N_("Sửa tệp YAML ở dòng và cột đã nêu, rồi chạy lại cds-rank set check."),
    ),
    "SET018": Rule(
        ERROR,
        N_("Các bậc không theo thứ tự"),
        N_("Bậc {bound} ({share}) không theo thứ tự từ tốt đến kém."),
        N_("Sửa tệp YAML ở dòng và cột đã nêu, rồi chạy lại cds-rank set check."),
    ),
    "SET019": Rule(
        ERROR,
        N_("Dùng neo và tham chiếu"),
        N_("Không dùng neo và tham chiếu (&, *) của YAML: viết lại đầy đủ."),
        N_("Sửa tệp YAML ở dòng và cột đã nêu, rồi chạy lại cds-rank set check."),
    ),
    "SET021": Rule(
        ERROR,
        N_("Giá trị ngoài danh sách"),
        N_("“{key}” không nhận “{value}”{nearest}; các giá trị: {choices}."),
        N_("Sửa tệp YAML ở dòng và cột đã nêu, rồi chạy lại cds-rank set check."),
    ),
}
