"""CEL: rules about cells."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, WARNING, Rule

CEL: dict[str, Rule] = {
    "CEL001": Rule(
        ERROR,
        N_("Công thức chưa tính"),
        N_("Ô “{column}” có công thức nhưng chưa có kết quả."),
        N_(
            "Mở tệp bằng Excel, đợi tính xong, bấm Ctrl+S rồi gửi lại; tốt nhất là gõ thẳng con số vào ô {cell}."
        ),
        cause=N_("Tệp do phần mềm khác xuất ra, hoặc lưu khi Excel đang đặt ở chế độ tính thủ công."),
        example=N_("Ô D12 có =SUM(D20:D31) nhưng chưa có kết quả → gõ 340"),
    ),
    "CEL002": Rule(
        ERROR,
        N_("Ô báo lỗi"),
        N_("Ô “{column}” đang báo lỗi {text}{formula}."),
        N_("Bấm vào ô {cell}, xóa công thức và gõ lại con số."),
        cause=N_("Công thức chia cho ô trống, hoặc trỏ tới hàng, trang hay tệp đã bị xóa."),
        example=N_("Ô D12 hiện #REF! vì đã xóa trang “nháp” → gõ 25"),
    ),
    "CEL003": Rule(
        WARNING,
        N_("Công thức ở ô phải gõ số"),
        N_("Ô “{column}” là công thức {formula}; đang dùng kết quả của nó."),
        N_(
            "Chọn ô {cell}, bấm Ctrl+C, rồi chọn Dán đặc biệt › Giá trị (Paste Special › Values); hoặc ghi cách tính ở cột Giải trình."
        ),
        cause=N_("Cộng số của các xã ngay trong ô, hoặc kéo công thức từ hàng khác xuống."),
        example=N_("Ô D12 là =45+30+27 → gõ 102"),
        explainable=True,
    ),
    "CEL004": Rule(
        WARNING,
        N_("Công thức của biểu mẫu bị gõ đè"),
        N_(
            "Ô “{column}” vốn là công thức của biểu mẫu, nay bị gõ đè bằng con số; tử số và mẫu số vẫn được dùng."
        ),
        N_(
            "Chép ô {cell} từ biểu mẫu gốc rồi dán đè vào ô {cell} của tệp này để lấy lại công thức. Nếu ô bị khóa: Xem lại › Bỏ bảo vệ trang tính (Review › Unprotect Sheet), không cần mật khẩu."
        ),
        cause=N_("Gõ tỷ lệ đã tính sẵn vào cột Giá trị, hoặc dán cả hàng thành giá trị."),
        example=N_("Ô F12 ghi 95,29 → công thức của biểu mẫu, tính từ D12 và E12"),
        explainable=True,
    ),
    "CEL005": Rule(
        ERROR,
        N_("Ô bị gộp"),
        N_("Ô “{column}” nằm trong một vùng ô bị gộp nên không rõ số liệu thuộc chỉ tiêu nào."),
        N_(
            "Chọn ô {cell}, bấm Trang đầu › Gộp và căn giữa (Home › Merge & Center) để bỏ gộp, rồi gõ lại từng ô trong vùng đó. Nếu ô bị khóa: Xem lại › Bỏ bảo vệ trang tính (Review › Unprotect Sheet), không cần mật khẩu."
        ),
        cause=N_("Gộp ô để ghi một số chung cho nhiều chỉ tiêu, hoặc dán bảng có ô gộp từ Word."),
        example=N_("Gộp D12:D14 ghi 30 → D12 ghi 10, D13 ghi 15, D14 ghi 5"),
    ),
    "CEL006": Rule(
        ERROR,
        N_("Công thức lấy số từ tệp khác"),
        N_("Ô “{column}” lấy số từ tệp khác: {formula}; tệp đó không gửi kèm nên không kiểm tra được."),
        N_("Bấm vào ô {cell}, gõ thẳng con số."),
        cause=N_("Gõ dấu = rồi bấm sang ô của sổ theo dõi đang mở, hoặc chép ô từ sổ đó sang."),
        example=N_("Ô D12 là =[Theodoi.xlsx]Q4!C5 → gõ 340"),
    ),
    "CEL007": Rule(
        WARNING,
        N_("Giá trị khác tử số chia mẫu số"),
        N_(
            "Ô “{column}” ghi {text}, trong khi tử số và mẫu số cho {computed}; điểm tính theo tử số và mẫu số."
        ),
        N_("Kiểm tra tử số và mẫu số; không gõ đè lên công thức ở cột Giá trị."),
        cause=N_("Gõ đè tỷ lệ của kỳ trước, làm tròn khác, hoặc sửa tử số sau khi đã gõ tỷ lệ."),
        example=N_("D12 là 45, E12 là 50, F12 gõ 95 → F12 phải là 90"),
        explainable=True,
    ),
    "CEL008": Rule(
        ERROR,
        N_("Nội dung khóa bị sửa"),
        N_("Ô “{column}” bị sửa thành “{text}”; biểu mẫu ghi “{wanted}”."),
        N_(
            "Mở biểu mẫu tỉnh gửi cho đơn vị, chép ô {cell} rồi dán vào ô {cell} của tệp này, hoặc gõ lại đúng như vậy. Nếu ô bị khóa: Xem lại › Bỏ bảo vệ trang tính (Review › Unprotect Sheet), không cần mật khẩu."
        ),
        cause=N_("Bỏ khóa trang rồi sửa tên chỉ tiêu hoặc đơn vị tính theo cách hiểu của đơn vị."),
        example=N_("Ô C12 sửa “%” thành “hồ sơ” → “%”"),
    ),
}
