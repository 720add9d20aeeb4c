"""SHT: rules about sheets."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, INFO, WARNING, Rule

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
        mendable=True,
    ),
    "SHT003": Rule(
        INFO,
        N_("Trang tính thêm"),
        N_("Tệp có trang thêm, không được đọc: {sheets}."),
        N_("Không phải sửa nếu trang đó không chứa số liệu báo cáo."),
    ),
    "SHT004": Rule(
        ERROR,
        N_("Không thấy hàng tiêu đề"),
        N_("Không tìm thấy hàng tiêu đề (Mã, Chỉ tiêu, …) của bảng số liệu."),
        N_("Lấy lại biểu mẫu và chép số liệu sang; không xóa hàng tiêu đề."),
    ),
    "SHT005": Rule(
        WARNING,
        N_("Nội dung nằm xa bảng"),
        N_("Có nội dung nằm xa bảng số liệu, không được đọc: “{text}”."),
        N_("Nếu là số liệu thì chuyển về đúng hàng trong bảng; nếu không thì chọn ô {cell} và xóa."),
    ),
    "SHT006": Rule(
        INFO,
        N_("Nhiều hàng trống có định dạng"),
        N_("Dưới bảng có {count} hàng trống đã định dạng, làm tệp nặng."),
        N_("Chọn các hàng trống dưới bảng, bấm chuột phải, chọn Xóa (Delete), rồi lưu."),
    ),
    "SHT007": Rule(
        WARNING,
        N_("Hàng bị ẩn"),
        N_("Hàng {row} của bảng đang bị ẩn nhưng có số liệu."),
        N_("Chọn các hàng quanh đó, bấm chuột phải, chọn Bỏ ẩn (Unhide), kiểm tra số liệu rồi lưu."),
    ),
    "SHT008": Rule(
        WARNING,
        N_("Cột bị ẩn"),
        N_("Cột {columns} của bảng đang bị ẩn."),
        N_("Chọn các cột hai bên, bấm chuột phải, chọn Bỏ ẩn (Unhide), kiểm tra số liệu rồi lưu."),
    ),
    "SHT009": Rule(
        WARNING,
        N_("Bảng đang bị lọc"),
        N_("Bảng đang bị lọc nên một số hàng không hiện; số liệu ở đó vẫn được đọc."),
        N_("Chọn Dữ liệu › Xóa bộ lọc (Data › Clear), kiểm tra các hàng vừa hiện rồi lưu."),
    ),
    "SHT010": Rule(
        WARNING,
        N_("Hàng bị chèn, xóa hoặc đổi chỗ"),
        N_(
            "Từ hàng {row} trở xuống, các hàng không còn đúng chỗ như biểu mẫu; số liệu vẫn được đọc theo mã."
        ),
        N_(
            "Kiểm tra quanh hàng {row}: xóa hàng chèn thêm, đưa hàng về chỗ cũ; tốt nhất là chép số liệu sang biểu mẫu mới."
        ),
    ),
    "SHT011": Rule(
        INFO,
        N_("Ghi chú ngoài bảng"),
        N_("Ô này có ghi chú, không được đọc: “{text}”."),
        N_("Không phải sửa; nội dung cần giải trình thì ghi ở cột Giải trình."),
    ),
    "SHT012": Rule(
        WARNING,
        N_("Hai trang số liệu"),
        N_("Tệp có thêm trang “{found}” giống trang “{sheet}”; chỉ trang “{sheet}” được đọc."),
        N_("Chuyển số liệu đúng về trang “{sheet}”, rồi xóa trang “{found}”."),
    ),
}
