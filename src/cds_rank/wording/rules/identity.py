"""KEY: rules about which unit, which indicator."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, INFO, WARNING, Rule

KEY: dict[str, Rule] = {
    "KEY001": Rule(
        ERROR,
        N_("Thiếu chỉ tiêu"),
        N_("Bảng không có hàng của chỉ tiêu {indicator}."),
        N_("Lấy lại biểu mẫu và chép số liệu sang; không xóa hàng."),
    ),
    "KEY002": Rule(
        ERROR,
        N_("Chỉ tiêu lặp lại"),
        N_("Chỉ tiêu {indicator} có hơn một hàng: {cells}."),
        N_("Xóa hàng thừa, chỉ giữ một hàng cho mỗi chỉ tiêu."),
    ),
    "KEY003": Rule(
        ERROR,
        N_("Mã chỉ tiêu lạ"),
        N_("Mã “{text}” không có trong bộ chỉ tiêu{nearest}."),
        N_("Sửa lại mã ở ô {cell} cho đúng biểu mẫu."),
    ),
    "KEY004": Rule(
        ERROR,
        N_("Mã bị Excel đổi thành số"),
        N_("Mã chỉ tiêu là số {text}, không phải chữ{nearest}; 4.10 và 4.1 không còn phân biệt được."),
        N_("Chọn ô {cell}, đổi định dạng thành Text, rồi gõ lại mã như biểu mẫu."),
    ),
    "KEY005": Rule(
        ERROR,
        N_("Đơn vị thuộc nhóm khác"),
        N_(
            "Biểu mẫu của {unit_name} ({unit}) lập cho nhóm {found}; trong danh sách, đơn vị thuộc nhóm {wanted}."
        ),
        N_("Lấy biểu mẫu đúng nhóm do tỉnh gửi và chép số liệu sang."),
    ),
    "KEY006": Rule(
        ERROR,
        N_("Đơn vị đã đổi tên hoặc sáp nhập"),
        N_("Đơn vị {name} ({unit}) không còn trong danh sách; nay là {became}."),
        N_("Lấy biểu mẫu của {became} và chép số liệu sang; nếu là kỳ cũ, chỉ rõ danh sách cũ bằng --units."),
    ),
    "KEY007": Rule(
        INFO,
        N_("Chưa nộp"),
        N_("Đơn vị {unit_name} ({unit}) chưa gửi báo cáo."),
        N_("Đôn đốc đơn vị gửi báo cáo."),
    ),
    "KEY008": Rule(
        WARNING,
        N_("Chỉ tiêu không áp dụng cho nhóm"),
        N_("Chỉ tiêu {indicator} không áp dụng cho nhóm của đơn vị; không tính điểm."),
        N_("Xóa số liệu ở hàng này."),
    ),
    "KEY009": Rule(
        ERROR,
        N_("Số liệu ở hàng không có mã"),
        N_("Hàng {row} có số liệu nhưng không có mã chỉ tiêu."),
        N_("Điền mã chỉ tiêu vào cột Mã của hàng, hoặc chuyển số liệu về đúng hàng."),
    ),
    "KEY010": Rule(
        ERROR,
        N_("Bảng không phải của bộ chỉ tiêu này"),
        N_(
            "{count} trong {rows} hàng có mã không thuộc bộ chỉ tiêu: đây có thể là bảng của bộ khác dán vào."
        ),
        N_("Lấy lại biểu mẫu của đơn vị và chép số liệu sang theo từng chỉ tiêu, không dán đè cả bảng."),
    ),
}
