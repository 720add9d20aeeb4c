"""TXT: rules about text."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, WARNING, Rule

TXT: dict[str, Rule] = {
    "TXT001": Rule(
        WARNING,
        N_("Chữ Unicode tổ hợp"),
        N_("Ô “{column}” gõ bằng Unicode tổ hợp (chữ và dấu tách rời), nên tìm kiếm và so sánh sẽ sai."),
        N_(
            "Trong UniKey chọn bảng mã Unicode rồi gõ lại ô {cell}; nếu dài, chuyển mã bằng UniKey (Ctrl+Shift+F6) rồi dán lại."
        ),
        cause=N_("Bộ gõ đang đặt bảng mã “Unicode tổ hợp”, hoặc chữ được chép từ máy Mac, iPhone."),
        example=N_("“Sở Y tế” có dấu tách rời khỏi chữ → “Sở Y tế” gõ bằng bảng mã Unicode"),
        mendable=True,
    ),
    "TXT002": Rule(
        WARNING,
        N_("Ký tự không nhìn thấy"),
        N_("Ô “{column}” có ký tự không nhìn thấy (khoảng trắng đặc biệt, ký tự điều khiển)."),
        N_("Bấm vào ô {cell}, xóa nội dung và gõ lại, không dán từ trang web."),
        cause=N_("Chữ được dán từ trang web, Zalo hoặc tệp PDF, kéo theo khoảng trắng đặc biệt."),
        example=N_("“CQS-01” có khoảng trắng đặc biệt ở cuối → “CQS-01”"),
        mendable=True,
    ),
    "TXT003": Rule(
        WARNING,
        N_("Dấu thanh đặt khác biểu mẫu"),
        N_("Ô “{column}” ghi “{text}”, biểu mẫu ghi “{suggestion}”: dấu thanh đặt ở chữ cái khác."),
        N_(
            "Mở biểu mẫu tỉnh gửi cho đơn vị, chép ô {cell} rồi dán vào ô {cell} của tệp này. Nếu ô bị khóa: Xem lại › Bỏ bảo vệ trang tính (Review › Unprotect Sheet), không cần mật khẩu."
        ),
        cause=N_("Bộ gõ của đơn vị bỏ dấu kiểu khác (oà, uý thay cho òa, úy) khi gõ lại tên chỉ tiêu."),
        example=N_("“Hoà giải” → “Hòa giải” như biểu mẫu"),
        mendable=True,
    ),
    "TXT004": Rule(
        ERROR,
        N_("Phông chữ cũ (TCVN3, VNI)"),
        N_("Ô “{column}” ghi “{text}” theo bảng mã cũ; có phải “{suggestion}” không?"),
        N_(
            "Chuyển mã bằng UniKey (Ctrl+Shift+F6; nguồn: TCVN3 hoặc VNI, đích: Unicode) rồi dán lại vào ô {cell}; hoặc gõ lại."
        ),
        cause=N_("Chép từ văn bản cũ dùng phông .VnTime hoặc VNI-Times; máy khác mở ra không đọc được."),
        example=N_("“Së Y tÕ” → “Sở Y tế”"),
    ),
    "TXT005": Rule(
        WARNING,
        N_("Chữ giống chữ Việt mà không phải"),
        N_(
            "Ô “{column}” ghi “{text}” có chữ cái của ngôn ngữ khác nhìn giống chữ Việt; đúng phải là “{suggestion}”."
        ),
        N_("Bấm vào ô {cell}, gõ lại bằng UniKey hoặc bộ gõ tiếng Việt khác."),
        cause=N_("Chữ được chép từ tệp PDF, phần mềm nhận dạng chữ hoặc trang web nước ngoài."),
        example=N_("“Ðánh giá” (chữ Ð của tiếng Iceland) → “Đánh giá”"),
        mendable=True,
    ),
    "TXT006": Rule(
        WARNING,
        N_("Chữ bắt đầu như công thức"),
        N_(
            "Ô “{column}” bắt đầu bằng =, +, - hoặc @ nên chương trình khác có thể hiểu là công thức: “{text}”."
        ),
        N_("Bấm vào ô {cell}, bỏ ký tự đầu hoặc thêm chữ phía trước."),
        cause=N_("Gạch đầu dòng bằng dấu - hoặc + khi ghi nhiều ý trong một ô."),
        example=N_("“- QĐ 125/QĐ-UBND” → “QĐ 125/QĐ-UBND”"),
    ),
    "TXT007": Rule(
        ERROR,
        N_("Chữ quá dài"),
        N_("Ô “{column}” dài {length} ký tự, giới hạn {limit}."),
        N_("Rút gọn nội dung, chỉ nêu số, ngày và tên văn bản; tài liệu dài thì gửi kèm riêng."),
        cause=N_("Dán cả văn bản hoặc danh sách dài vào một ô."),
        example=N_("Ô H12 dán nguyên báo cáo 30 trang → “BC 125/BC-UBND ngày 15/12/2022”"),
    ),
}
