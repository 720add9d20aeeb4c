"""SHT: rules about sheets."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, WARNING, Rule

SHT: dict[str, Rule] = {
    "SHT001": Rule(
        ERROR,
        N_("Thiếu trang tính"),
        N_("Không có trang “{sheet}”; tệp có các trang: {sheets}."),
        N_("Đổi lại tên trang thành “{sheet}”, hoặc lấy lại biểu mẫu và chép số liệu sang."),
    ),
    "SHT002": Rule(
        WARNING,
        N_("Tên trang tính bị sửa"),
        N_("Trang “{found}” được hiểu là trang “{sheet}”."),
        N_("Đổi lại tên trang thành “{sheet}”."),
    ),
    "SHT004": Rule(
        ERROR,
        N_("Không thấy hàng tiêu đề"),
        N_("Không tìm thấy hàng tiêu đề (Mã, Chỉ tiêu, …) của bảng số liệu."),
        N_("Lấy lại biểu mẫu và chép số liệu sang; không xóa hàng tiêu đề."),
    ),
    "SHT007": Rule(
        WARNING,
        N_("Hàng bị ẩn"),
        N_("Hàng {row} của bảng đang bị ẩn nhưng có số liệu."),
        N_("Chọn các hàng quanh đó, bấm chuột phải, chọn Bỏ ẩn (Unhide), kiểm tra số liệu rồi lưu."),
    ),
}
