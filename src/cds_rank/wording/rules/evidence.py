"""EVD: rules about evidence and explanations."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import WARNING, Rule

EVD: dict[str, Rule] = {
    "EVD001": Rule(
        WARNING,
        N_("Thiếu tài liệu kiểm chứng"),
        N_("Có số liệu nhưng chưa nêu tài liệu kiểm chứng."),
        N_("Ghi số, ký hiệu, ngày và trích yếu của tài liệu vào ô {cell}."),
    ),
}
