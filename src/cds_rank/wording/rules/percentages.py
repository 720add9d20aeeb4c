"""PCT: rules about percentages."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, WARNING, Rule

PCT: dict[str, Rule] = {
    "PCT002": Rule(
        WARNING,
        N_("Có thể nhầm thang phần trăm"),
        N_("Ô “{column}” ghi {text}; cột này tính theo thang 0–100, có phải {suggestion} không?"),
        N_("Nếu đúng là {suggestion} %, gõ lại {suggestion}; nếu không, ghi rõ ở cột Giải trình."),
    ),
    "PCT003": Rule(
        WARNING,
        N_("Dấu % gõ dưới dạng chữ"),
        N_("Ô “{column}” ghi chữ “{text}”, được hiểu là {value}."),
        N_("Bấm vào ô {cell}, gõ lại {value} (không gõ dấu %), nhấn Enter."),
    ),
    "PCT004": Rule(
        ERROR,
        N_("Phần trăm ở ô không phải phần trăm"),
        N_("Ô “{column}” ghi dưới dạng phần trăm ({text}) trong khi phải là số lượng."),
        N_("Chọn ô {cell}, đổi định dạng thành Number, rồi gõ lại số lượng."),
    ),
}
