"""The catalogue of rules: each code's severity and its wording; a code is stable and never reused."""

from collections.abc import Mapping

from cds_rank.wording.rules.cells import CEL
from cds_rank.wording.rules.dates import DAT
from cds_rank.wording.rules.definitions import SET
from cds_rank.wording.rules.evidence import EVD
from cds_rank.wording.rules.files import FIL
from cds_rank.wording.rules.headings import HDR
from cds_rank.wording.rules.identity import KEY
from cds_rank.wording.rules.numbers import NUM
from cds_rank.wording.rules.percentages import PCT
from cds_rank.wording.rules.program import SYS
from cds_rank.wording.rules.reviews import REV
from cds_rank.wording.rules.rule import Rule
from cds_rank.wording.rules.sheets import SHT
from cds_rank.wording.rules.texts import TXT
from cds_rank.wording.rules.values import VAL
from cds_rank.wording.rules.workbooks import WBK

__all__ = ["FAMILIES", "RULES", "Rule"]

FAMILIES: Mapping[str, Mapping[str, Rule]] = {
    "FIL": FIL,
    "WBK": WBK,
    "SHT": SHT,
    "HDR": HDR,
    "CEL": CEL,
    "NUM": NUM,
    "PCT": PCT,
    "DAT": DAT,
    "TXT": TXT,
    "KEY": KEY,
    "VAL": VAL,
    "EVD": EVD,
    "REV": REV,
    "SET": SET,
    "SYS": SYS,
}
"""The families in the order of the documentation: from the file as a whole down to a cell, then definitions."""

RULES: Mapping[str, Rule] = {code: rule for family in FAMILIES.values() for code, rule in family.items()}
