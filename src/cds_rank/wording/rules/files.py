"""FIL: rules about the file itself."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, INFO, WARNING, Rule

FIL: dict[str, Rule] = {
    "FIL001": Rule(
        ERROR,
        N_("Tệp rỗng"),
        N_("Tệp có 0 byte, không có nội dung."),
        N_("Mở lại tệp gốc trong Excel, bấm Ctrl+S rồi gửi lại."),
        cause=N_(
            "Máy mất điện, hết chỗ trên ổ đĩa hoặc đứt mạng khi đang lưu hay đang tải lên, nên chỉ còn lại tên tệp."
        ),
        example=N_("138_2022-Q4.xlsx nặng 0 byte → lưu lại từ Excel, tệp phải nặng vài chục KB"),
    ),
    "FIL002": Rule(
        ERROR,
        N_("Không phải bảng tính Excel"),
        N_("Nội dung tệp là {kind}, không phải bảng tính Excel (.xlsx)."),
        N_(
            "Mở biểu mẫu của tỉnh trong Excel, điền số liệu, rồi chọn Tệp › Lưu dưới dạng (File › Save As), kiểu “Excel Workbook (*.xlsx)”."
        ),
        cause=N_(
            "Văn bản Word, bản quét PDF hoặc trang web được đổi đuôi tên thành .xlsx; đổi tên không làm thành bảng tính."
        ),
        example=N_("Báo cáo.pdf đổi tên thành Báo cáo.xlsx → điền vào biểu mẫu và lưu từ Excel"),
    ),
    "FIL003": Rule(
        ERROR,
        N_("Định dạng Excel cũ (.xls)"),
        N_("Tệp ở định dạng Excel 97–2003 (.xls)."),
        N_(
            "Mở tệp trong Excel, chọn Tệp › Lưu dưới dạng (File › Save As), kiểu “Excel Workbook (*.xlsx)”, rồi gửi tệp mới."
        ),
        cause=N_("Máy dùng Excel 2003, hoặc Excel được đặt để lưu theo kiểu cũ cho máy khác mở được."),
        example=N_("SYT_2022-Q4.xls → SYT_2022-Q4.xlsx (lưu dưới dạng, không chỉ đổi tên)"),
    ),
    "FIL004": Rule(
        ERROR,
        N_("Tệp đặt mật khẩu"),
        N_("Tệp được bảo vệ bằng mật khẩu nên không đọc được."),
        N_(
            "Mở tệp, chọn Tệp › Thông tin › Bảo vệ sổ làm việc › Mã hóa bằng mật khẩu (File › Info › Protect Workbook › Encrypt with Password), xóa mật khẩu, lưu và gửi lại."
        ),
        cause=N_("Người lập đặt mật khẩu mở tệp để giữ kín số liệu khi gửi qua thư hoặc Zalo."),
        example=N_("Mở tệp phải nhập mật khẩu → bỏ mật khẩu, mở được ngay"),
    ),
    "FIL005": Rule(
        ERROR,
        N_("Tệp hỏng"),
        N_("Tệp hỏng hoặc bị cắt cụt, không đọc được phần “{part}”."),
        N_(
            "Mở tệp gốc trong Excel để kiểm tra, lưu lại và gửi lại; nếu gửi qua thư hoặc Zalo, hãy tải lên lại từ đầu."
        ),
        cause=N_(
            "Tệp chưa tải xong đã ngắt mạng, rút USB khi đang chép, hoặc phần mềm diệt vi-rút cắt mất một phần."
        ),
        example=N_("Tệp gốc 48 KB, tệp nhận được 16 KB → tải lên lại cho đủ 48 KB"),
    ),
    "FIL006": Rule(
        ERROR,
        N_("Tệp quá lớn"),
        N_("Tệp vượt giới hạn cho phép ({what}: {size}, giới hạn {limit})."),
        N_(
            "Chép số liệu sang một biểu mẫu mới của tỉnh, dán bằng Dán đặc biệt › Giá trị (Paste Special › Values), lưu và gửi lại."
        ),
        cause=N_(
            "Dán ảnh chụp văn bản, cả bảng dữ liệu lớn hoặc định dạng của hàng vạn hàng trống vào biểu mẫu."
        ),
        example=N_("Tệp 120 MB vì dán 40 ảnh chụp quyết định → biểu mẫu khoảng 50 KB, ảnh gửi kèm riêng"),
    ),
    "FIL007": Rule(
        ERROR,
        N_("Tệp chứa mã lạ (DTD)"),
        N_("Phần “{part}” của tệp chứa khai báo DTD mà Excel không bao giờ ghi; tệp có thể gây hại."),
        N_("Không dùng tệp này. Điền lại vào biểu mẫu của tỉnh bằng Excel."),
        cause=N_(
            "Tệp được lập bằng phần mềm lạ, hoặc bị người khác chèn mã vào bên trong; không phải lỗi khi nhập số liệu."
        ),
        example=N_("Tệp tải từ một trang không rõ nguồn → dùng biểu mẫu do tỉnh gửi"),
    ),
    "FIL008": Rule(
        WARNING,
        N_("Tệp có macro"),
        N_("Tệp có chứa macro (mã lệnh)."),
        N_(
            "Chọn Tệp › Lưu dưới dạng (File › Save As), kiểu “Excel Workbook (*.xlsx)” để bỏ macro, rồi gửi lại."
        ),
        cause=N_(
            "Chép biểu mẫu vào một tệp .xlsm của cơ quan, hoặc máy nhiễm vi-rút macro nên tệp nào lưu cũng có macro."
        ),
        example=N_("STC_2022-Q4.xlsm có macro đọc số thành chữ → STC_2022-Q4.xlsx"),
    ),
    "FIL009": Rule(
        ERROR,
        N_("Loại bảng tính không hỗ trợ"),
        N_("Tệp là loại {kind}, không phải .xlsx."),
        N_(
            "Mở tệp, chọn Tệp › Lưu dưới dạng (File › Save As), kiểu “Excel Workbook (*.xlsx)”, rồi gửi tệp mới."
        ),
        cause=N_(
            "Lưu bằng LibreOffice theo kiểu mặc định .ods, hoặc lưu trong Excel theo kiểu .xlsb cho nhẹ."
        ),
        example=N_("SGTVT.ods → SGTVT.xlsx"),
    ),
    "FIL010": Rule(
        ERROR,
        N_("Tệp đang bị khóa"),
        N_("Không mở được tệp: có chương trình khác đang giữ, hoặc không có quyền đọc."),
        N_("Đóng tệp trong Excel rồi chạy lại."),
        cause=N_(
            "Tệp đang mở trong Excel trên máy này hay máy khác cùng mạng, hoặc đang được đồng bộ lên OneDrive, Google Drive."
        ),
        example=N_("Trong thư mục còn tệp ~$SYT.xlsx, tức là SYT.xlsx đang mở → đóng Excel rồi chạy lại"),
    ),
    "FIL011": Rule(
        ERROR,
        N_("Hai tệp cho một đơn vị"),
        N_("Đơn vị {unit_name} có hơn một tệp, không giống hệt nhau: {files}."),
        N_("Hỏi đơn vị tệp nào là bản cuối cùng, giữ lại một tệp."),
        cause=N_("Đơn vị gửi bản sửa mà người nhận vẫn giữ bản cũ, hoặc hai phòng của một đơn vị cùng gửi."),
        example=N_("138.xlsx và “138 (sửa).xlsx” cùng là huyện Trấn Yên → giữ bản cuối cùng"),
    ),
    "FIL012": Rule(
        WARNING,
        N_("Tên tệp không khớp nội dung"),
        N_("Tên tệp có mã đơn vị {named}, nhưng bên trong là biểu của {unit_name} ({unit})."),
        N_("Kiểm tra xem có gửi nhầm tệp không; nếu đúng thì đặt lại tên tệp."),
        cause=N_("Lấy tệp của đơn vị khác làm mẫu, hoặc gửi nhầm tệp đang mở sẵn."),
        example=N_(
            "138_2022-Q4.xlsx nhưng bên trong là biểu của huyện Văn Yên (136) → gửi đúng tệp của huyện Trấn Yên"
        ),
    ),
    "FIL013": Rule(
        INFO,
        N_("Tệp do chương trình khác ghi"),
        N_("Tệp được lưu bằng {program}, không phải Microsoft Excel."),
        N_("Không phải sửa; nếu số liệu hiện khác với bản gốc thì mở lại bằng Excel và kiểm tra."),
        cause=N_("Cơ quan dùng LibreOffice, WPS Office hoặc Google Trang tính thay cho Excel."),
        example=N_("Tệp lưu bằng WPS Office → dùng được, chỉ nên kiểm tra lại số lẻ"),
    ),
    "FIL014": Rule(
        WARNING,
        N_("Cùng một nội dung gửi hai lần"),
        N_("Tệp này giống hệt tệp {other}; chỉ tính một lần."),
        N_("Xóa một trong hai tệp."),
        cause=N_("Gửi lại cùng một tệp qua thư và Zalo, hoặc máy nhận lưu thêm một bản có số ở đuôi tên."),
        example=N_("SYT.xlsx và “SYT (1).xlsx” giống hệt nhau → giữ SYT.xlsx"),
    ),
    "FIL015": Rule(
        INFO,
        N_("Tệp không phải bảng tính"),
        N_("Trong thư mục có {count} tệp không phải bảng tính, không được đọc: {files}."),
        N_(
            "Nếu số liệu nằm trong các tệp đó, chép sang biểu mẫu của tỉnh và gửi lại; nếu là tài liệu kiểm chứng thì để nguyên."
        ),
        cause=N_("Đơn vị gửi kèm công văn, bản quét có dấu hoặc tài liệu kiểm chứng trong cùng thư mục."),
        example=N_("Chỉ gửi “BC 125.pdf” bản quét có dấu → gửi thêm biểu mẫu .xlsx đã điền"),
    ),
}
