"""CEL: rules about cells."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, WARNING, Rule

CEL: dict[str, Rule] = {
    "CEL001": Rule(
        ERROR,
        N_("Công thức chưa tính"),
        N_("Ô “{column}” có công thức nhưng chưa có kết quả."),
        N_("Mở tệp bằng Excel, đợi tính xong, bấm Ctrl+S rồi gửi lại; tốt nhất là gõ thẳng con số."),
    ),
    "CEL002": Rule(
        ERROR,
        N_("Ô báo lỗi"),
        N_("Ô “{column}” đang báo lỗi {text}{formula}."),
        N_("Bấm vào ô, xóa công thức và gõ lại con số."),
    ),
    "CEL003": Rule(
        WARNING,
        N_("Công thức ở ô phải gõ số"),
        N_("Ô “{column}” là công thức {formula}; đang dùng kết quả của nó."),
        N_(
            "Chọn ô {cell}, bấm Ctrl+C, rồi Dán đặc biệt › Giá trị (Paste Special › Values); hoặc ghi cách tính ở cột Giải trình."
        ),
        explainable=True,
    ),
    "CEL004": Rule(
        WARNING,
        N_("Công thức của biểu mẫu bị gõ đè"),
        N_(
            "Ô “{column}” của biểu mẫu là công thức, nay bị gõ đè bằng con số; tử số và mẫu số vẫn được dùng."
        ),
        N_(
            "Chọn ô {cell}, xóa con số rồi bấm Ctrl+Z nhiều lần để lấy lại công thức, hoặc chép công thức từ biểu mẫu gốc."
        ),
        explainable=True,
    ),
    "CEL005": Rule(
        ERROR,
        N_("Ô bị gộp"),
        N_("Ô “{column}” nằm trong một vùng ô bị gộp nên không rõ số liệu thuộc chỉ tiêu nào."),
        N_("Chọn vùng ô đó, bấm Merge & Center để bỏ gộp, rồi điền lại từng hàng."),
    ),
    "CEL006": Rule(
        ERROR,
        N_("Công thức lấy số từ tệp khác"),
        N_("Ô “{column}” lấy số từ tệp khác: {formula}; người nhận không kiểm tra được."),
        N_("Chọn ô {cell}, gõ thẳng con số."),
    ),
    "CEL007": Rule(
        WARNING,
        N_("Giá trị khác tử số chia mẫu số"),
        N_(
            "Ô “{column}” ghi {text}, trong khi tử số và mẫu số cho {computed}; điểm tính theo tử số và mẫu số."
        ),
        N_("Kiểm tra tử số và mẫu số; không gõ đè lên công thức ở cột Giá trị."),
        explainable=True,
    ),
    "CEL008": Rule(
        ERROR,
        N_("Nội dung khóa bị sửa"),
        N_("Ô “{column}” bị sửa thành “{text}”; biểu mẫu ghi “{wanted}”."),
        N_("Trả lại đúng nội dung của biểu mẫu: bấm Ctrl+Z, hoặc chép từ biểu mẫu gốc."),
    ),
}
