"""FIL: rules about the file itself."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, INFO, WARNING, Rule

FIL: dict[str, Rule] = {
    "FIL001": Rule(
        ERROR,
        N_("Tệp rỗng"),
        N_("Tệp có 0 byte, không có nội dung."),
        N_("Mở lại tệp gốc trong Excel, bấm Ctrl+S rồi gửi lại."),
    ),
    "FIL002": Rule(
        ERROR,
        N_("Không phải bảng tính Excel"),
        N_("Nội dung tệp là {kind}, không phải bảng tính Excel (.xlsx)."),
        N_(
            "Mở biểu mẫu của tỉnh trong Excel, điền số liệu, rồi chọn Lưu với kiểu “Excel Workbook (*.xlsx)”."
        ),
    ),
    "FIL003": Rule(
        ERROR,
        N_("Định dạng Excel cũ (.xls)"),
        N_("Tệp ở định dạng Excel 97–2003 (.xls)."),
        N_("Mở tệp trong Excel, chọn Tệp › Lưu dưới dạng, kiểu “Excel Workbook (*.xlsx)”, rồi gửi tệp mới."),
    ),
    "FIL004": Rule(
        ERROR,
        N_("Tệp đặt mật khẩu"),
        N_("Tệp được bảo vệ bằng mật khẩu nên không đọc được."),
        N_(
            "Mở tệp, chọn Tệp › Thông tin › Bảo vệ sổ làm việc › Mã hóa bằng mật khẩu, xóa mật khẩu, lưu và gửi lại."
        ),
    ),
    "FIL005": Rule(
        ERROR,
        N_("Tệp hỏng"),
        N_("Tệp hỏng hoặc bị cắt cụt, không đọc được phần “{part}”."),
        N_(
            "Mở tệp gốc trong Excel để kiểm tra, lưu lại và gửi lại; nếu gửi qua thư hoặc Zalo, hãy tải lên lại từ đầu."
        ),
    ),
    "FIL006": Rule(
        ERROR,
        N_("Tệp quá lớn"),
        N_("Tệp vượt giới hạn cho phép ({what}: {size}, giới hạn {limit})."),
        N_("Chép số liệu sang một biểu mẫu mới của tỉnh (dán giá trị), lưu và gửi lại."),
    ),
    "FIL007": Rule(
        ERROR,
        N_("Tệp chứa khai báo DTD"),
        N_("Phần “{part}” trong tệp chứa khai báo DTD; Excel không bao giờ ghi như vậy."),
        N_("Không dùng tệp này. Điền lại vào biểu mẫu của tỉnh bằng Excel."),
    ),
    "FIL008": Rule(
        WARNING,
        N_("Tệp có macro"),
        N_("Tệp có chứa macro (mã lệnh)."),
        N_("Lưu dưới dạng “Excel Workbook (*.xlsx)” để bỏ macro, rồi gửi lại."),
    ),
    "FIL009": Rule(
        ERROR,
        N_("Loại bảng tính không hỗ trợ"),
        N_("Tệp là loại {kind}, không phải .xlsx."),
        N_("Mở tệp, chọn Lưu dưới dạng, kiểu “Excel Workbook (*.xlsx)”, rồi gửi tệp mới."),
    ),
    "FIL010": Rule(
        ERROR,
        N_("Tệp đang bị khóa"),
        N_("Không mở được tệp: có chương trình khác đang giữ, hoặc không có quyền đọc."),
        N_("Đóng tệp trong Excel rồi chạy lại."),
    ),
    "FIL011": Rule(
        ERROR,
        N_("Hai tệp cho một đơn vị"),
        N_("Đơn vị {unit_name} có hơn một tệp với nội dung khác nhau: {files}."),
        N_("Hỏi đơn vị tệp nào là bản cuối cùng, giữ lại một tệp."),
    ),
    "FIL012": Rule(
        WARNING,
        N_("Tên tệp không khớp nội dung"),
        N_("Tên tệp có mã đơn vị {named}, nhưng bên trong là biểu của {unit_name} ({unit})."),
        N_("Kiểm tra xem có gửi nhầm tệp không; nếu đúng thì đặt lại tên tệp."),
    ),
    "FIL013": Rule(
        INFO,
        N_("Tệp do chương trình khác ghi"),
        N_("Tệp được lưu bằng {program}, không phải Microsoft Excel."),
        N_("Không phải sửa; nếu số liệu hiện khác với bản gốc, mở lại bằng Excel và kiểm tra."),
    ),
    "FIL014": Rule(
        WARNING,
        N_("Cùng một nội dung gửi hai lần"),
        N_("Tệp này giống hệt tệp {other}; chỉ tính một lần."),
        N_("Xóa một trong hai tệp."),
    ),
    "FIL015": Rule(
        INFO,
        N_("Tệp không phải bảng tính"),
        N_("Trong thư mục có {count} tệp không phải bảng tính, không được đọc: {files}."),
        N_(
            "Nếu số liệu nằm trong các tệp đó, chép vào biểu mẫu của tỉnh và gửi lại; tài liệu kiểm chứng thì để nguyên."
        ),
    ),
}
