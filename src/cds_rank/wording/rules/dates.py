"""DAT: rules about dates."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import Rule

DAT: dict[str, Rule] = {

}
