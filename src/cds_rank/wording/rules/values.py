"""VAL: rules about what figures say."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, INFO, WARNING, Rule

VAL: dict[str, Rule] = {
    "VAL001": Rule(
        ERROR,
        N_("Ngoài giới hạn"),
        N_("Ô “{column}” ghi {number}, ngoài giới hạn cho phép ({limits})."),
        N_("Kiểm tra lại số liệu gốc và đơn vị tính, rồi sửa ô {cell}."),
    ),
    "VAL002": Rule(
        WARNING,
        N_("Thiếu số liệu"),
        N_("Chưa điền số liệu; nếu để trống, {consequence}."),
        N_("Điền số liệu, hoặc chọn lý do ở cột Tình trạng và ghi rõ ở cột Giải trình."),
        explainable=True,
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
    "VAL005": Rule(
        ERROR,
        N_("Tổng không bằng các phần"),
        N_("Ô “{column}” ghi {number}, trong khi các phần ({parts}) cộng lại là {sum}."),
        N_("Kiểm tra lại số liệu gốc; sửa tổng ở ô {cell} hoặc sửa phần sai."),
    ),
    "VAL006": Rule(
        ERROR,
        N_("Điểm vượt điểm tối đa"),
        N_("Ô “{column}” ghi {number} điểm, vượt điểm tối đa {maximum}."),
        N_("Sửa ô {cell} cho không quá {maximum}."),
    ),
    "VAL007": Rule(
        WARNING,
        N_("Biến động lớn so với kỳ trước"),
        N_(
            "Ô “{column}” là {number}, kỳ {period} là {earlier}: biến động {change}, quá mức {limit} của bộ chỉ tiêu."
        ),
        N_("Kiểm tra lại số liệu gốc; nếu đúng, ghi nguyên nhân ở cột Giải trình."),
        explainable=True,
    ),
    "VAL008": Rule(
        WARNING,
        N_("Gấp 10, 100, 1000 lần kỳ trước"),
        N_(
            "Ô “{column}” là {number}, gấp hoặc kém {factor} lần kỳ {period} ({earlier}): có thể nhầm đơn vị tính hoặc thừa, thiếu số 0."
        ),
        N_("Kiểm tra đơn vị tính và số chữ số ở ô {cell}; nếu đúng, ghi nguyên nhân ở cột Giải trình."),
        explainable=True,
    ),
    "VAL009": Rule(
        WARNING,
        N_("Số liệu y nguyên kỳ trước"),
        N_("Cả {count} con số đều y nguyên kỳ {period}: có thể đã gửi nhầm bản cũ."),
        N_("Cập nhật số liệu của kỳ này rồi gửi lại."),
    ),
    "VAL010": Rule(
        INFO,
        N_("Khác xa các đơn vị cùng nhóm"),
        N_("Ô “{column}” là {number}, khác xa {size} đơn vị cùng nhóm (số giữa là {median})."),
        N_("Không phải sửa nếu đúng; người tổng hợp nên hỏi lại đơn vị."),
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
        N_("Ô “{column}” ghi {number}, phải là số nguyên."),
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
        explainable=True,
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
    "VAL017": Rule(
        WARNING,
        N_("Số lũy kế giảm"),
        N_("Ô “{column}” là {number}, nhỏ hơn kỳ {period} ({earlier}) trong khi đây là số lũy kế."),
        N_("Kiểm tra lại số liệu hai kỳ; nếu kỳ trước sai, ghi rõ ở cột Giải trình."),
        explainable=True,
    ),
    "VAL018": Rule(
        ERROR,
        N_("Số liệu gõ nhầm cột"),
        N_("Ô “{column}” ghi {text}, nhưng chỉ tiêu này điền ở cột “{wanted_column}”."),
        N_(
            "Chuyển số liệu sang cột “{wanted_column}” cùng hàng, rồi xóa ô {cell}; tỷ lệ thì điền tử số và mẫu số."
        ),
    ),
}
