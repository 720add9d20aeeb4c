"""WBK: rules about the workbook as a whole."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, Rule

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
        N_("Mã đơn vị “{unit}” ghi trong tệp không có trong danh sách đơn vị {list}."),
        N_("Lấy đúng biểu mẫu của đơn vị do tỉnh gửi, hoặc chỉ rõ danh sách bằng --units."),
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
}
