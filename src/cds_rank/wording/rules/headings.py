"""HDR: rules about column headings."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, INFO, WARNING, Rule

HDR: dict[str, Rule] = {
    "HDR001": Rule(
        ERROR,
        N_("Thiếu cột"),
        N_("Bảng số liệu thiếu cột “{column}”."),
        N_("Lấy lại biểu mẫu và chép số liệu sang; không xóa hay đổi tên cột."),
    ),
    "HDR002": Rule(
        ERROR,
        N_("Cột lặp lại"),
        N_("Cột “{column}” có hai lần: {cells}."),
        N_("Xóa cột thừa, hoặc lấy lại biểu mẫu và chép số liệu sang."),
    ),
    "HDR003": Rule(
        WARNING,
        N_("Cột lạ"),
        N_("Cột “{heading}” không có trong biểu mẫu, không được đọc (ví dụ: “{text}”)."),
        N_("Chuyển nội dung sang cột Giải trình hoặc Tài liệu kiểm chứng, rồi xóa cột này."),
    ),
    "HDR004": Rule(
        INFO,
        N_("Cột đổi chỗ"),
        N_("Các cột không theo thứ tự của biểu mẫu; số liệu vẫn được đọc theo tên cột."),
        N_("Không bắt buộc sửa; lần sau dùng đúng biểu mẫu."),
    ),
    "HDR005": Rule(
        WARNING,
        N_("Tiêu đề cột bị sửa"),
        N_("Tiêu đề “{text}” được hiểu là cột “{column}”."),
        N_("Gõ lại tiêu đề ở ô {cell} thành “{suggestion}”."),
        mendable=True,
    ),
    "HDR006": Rule(
        ERROR,
        N_("Tiêu đề tách thành hai hàng"),
        N_("Tiêu đề của bảng bị tách thành hai hàng nên không biết cột nào là cột nào."),
        N_("Lấy lại biểu mẫu và chép số liệu sang; không sửa, không gộp hàng tiêu đề."),
    ),
    "HDR007": Rule(
        WARNING,
        N_("Cột có nội dung mà không có tiêu đề"),
        N_("Cột {letters} không có tiêu đề nhưng có nội dung, không được đọc: “{text}”."),
        N_("Chuyển nội dung sang đúng cột, hoặc sang cột Giải trình, rồi xóa ô {cell}."),
    ),
}
