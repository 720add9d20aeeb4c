"""HDR: rules about column headings."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, INFO, WARNING, Rule

HDR: dict[str, Rule] = {
    "HDR001": Rule(
        ERROR,
        N_("Thiếu cột"),
        N_("Bảng số liệu thiếu cột “{column}”."),
        N_(
            "Nếu cột chỉ bị đổi tên, gõ lại đúng tên cột ở hàng tiêu đề. Nếu cột đã mất: mở lại biểu mẫu tỉnh gửi, chép số liệu sang từng hàng theo đúng mã chỉ tiêu (dán giá trị), lưu đúng tên tệp cũ."
        ),
        cause=N_("Xóa cột không dùng cho gọn, hoặc đổi tên cột sang tên khác hẳn."),
        example=N_("Thiếu cột “Mẫu số” vì đơn vị chỉ ghi tỷ lệ → lấy lại biểu mẫu đủ cột"),
    ),
    "HDR002": Rule(
        ERROR,
        N_("Cột lặp lại"),
        N_("Cột “{column}” có hai lần: {cells}."),
        N_("Xóa cột thừa, hoặc lấy lại biểu mẫu và chép số liệu sang."),
        cause=N_("Chép thêm một cột để ghi số liệu kỳ trước bên cạnh kỳ này."),
        example=N_("Hai cột “Giá trị” ở F7 và G7 → chỉ giữ cột của biểu mẫu"),
    ),
    "HDR003": Rule(
        WARNING,
        N_("Cột lạ"),
        N_("Cột “{heading}” không có trong biểu mẫu, không được đọc (ví dụ: “{text}”)."),
        N_("Chuyển nội dung sang cột Giải trình hoặc Tài liệu kiểm chứng, rồi xóa cột này."),
        cause=N_("Thêm cột “Ghi chú”, “Người phụ trách” hoặc “Quý trước” để tiện theo dõi trong cơ quan."),
        example=N_("Cột J “Ghi chú” → chuyển nội dung sang cột Giải trình, xóa cột J"),
    ),
    "HDR004": Rule(
        INFO,
        N_("Cột đổi chỗ"),
        N_("Các cột không theo thứ tự của biểu mẫu; số liệu vẫn được đọc theo tên cột."),
        N_("Không bắt buộc sửa; lần sau xin giữ nguyên thứ tự cột của biểu mẫu."),
        cause=N_("Kéo cột sang chỗ khác cho dễ nhìn, hoặc chép từng cột từ bảng của đơn vị."),
        example=N_("Mẫu số, Tử số → Tử số, Mẫu số"),
    ),
    "HDR005": Rule(
        WARNING,
        N_("Tiêu đề cột bị sửa"),
        N_("Tiêu đề “{text}” được hiểu là cột “{suggestion}”."),
        N_(
            "Gõ lại tiêu đề ở ô {cell} thành “{suggestion}”. Nếu ô bị khóa: Xem lại › Bỏ bảo vệ trang tính (Review › Unprotect Sheet), không cần mật khẩu."
        ),
        cause=N_("Gõ lại tiêu đề theo cách gọi của cơ quan, viết tắt hoặc viết không dấu."),
        example=N_("Ô C7 ghi “ĐVT” → “Đơn vị tính”"),
        mendable=True,
    ),
    "HDR006": Rule(
        ERROR,
        N_("Tiêu đề tách thành hai hàng"),
        N_("Tiêu đề của bảng bị tách thành hai hàng nên không biết cột nào là cột nào."),
        N_(
            "Mở lại biểu mẫu tỉnh gửi, chép số liệu sang từng hàng theo đúng mã chỉ tiêu (dán giá trị); không sửa, không gộp hàng tiêu đề."
        ),
        cause=N_(
            "Thêm một hàng tiêu đề và gộp ô để nhóm các cột, như “Số liệu” phía trên “Tử số” và “Mẫu số”."
        ),
        example=N_("Hàng 7 “Số liệu” gộp D7:E7, hàng 8 “Tử số”, “Mẫu số” → một hàng tiêu đề như biểu mẫu"),
    ),
    "HDR007": Rule(
        WARNING,
        N_("Cột có nội dung mà không có tiêu đề"),
        N_("Cột {letters} không có tiêu đề nhưng có nội dung, không được đọc: “{text}”."),
        N_("Chuyển nội dung sang đúng cột hoặc sang cột Giải trình, rồi xóa ô {cell}."),
        cause=N_("Ghi thêm con số hoặc ghi chú vào cột trống bên phải bảng."),
        example=N_("Ô J12 ghi “tăng 5 so với quý 3” mà J7 trống → chuyển sang cột Giải trình"),
    ),
}
