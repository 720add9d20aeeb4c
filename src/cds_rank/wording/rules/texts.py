"""TXT: rules about text."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, Rule

TXT: dict[str, Rule] = {
    "TXT007": Rule(
        ERROR,
        N_("Chữ quá dài"),
        N_("Ô “{column}” dài {length} ký tự, giới hạn {limit}."),
        N_("Rút gọn nội dung; tài liệu dài gửi kèm riêng."),
    ),
}
