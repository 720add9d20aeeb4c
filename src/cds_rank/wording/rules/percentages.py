"""PCT: rules about percentages."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, WARNING, Rule

PCT: dict[str, Rule] = {
    "PCT001": Rule(
        WARNING,
        N_("Lẫn hai cách ghi phần trăm"),
        N_(
            "Ô “{column}” ghi {text} và hiện theo định dạng %, trong khi các ô khác của cột gõ theo thang 0–100; được hiểu là {value}."
        ),
        N_("Chọn ô {cell}, đổi định dạng thành Number, rồi gõ lại {value}."),
        mendable=True,
    ),
    "PCT002": Rule(
        WARNING,
        N_("Có thể nhầm thang phần trăm"),
        N_("Ô “{column}” ghi {number}; cột này tính theo thang 0–100, có phải {suggested} không?"),
        N_("Nếu đúng là {suggested} %, gõ lại {suggested}; nếu không, ghi rõ ở cột Giải trình."),
        explainable=True,
    ),
    "PCT003": Rule(
        WARNING,
        N_("Dấu % gõ dưới dạng chữ"),
        N_("Ô “{column}” ghi chữ “{text}”, được hiểu là {value}."),
        N_("Bấm vào ô {cell}, gõ lại {value} (không gõ dấu %), nhấn Enter."),
        mendable=True,
    ),
    "PCT004": Rule(
        ERROR,
        N_("Phần trăm ở ô không phải phần trăm"),
        N_("Ô “{column}” ghi dưới dạng phần trăm ({text}) trong khi phải là số lượng."),
        N_("Chọn ô {cell}, đổi định dạng thành Number, rồi gõ lại số lượng."),
    ),
}
