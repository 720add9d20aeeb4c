"""EVD: rules about evidence and explanations."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import WARNING, Rule

EVD: dict[str, Rule] = {
    "EVD001": Rule(
        WARNING,
        N_("Thiếu tài liệu kiểm chứng"),
        N_("Có số liệu nhưng chưa nêu tài liệu kiểm chứng."),
        N_("Ghi số, ký hiệu, ngày và trích yếu của tài liệu vào ô {cell}."),
        explainable=True,
    ),
    "EVD002": Rule(
        WARNING,
        N_("Giải trình không có nội dung"),
        N_("Giải trình “{text}” không nêu nguyên nhân, nên cảnh báo của hàng vẫn còn."),
        N_("Ghi rõ vì sao số liệu đúng (sự việc, thời gian, văn bản) vào ô {cell}, hoặc sửa số liệu."),
    ),
    "EVD003": Rule(
        WARNING,
        N_("Đường dẫn hỏng"),
        N_("Đường dẫn “{text}” viết không đúng, không mở được."),
        N_("Chép lại đường dẫn đầy đủ từ trình duyệt vào ô {cell}."),
        explainable=True,
    ),
}
