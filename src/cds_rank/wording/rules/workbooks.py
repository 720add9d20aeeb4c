"""WBK: rules about the workbook as a whole."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, INFO, WARNING, Rule

WBK: dict[str, Rule] = {
    "WBK001": Rule(
        ERROR,
        N_("Không làm từ biểu mẫu"),
        N_("Tệp không phải biểu mẫu do tỉnh phát hành (không có thông tin nhận dạng)."),
        N_("Lấy biểu mẫu của đơn vị do tỉnh gửi, chép số liệu sang (dán giá trị), lưu và gửi lại."),
    ),
    "WBK002": Rule(
        ERROR,
        N_("Biểu mẫu khác phiên bản"),
        N_("Biểu mẫu làm theo bộ chỉ tiêu phiên bản {found}; đang dùng phiên bản {wanted}."),
        N_("Lấy biểu mẫu mới nhất, chép số liệu sang, lưu và gửi lại."),
    ),
    "WBK003": Rule(
        ERROR,
        N_("Sai kỳ báo cáo"),
        N_("Biểu mẫu là của kỳ {found}; đang tổng hợp kỳ {wanted}."),
        N_("Lấy biểu mẫu đúng kỳ, hoặc chọn kỳ khác bằng --period."),
    ),
    "WBK004": Rule(
        ERROR,
        N_("Đơn vị không có trong danh sách"),
        N_("Mã đơn vị “{unit}” ghi trong tệp không có trong danh sách đơn vị {list}{nearest}."),
        N_("Lấy đúng biểu mẫu của đơn vị do tỉnh gửi, hoặc chỉ rõ danh sách bằng --units."),
    ),
    "WBK005": Rule(
        WARNING,
        N_("Liên kết tới tệp khác"),
        N_("Tệp có liên kết tới tệp khác: {targets}."),
        N_(
            "Trong Excel chọn Dữ liệu › Sửa liên kết › Ngắt liên kết (Data › Edit Links › Break Link), rồi lưu và gửi lại."
        ),
    ),
    "WBK006": Rule(
        WARNING,
        N_("Đã bỏ khóa trang tính"),
        N_("Trang “{sheet}” không còn khóa như biểu mẫu gốc; các ô không được sửa có thể đã bị sửa."),
        N_(
            "Chọn Xem lại › Bảo vệ trang tính (Review › Protect Sheet), không cần mật khẩu, rồi lưu; hoặc chép số liệu sang biểu mẫu mới."
        ),
    ),
    "WBK007": Rule(
        WARNING,
        N_("Trang tính ẩn có nội dung"),
        N_("Tệp có trang ẩn “{sheet}” không thuộc biểu mẫu; nội dung ở đó không được đọc."),
        N_(
            "Bấm chuột phải vào tên một trang, chọn Bỏ ẩn (Unhide) để xem; nếu là số liệu thì chép sang trang “Số liệu”, nếu không thì xóa trang."
        ),
    ),
    "WBK008": Rule(
        INFO,
        N_("Ngày tính từ năm 1904"),
        N_("Tệp tính ngày từ năm 1904 (kiểu Excel cũ trên máy Mac)."),
        N_("Không phải sửa; số liệu không dùng ngày tháng."),
    ),
    "WBK009": Rule(
        WARNING,
        N_("Lấy dữ liệu từ nguồn ngoài"),
        N_("Tệp lấy dữ liệu từ nguồn ngoài khi mở ({sources})."),
        N_(
            "Chọn Dữ liệu › Truy vấn & Kết nối (Data › Queries & Connections), xóa kết nối; xóa đối tượng nhúng; chỉ giữ con số."
        ),
    ),
    "WBK010": Rule(
        ERROR,
        N_("Khác bộ chỉ tiêu"),
        N_("Biểu mẫu thuộc bộ chỉ tiêu {found}; đang tổng hợp bộ {wanted}."),
        N_("Tách tệp này ra thư mục khác, hoặc chọn bộ chỉ tiêu khác bằng --set."),
    ),
    "WBK011": Rule(
        ERROR,
        N_("Thông tin nhận dạng mâu thuẫn"),
        N_(
            "Thông tin nhận dạng trong tệp mâu thuẫn ở mục “{field}”: trang ẩn ghi “{in_sheet}”, thuộc tính ghi “{in_properties}”."
        ),
        N_("Không ghép trang tính giữa các tệp. Lấy biểu mẫu của đơn vị, chép số liệu sang, lưu và gửi lại."),
    ),
    "WBK012": Rule(
        ERROR,
        N_("Thông tin nhận dạng hỏng"),
        N_("Thông tin nhận dạng ở mục “{field}” không hợp lệ: “{value}”."),
        N_("Lấy lại biểu mẫu của đơn vị do tỉnh gửi, chép số liệu sang, lưu và gửi lại."),
    ),
    "WBK013": Rule(
        ERROR,
        N_("Bộ chỉ tiêu đã đổi nội dung"),
        N_(
            "Biểu mẫu cùng phiên bản {version} nhưng nội dung bộ chỉ tiêu khi lập biểu khác với bộ đang dùng."
        ),
        N_("Người giữ bộ chỉ tiêu phải đổi số phiên bản khi sửa; lập và gửi lại biểu mẫu mới."),
    ),
    "WBK014": Rule(
        ERROR,
        N_("Biểu mẫu bản khác"),
        N_("Biểu mẫu là bản {found}; chương trình này đọc bản {wanted}."),
        N_(
            "Lấy biểu mẫu mới nhất do tỉnh gửi và chép số liệu sang; nếu biểu mẫu mới hơn, nâng cấp cds-rank."
        ),
    ),
    "WBK015": Rule(
        ERROR,
        N_("Tên đơn vị trên phiếu khác"),
        N_("Dòng đơn vị trên phiếu ghi “{text}”, nhưng biểu mẫu này lập cho đơn vị {unit}."),
        N_("Không dùng biểu mẫu của đơn vị khác: lấy biểu mẫu của mình, chép số liệu sang, lưu và gửi lại."),
    ),
}
