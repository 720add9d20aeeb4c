"""PCT: rules about percentages."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, WARNING, Rule

PCT: dict[str, Rule] = {
    "PCT001": Rule(
        WARNING,
        N_("Lẫn hai cách ghi phần trăm"),
        N_(
            "Ô “{column}” ghi {text} và hiện có dấu %, trong khi các ô khác của cột gõ theo thang 0–100; được hiểu là {value}."
        ),
        N_(
            "Chọn ô {cell}, đổi định dạng ô thành Số (Number), rồi gõ lại {value}; nếu Excel không cho, trước hết chọn Xem lại › Bỏ bảo vệ trang tính (Review › Unprotect Sheet)."
        ),
        cause=N_("Một số ô được gõ kèm dấu % hoặc dán từ bảng có định dạng %, các ô còn lại gõ số thường."),
        example=N_("Ô F12 hiện 95%, ô F13 hiện 80 → F12 gõ 95, không có dấu %"),
        mendable=True,
    ),
    "PCT002": Rule(
        WARNING,
        N_("Có thể nhầm thang phần trăm"),
        N_("Ô “{column}” ghi {number}; cột này tính theo thang 0–100, có phải {suggested} không?"),
        N_("Nếu đúng là {suggested} %, gõ lại {suggested}; nếu không, ghi rõ ở cột Giải trình."),
        cause=N_("Chép kết quả phép chia (0,95) mà quên nhân với 100."),
        example=N_("Ô F12 ghi 0,95 → gõ 95"),
        explainable=True,
    ),
    "PCT003": Rule(
        WARNING,
        N_("Dấu % gõ dưới dạng chữ"),
        N_("Ô “{column}” ghi chữ “{text}”, được hiểu là {value}."),
        N_("Bấm vào ô {cell}, gõ lại {value} (không gõ dấu %), nhấn Enter."),
        cause=N_("Số kèm dấu % được chép từ Word hoặc gõ vào ô kiểu Văn bản (Text), nên cả ô là chữ."),
        example=N_("Ô F12 ghi chữ “95,29%” → gõ 95,29"),
        mendable=True,
    ),
    "PCT004": Rule(
        ERROR,
        N_("Phần trăm ở ô không phải phần trăm"),
        N_("Ô “{column}” ghi dưới dạng phần trăm ({text}) trong khi phải là số lượng."),
        N_(
            "Chọn ô {cell}, đổi định dạng ô thành Số (Number), rồi gõ lại số lượng; nếu Excel không cho, trước hết chọn Xem lại › Bỏ bảo vệ trang tính (Review › Unprotect Sheet)."
        ),
        cause=N_("Ghi tỷ lệ vào ô hỏi số lượng, hoặc dán từ một ô có định dạng %."),
        example=N_("Ô D12 (Tử số) ghi 90% → gõ 45, là số hồ sơ đã giải quyết"),
    ),
}
