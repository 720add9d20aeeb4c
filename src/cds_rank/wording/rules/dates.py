"""DAT: rules about dates."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, WARNING, Rule

DAT: dict[str, Rule] = {
    "DAT001": Rule(
        ERROR,
        N_("Ngày tháng ở ô phải là số"),
        N_("Ô “{column}” ghi “{text}”, là ngày tháng chứ không phải con số."),
        N_("Bấm vào ô {cell}, gõ con số; ngày tháng của văn bản ghi ở cột Tài liệu kiểm chứng."),
        cause=N_("Ghi ngày hoàn thành vào ô hỏi số lượng, hoặc ghi tháng và năm (10/2022) thay cho con số."),
        example=N_("Ô D12 ghi “15/12/2022” → gõ 1, ghi ngày 15/12/2022 ở cột Tài liệu kiểm chứng"),
    ),
    "DAT003": Rule(
        WARNING,
        N_("Ngày không có thật"),
        N_("Ô “{column}” có ngày “{text}”, đọc theo ngày/tháng/năm thì không có ngày này."),
        N_("Bấm vào ô {cell}, sửa ngày theo thứ tự ngày/tháng/năm."),
        cause=N_("Gõ nhầm số ngày, hoặc chép ngày viết theo kiểu Mỹ (tháng trước, ngày sau)."),
        example=N_("QĐ 125/QĐ-UBND ngày 31/11/2022 → ngày 30/11/2022"),
        explainable=True,
    ),
    "DAT004": Rule(
        WARNING,
        N_("Tài liệu ký sau kỳ báo cáo"),
        N_("Tài liệu ghi ngày {text}, ký quá muộn so với kỳ {period} (muộn nhất là {limit})."),
        N_("Nếu gõ nhầm thì sửa ngày ở ô {cell}; nếu đúng, ghi lý do ở cột Giải trình."),
        cause=N_("Gõ nhầm năm khi sang năm mới, hoặc nêu văn bản của kỳ sau để chứng minh cho kỳ này."),
        example=N_("Kỳ 2022-Q4 nêu báo cáo ngày 15/12/2023 → 15/12/2022"),
        explainable=True,
    ),
}
