"""HDR: rules about column headings."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, Rule

HDR: dict[str, Rule] = {
    "HDR001": Rule(
        ERROR,
        N_("Thiếu cột"),
        N_("Bảng số liệu thiếu cột “{column}”."),
        N_("Lấy lại biểu mẫu và chép số liệu sang; không xóa hay đổi tên cột."),
    ),
    "HDR002": Rule(
        ERROR,
        N_("Cột lặp lại"),
        N_("Cột “{column}” có hai lần: {cells}."),
        N_("Xóa cột thừa, hoặc lấy lại biểu mẫu và chép số liệu sang."),
    ),
}
