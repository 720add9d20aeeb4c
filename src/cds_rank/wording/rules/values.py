"""VAL: rules about what figures say."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, WARNING, Rule

VAL: dict[str, Rule] = {
    "VAL001": Rule(
        ERROR,
        N_("Ngoài giới hạn"),
        N_("Ô “{column}” ghi {text}, ngoài giới hạn cho phép ({limits})."),
        N_("Kiểm tra lại số liệu gốc và đơn vị tính, rồi sửa ô {cell}."),
    ),
    "VAL002": Rule(
        WARNING,
        N_("Thiếu số liệu"),
        N_("Chưa điền số liệu; nếu để trống, {consequence}."),
        N_("Điền số liệu, hoặc chọn lý do ở cột Tình trạng và ghi rõ ở cột Giải trình."),
    ),
    "VAL003": Rule(
        ERROR,
        N_("Tử số lớn hơn mẫu số"),
        N_("Tử số {numerator} lớn hơn mẫu số {denominator}."),
        N_("Kiểm tra lại hai ô; tử số là một phần của mẫu số."),
    ),
    "VAL004": Rule(
        ERROR,
        N_("Thiếu mẫu số hoặc tử số"),
        N_("Ô “{column}” {problem}, nên không tính được tỷ lệ."),
        N_(
            "Điền đủ cả tử số và mẫu số; nếu không phát sinh, xóa cả hai và chọn “Không phát sinh” ở cột Tình trạng."
        ),
    ),
    "VAL006": Rule(
        ERROR,
        N_("Điểm vượt điểm tối đa"),
        N_("Ô “{column}” ghi {text} điểm, vượt điểm tối đa {maximum}."),
        N_("Sửa ô {cell} cho không quá {maximum}."),
    ),
    "VAL011": Rule(
        ERROR,
        N_("Tình trạng và số liệu mâu thuẫn"),
        N_("Tình trạng là “{status}” nhưng hàng {contradiction}."),
        N_("Chọn lại ở cột Tình trạng cho đúng với số liệu của hàng, hoặc xóa số liệu nếu thật sự không có."),
    ),
    "VAL012": Rule(
        ERROR,
        N_("Phải là số nguyên"),
        N_("Ô “{column}” ghi {text}, phải là số nguyên."),
        N_("Kiểm tra lại và sửa ô {cell}."),
    ),
    "VAL013": Rule(
        ERROR,
        N_("Không có trong danh sách chọn"),
        N_("Ô “{column}” ghi “{text}”, không có trong danh sách; gần nhất là “{nearest}”."),
        N_("Bấm vào ô {cell} và chọn trong danh sách thả xuống."),
    ),
    "VAL014": Rule(
        WARNING,
        N_("Mẫu số bằng 0"),
        N_("Tử số và mẫu số đều bằng 0, được hiểu là không phát sinh: {consequence}."),
        N_("Nếu đúng là không phát sinh, xóa hai ô và chọn “Không phát sinh” ở cột Tình trạng."),
    ),
    "VAL015": Rule(
        ERROR,
        N_("Không được khai “Không áp dụng”"),
        N_("Chỉ tiêu {indicator} không cho phép khai “Không áp dụng”."),
        N_("Điền số liệu, hoặc chọn tình trạng khác và ghi rõ ở cột Giải trình."),
    ),
    "VAL016": Rule(
        WARNING,
        N_("Không có số liệu mà không giải trình"),
        N_("Tình trạng là “{status}” nhưng cột Giải trình để trống."),
        N_("Ghi lý do và thời điểm có số liệu vào cột Giải trình."),
    ),
}
