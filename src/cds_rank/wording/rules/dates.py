"""DAT: rules about dates."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, WARNING, Rule

DAT: dict[str, Rule] = {
    "DAT001": Rule(
        ERROR,
        N_("Ngày tháng ở ô phải là số"),
        N_("Ô “{column}” ghi “{text}”, là ngày tháng chứ không phải con số."),
        N_("Bấm vào ô {cell}, gõ con số; ngày tháng ghi ở cột Tài liệu kiểm chứng."),
    ),
    "DAT003": Rule(
        WARNING,
        N_("Ngày không có thật"),
        N_("Ô “{column}” có ngày “{text}”, đọc theo ngày/tháng/năm thì không có ngày này."),
        N_("Bấm vào ô {cell}, sửa ngày theo thứ tự ngày/tháng/năm."),
        explainable=True,
    ),
    "DAT004": Rule(
        WARNING,
        N_("Tài liệu ký sau kỳ báo cáo"),
        N_("Tài liệu ghi ngày {text}, muộn hơn {limit}, quá xa kỳ {period}."),
        N_("Kiểm tra ngày ở ô {cell}; nếu đúng, ghi lý do ở cột Giải trình."),
        explainable=True,
    ),
}
