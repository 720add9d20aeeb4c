"""TXT: rules about text."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, WARNING, Rule

TXT: dict[str, Rule] = {
    "TXT001": Rule(
        WARNING,
        N_("Chữ Unicode tổ hợp"),
        N_("Ô “{column}” dùng chữ Unicode tổ hợp (dấu rời khỏi chữ), tìm kiếm và so sánh sẽ sai."),
        N_("Chuyển bảng mã sang Unicode dựng sẵn (trong UniKey: Ctrl+Shift+F6), rồi dán lại vào ô {cell}."),
        mendable=True,
    ),
    "TXT002": Rule(
        WARNING,
        N_("Ký tự không nhìn thấy"),
        N_("Ô “{column}” có ký tự không nhìn thấy (khoảng trắng đặc biệt, ký tự điều khiển)."),
        N_("Bấm vào ô {cell}, xóa nội dung và gõ lại, không dán từ trang web."),
        mendable=True,
    ),
    "TXT003": Rule(
        WARNING,
        N_("Dấu thanh đặt khác biểu mẫu"),
        N_("Ô “{column}” ghi “{text}”, biểu mẫu ghi “{suggestion}”: dấu thanh đặt khác chỗ."),
        N_("Trả lại đúng nội dung của biểu mẫu ở ô {cell}."),
        mendable=True,
    ),
    "TXT004": Rule(
        ERROR,
        N_("Phông chữ cũ (TCVN3, VNI)"),
        N_("Ô “{column}” ghi “{text}” theo bảng mã cũ; có phải “{suggestion}” không?"),
        N_(
            "Chuyển sang Unicode (trong UniKey: Ctrl+Shift+F6, nguồn TCVN3 hoặc VNI, đích Unicode), rồi dán lại vào ô {cell}."
        ),
    ),
    "TXT005": Rule(
        WARNING,
        N_("Chữ giống chữ Việt mà không phải"),
        N_(
            "Ô “{column}” ghi “{text}” có chữ cái của bảng chữ khác nhìn giống chữ Việt; đúng phải là “{suggestion}”."
        ),
        N_("Bấm vào ô {cell}, gõ lại bằng bàn phím tiếng Việt."),
        mendable=True,
    ),
    "TXT006": Rule(
        WARNING,
        N_("Chữ bắt đầu như công thức"),
        N_(
            "Ô “{column}” bắt đầu bằng ký tự =, +, - hoặc @ nên có thể bị hiểu là công thức khi xuất ra tệp khác: “{text}”."
        ),
        N_("Bấm vào ô {cell}, bỏ ký tự đầu hoặc thêm chữ phía trước."),
    ),
    "TXT007": Rule(
        ERROR,
        N_("Chữ quá dài"),
        N_("Ô “{column}” dài {length} ký tự, giới hạn {limit}."),
        N_("Rút gọn nội dung; tài liệu dài gửi kèm riêng."),
    ),
}
