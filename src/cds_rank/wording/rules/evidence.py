"""EVD: rules about evidence and explanations."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import WARNING, Rule

EVD: dict[str, Rule] = {
    "EVD001": Rule(
        WARNING,
        N_("Thiếu tài liệu kiểm chứng"),
        N_("Có số liệu nhưng chưa nêu tài liệu kiểm chứng."),
        N_(
            "Ghi số, ký hiệu, ngày và trích yếu của tài liệu vào ô {cell}; nếu không có tài liệu, ghi lý do ở cột Giải trình."
        ),
        cause=N_("Điền số liệu trước, định bổ sung văn bản sau rồi quên."),
        example=N_(
            "Ô H12 để trống → “Báo cáo 125/BC-STTTT ngày 15/12/2022 về kết quả dịch vụ công trực tuyến”"
        ),
        explainable=True,
    ),
    "EVD002": Rule(
        WARNING,
        N_("Giải trình không có nội dung"),
        N_("Giải trình “{text}” không nêu nguyên nhân, nên cảnh báo của hàng vẫn còn."),
        N_("Ghi rõ vì sao số liệu đúng (sự việc, thời gian, văn bản) vào ô {cell}, hoặc sửa số liệu."),
        cause=N_("Ghi cho có, như “đã kiểm tra”, “số liệu đúng”, để qua bước kiểm tra."),
        example=N_(
            "“Số liệu đúng” → “Tăng vì từ 10/2022 có thêm 12 xã nộp hồ sơ trực tuyến (CV 88/UBND-VX)”"
        ),
    ),
    "EVD003": Rule(
        WARNING,
        N_("Đường dẫn hỏng"),
        N_("Đường dẫn “{text}” viết sai nên không mở được."),
        N_("Mở trang đó trong trình duyệt, chép cả dòng địa chỉ rồi dán vào ô {cell}."),
        cause=N_("Gõ tay địa chỉ, chép thiếu, hoặc xuống dòng ở giữa đường dẫn."),
        example=N_("“http:/yenbai.gov.vn/vb125” → “https://yenbai.gov.vn/vb125”"),
        explainable=True,
    ),
}
