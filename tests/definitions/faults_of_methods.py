"""What a set may not say of its rules, conditions, means and tiers; and what looks like it and is allowed.

Each is a change of the small set in `marked.py`: what is replaced, by what; ⟦ marks where the problem is.
"""

Fault = tuple[str, str, dict[str, str], str, str]

STEPS_OF_C = """\
    rule:
      kind: steps
      steps:
        - {at_least: 4, share: 1}
        - {at_least: 2, share: 50%}
"""
GOALPOSTS = "{kind: goalposts, lower: 10, upper: 20}"
END_OF_D = """\
    rule: {kind: goalposts, lower: 10, upper: 20}
    max_points: 5
    groups: [so, huyen]
    status: confirmed
    source: QĐ
"""
TOTAL = """\
  aggregation: sum
  members:
    - node: P
    - node: C
    - node: D
  max_points: {so: 40}
"""
MEMBERS_OF_K = "      aggregation: sum\n      members:\n        - node: A\n        - node: C\n"
RANK_ON = "  rank_on: exact\n"
EXTRA = "  extra_points: {above_maximum: cut, below_zero: cut}\n"
LEAF = (
    "name: {vi: Thêm, en: More}, unit_of_measure: {vi: Có/Không, en: yes/no}, status: confirmed, source: QĐ, "
)


def leaf(code: str, rule: str = "yes_no", given: str = "yes_no", points: int = 5, **more: str) -> str:
    """Write one more indicator on a line; groups so and huyen, higher is better unless `more` says otherwise."""
    parts = {"direction": "higher_is_better", "groups": "[so, huyen]"} | more
    rest = ", ".join(f"{key}: {value}" for key, value in parts.items())
    return f"{{code: {code}, {LEAF}input: {given}, rule: {{kind: {rule}}}, max_points: {points}, {rest}}}"


def leaves(*written: str) -> str:
    return "".join(f"  - {one}\n" for one in written) + "composites:\n"


def brackets(*written: str, outside: str = "", **limits: int) -> str:
    """Put brackets in the place of C's steps; a bracket that brings its own mark keeps it."""
    lines = "".join(f"        - {'⟦' if '⟦' in one else ''}{{{one.replace('⟦', '')}}}\n" for one in written)
    within = ", ".join(f"{key}: {value}" for key, value in limits.items())
    bounded = f"    limits: {{{within}}}\n" if limits else ""
    beyond = f"      outside: {outside}\n" if outside else ""
    return f"{bounded}    rule:\n      kind: brackets\n{beyond}      brackets:\n{lines}"


def knots(*written: str) -> str:
    return "    rule:\n      kind: piecewise\n      knots:\n" + "".join(
        f"        - {one}\n" for one in written
    )


def of_d(more: str, rule: str = GOALPOSTS) -> str:
    return END_OF_D.replace(GOALPOSTS, rule) + f"    {more}\n"


def mean(aggregation: str, *members: str, more: str = "") -> str:
    listed = "".join(f"    - {member}\n" for member in members)
    return f"  aggregation: {aggregation}\n{more}  members:\n{listed}  weights_total: {len(members)}\n"


def imputing(codes: str, by: str = "group_median") -> str:
    return (
        f"{RANK_ON}  imputations:\n    - {{indicators: [{codes}], by: {by}, status: confirmed, source: QĐ}}\n"
    )


def survey(node: str, *nodes: str) -> str:
    lines = "".join(f"    - {{node: {one}, status: confirmed, source: QĐ}}\n" for one in (node, *nodes))
    return f"{RANK_ON}  surveys:\n{lines}"


def tier(code: str = "dat", more: str = "", mandatory: str = "[A, C]", groups: str = "[so, huyen]") -> str:
    return (
        f"    - {{code: {code}, name: {{vi: Đạt, en: Met}}, groups: {groups}, mandatory: {mandatory}, "
        f"status: confirmed, source: HD{more}}}\n"
    )


def recognition(*tiers: str, more: str = "") -> str:
    head = "recognition:\n  met_from: 1\n  rounding: up\n  inapplicable: leaves\n" + more
    return f"{head}  tiers:\n{''.join(tiers)}method:\n"


def group_levels(*bands: str) -> str:
    lines = "".join(f"        - {band}\n" for band in bands)
    return f"""\
    name: {{vi: Huyện, en: Districts}}
    levels:
      status: confirmed
      source: QĐ
      bands:
{lines}"""


HUYEN = "    name: {vi: Huyện, en: Districts}\n"
HIGH, LOW = "{code: g, name: {vi: Giỏi, en: Good}", "{code: k, name: {vi: Kém, en: Poor}}"
MIDDLE = "{code: v, name: {vi: Vừa, en: Middle}"
BONUS = leaf("X", effect="bonus")
DEDUCTION = leaf("Y", effect="deduction", direction="lower_is_better")
QUESTION = leaf("Q")


def extra_branch(code: str, *children: str, more: str = "") -> str:
    listed = "".join(f"      - {child}\n" for child in children)
    return (
        f"  - code: {code}\n    name: {{vi: Cộng trừ, en: Extra}}\n{more}    children:\n{listed}composites:\n"
    )


FAULTS_OF_METHODS: list[Fault] = [
    # --- brackets and knots
    ("brackets that overlap", "SET022", {"lower": "50", "upper": "50"}, STEPS_OF_C,
     brackets("at_most: 50, share: 0", "⟦at_least: 50, share: 1")),
    ("brackets from high to low", "SET022", {}, STEPS_OF_C,
     brackets("above: 50, share: 1", "⟦at_most: 50, share: 0")),
    ("brackets with a gap", "SET023", {"lower": "50", "upper": "49"}, STEPS_OF_C,
     brackets("at_most: 49, share: 0", "⟦at_least: 50, share: 1")),
    ("brackets that leave out one value", "SET023", {"lower": "50", "upper": "50"}, STEPS_OF_C,
     brackets("below: 50, share: 0", "⟦above: 50, share: 1")),
    ("a bracket turned round", "SET008", {"lower": "50", "upper": "10"}, STEPS_OF_C,
     brackets("⟦at_least: 50, at_most: 10, share: 0", outside="0")),
    ("an empty bracket", "SET008", {"lower": "50", "upper": "50"}, STEPS_OF_C,
     brackets("⟦at_least: 50, below: 50, share: 0", outside="0")),
    ("a bracket with two lower bounds", "SET016", {"given": "at_least, above"}, STEPS_OF_C,
     brackets("⟦at_least: 50, above: 40, share: 0", outside="0")),
    ("brackets that end below what may be typed", "SET038", {"bound": "100", "field": "maximum"}, STEPS_OF_C,
     brackets("below: 50, share: 0", "⟦at_least: 50, at_most: 100, share: 1")),
    ("brackets that begin above what may be typed", "SET038", {"bound": "1", "field": "minimum"}, STEPS_OF_C,
     brackets("⟦at_least: 1, share: 1", minimum=0)),
    ("knots out of order", "SET018", {"bound": "5", "share": "1"}, STEPS_OF_C,
     knots("{value: 10, share: 0}", "⟦{value: 5, share: 1}")),
    ("two knots at one value", "SET018", {"bound": "10"}, STEPS_OF_C,
     knots("{value: 10, share: 0}", "⟦{value: 10, share: 1}")),
    ("knots that fall where more is better", "SET018", {"bound": "10", "share": "0"}, STEPS_OF_C,
     knots("{value: 5, share: 1}", "⟦{value: 10, share: 0}")),
    ("knots that rise where less is better", "SET018", {"bound": "10", "share": "1"}, GOALPOSTS,
     "{kind: piecewise, knots: [{value: 5, share: 0}, ⟦{value: 10, share: 1}]}"),
    ("a floor above the ceiling", "SET008", {"lower": "90", "upper": "50"}, STEPS_OF_C,
     "    rule: {kind: proportional, ⟦floor: 90, ceiling: 50}\n"),
    ("a ceiling above the floor where less is better", "SET008", {"lower": "90", "upper": "50"}, GOALPOSTS,
     "{kind: proportional, floor: 50, ⟦ceiling: 90}"),
    # --- bonus and deductions
    ("a bonus and nothing said of the scale", "SET024", {"field": "extra_points"}, "composites:\n", leaves(BONUS)),
    ("a limit on bonus and deduction at once", "SET025", {"code": "E"}, "composites:\n",
     extra_branch("E", BONUS, DEDUCTION, more="    at_most: ⟦3\n")),
    ("a limit on plain points", "SET025", {"code": "P"}, "    max_points: {so: 30, huyen: 10}\n",
     "    max_points: {so: 30, huyen: 10}\n    at_most: ⟦3\n"),
    ("a mean over a bonus", "SET026", {"code": "E", "aggregation": "geometric"}, "composites:\n",
     extra_branch("E", QUESTION, BONUS, more="    aggregation: ⟦geometric\n")),
    ("the best of a deduction", "SET026", {"code": "E", "aggregation": "best"}, "composites:\n",
     extra_branch("E", QUESTION, DEDUCTION, more="    aggregation: ⟦best\n")),
    ("a deduction that counts what is good", "SET037", {"code": "Y"}, "composites:\n",
     leaves(leaf("Y", "capped_count, points_each: 1", "count", effect="deduction", direction="⟦higher_is_better"))),
    # --- means
    ("a lowest share of a sum", "SET027", {"field": "lowest_share", "aggregation": "sum"}, TOTAL,
     TOTAL + "  lowest_share: ⟦1%\n"),
    ("a lowest share of a branch that is a sum", "SET027", {"aggregation": "sum"},
     "    max_points: {so: 30, huyen: 10}\n", "    lowest_share: ⟦1%\n"),
    ("a lowest share of a weighted mean", "SET027", {"aggregation": "weighted_mean"}, TOTAL,
     mean("weighted_mean", "node: P", "node: C", more="  lowest_share: ⟦1%\n")),
    ("a member of two weights", "SET006", {"code": "C"}, TOTAL,
     mean("geometric", "node: P", "node: C", "node: ⟦C")),
    ("a sum that counts twice", "SET006", {"code": "D"}, TOTAL, TOTAL.replace("C\n", "D\n").replace(
        "D\n    - node: D", "D\n    - node: ⟦D")),
    ("a weight for nothing to be had", "SET036", {"code": "Q"}, MEMBERS_OF_K,
     MEMBERS_OF_K.replace("sum", "harmonic").replace("C", "⟦Q") + "      weights_total: 2\n"),
    ("a tie breaker without points", "SET036", {"code": "Q"}, "tie_breakers: [A]", "tie_breakers: [A, ⟦Q]"),
    ("a tie breaker twice", "SET006", {"code": "A"}, "tie_breakers: [A]", "tie_breakers: [A, C, ⟦A]"),
    # --- conditions and divisors
    ("a condition on itself", "SET009", {"code": "D"}, END_OF_D, of_d("applies_when: ⟦{indicator: D, at_least: 1}")),
    ("a figure divided by itself", "SET009", {"code": "D"}, END_OF_D, of_d("denomination: ⟦{by: D}")),
    ("a condition on an unknown indicator", "SET007", {"code": "DD", "nearest": "D"}, END_OF_D,
     of_d("applies_when: {indicator: ⟦DD, at_least: 1}")),
    ("a condition on a pillar", "SET007", {"code": "P"}, END_OF_D, of_d("applies_when: {indicator: ⟦P, at_least: 1}")),
    ("a divisor that is not there", "SET007", {"code": "dan"}, END_OF_D, of_d("denomination: {by: ⟦dan}")),
    ("a condition without a bound", "SET016", {"given": "0"}, END_OF_D, of_d("applies_when: ⟦{indicator: C}")),
    ("a condition with two bounds", "SET016", {"given": "at_least, below"}, END_OF_D,
     of_d("applies_when: ⟦{indicator: C, at_least: 1, below: 5}")),
    ("a condition on an answer that is no option", "SET032",
     {"code": "B", "given": "answer: khac", "allowed": "answer: truong, answer: pho"},
     END_OF_D,
     of_d("applies_when: {indicator: B, answer: ⟦khac}").replace("[so, huyen]", "[so]")),
    ("a condition on a number that is an answer", "SET032", {"code": "C", "given": "answer: co"}, END_OF_D,
     of_d("applies_when: {indicator: C, answer: ⟦co}")),
    ("a bound for an answer", "SET032", {"code": "Q", "allowed": "answer: yes, answer: no"}, END_OF_D,
     of_d("applies_when: {indicator: Q, at_least: ⟦1}") + f"  - {QUESTION}\n"),
    ("a condition that a group is not asked for", "SET033", {"code": "D", "indicator": "B", "group": "huyen"}, END_OF_D,
     of_d("applies_when: ⟦{indicator: B, answer: pho}")),
    ("a divisor that a group is not asked for", "SET033", {"code": "D", "indicator": "N", "group": "huyen"}, END_OF_D,
     of_d("denomination: ⟦{by: N}") + f"  - {leaf('N', 'proportional', 'count', 0, groups='[so]')}\n"),
    ("a divisor that is an answer", "SET034", {"code": "Q"}, END_OF_D,
     of_d("denomination: {by: ⟦Q}") + f"  - {QUESTION}\n"),
    ("growth of an answer", "SET013", {"rule": "yes_no"}, "composites:\n",
     leaves(leaf("Q", change="⟦{kind: percent, without_earlier: zero}"))),
    # --- imputations and surveys
    ("an imputed answer", "SET028", {"code": "B"}, RANK_ON, imputing("⟦B")),
    ("an imputed indicator that is not there", "SET007", {"code": "BB"}, RANK_ON, imputing("⟦BB")),
    ("an indicator imputed in two ways", "SET006", {"code": "C"}, RANK_ON, imputing("C, D, ⟦C")),
    ("growth imputed by the earlier figure", "SET035", {"code": "D"}, END_OF_D,
     of_d("change: {kind: percent, without_earlier: zero}")),
    ("a survey of an unknown node", "SET007", {"code": "DTXHH"}, RANK_ON, survey("⟦DTXHH")),
    ("a survey twice", "SET006", {"code": "C"}, RANK_ON, survey("C", "⟦C")),
    # --- tiers
    ("a tier of an unknown criterion", "SET007", {"code": "AA"}, "method:\n",
     recognition(tier(mandatory="[A, ⟦AA]"))),
    ("a tier of an unknown group", "SET007", {"code": "xa"}, "method:\n", recognition(tier(groups="[so, ⟦xa]"))),
    ("a criterion asked twice", "SET006", {"code": "C"}, "method:\n",
     recognition(tier(more=", extended: [D, ⟦C], extended_at_least: 30%"))),
    ("a tier twice", "SET006", {"code": "dat"}, "method:\n", recognition(tier(), tier("⟦dat"))),
    ("a registration that is a number", "SET029", {"code": "C"}, "method:\n",
     recognition(tier(), more="  registered_by: ⟦C\n")),
    ("a registration by what is not there", "SET007", {"code": "DK"}, "method:\n",
     recognition(tier(), more="  registered_by: ⟦DK\n")),
    ("a criterion that a group is not asked", "SET030", {"code": "B", "group": "huyen"}, "method:\n",
     recognition(tier(mandatory="[A, ⟦B]"))),
    ("a criterion that has no points", "SET036", {"code": "Q"}, "method:\n",
     recognition(tier(mandatory="[A, ⟦Q]"))),
    ("extended criteria without their share", "SET031", {"code": "dat"}, "method:\n",
     recognition(tier(more=", extended: [D]").replace("{code", "⟦{code"))),
    ("a share of no extended criteria", "SET031", {"code": "dat"}, "method:\n",
     recognition(tier(more=", extended_at_least: 30%").replace("{code", "⟦{code"))),
    ("a tier that all may miss", "SET039", {"code": "dat", "count": "2"}, "method:\n",
     recognition(tier(more=", unmet_at_most: ⟦2"))),
    ("a tier that presupposes itself", "SET009", {"code": "dat"}, "method:\n",
     recognition(tier(more=", presupposes: ⟦dat"))),
    ("a tier that presupposes what is not there", "SET007", {"code": "gioi"}, "method:\n",
     recognition(tier(more=", presupposes: ⟦gioi"))),
    ("a tier that presupposes one of other groups", "SET040", {"code": "cao", "tier": "dat", "group": "huyen"},
     "method:\n", recognition(tier("cao", more=", presupposes: ⟦dat"), tier(groups="[so]"))),
    # --- levels of a group
    ("levels of a group out of order", "SET008", {"lower": "80", "upper": "75"}, HUYEN,
     group_levels(f"{HIGH}, above: 75}}", f"⟦{MIDDLE}, at_least: 80}}", LOW)),
    ("a lowest level of a group with a bound", "SET017", {"code": "v"}, HUYEN,
     group_levels(f"{HIGH}, above: 75}}", f"⟦{MIDDLE}, above: 50}}")),
]  # fmt: skip

# what has to be changed as well, or where the problem is when it is not the changed part
BESIDES: dict[str, tuple[str, str]] = {
    "a bonus and nothing said of the scale": ("method:\n  missing", "method:\n  ⟦missing"),
    "a limit on bonus and deduction at once": (RANK_ON, RANK_ON + EXTRA),
    "a mean over a bonus": (RANK_ON, RANK_ON + EXTRA),
    "the best of a deduction": (RANK_ON, RANK_ON + EXTRA),
    "a deduction that counts what is good": (RANK_ON, RANK_ON + EXTRA),
    "a weight for nothing to be had": ("composites:\n", leaves(leaf("Q", points=0))),
    "a tie breaker without points": ("composites:\n", leaves(leaf("Q", points=0))),
    "a criterion that has no points": ("composites:\n", leaves(leaf("Q", points=0))),
    "growth imputed by the earlier figure": (RANK_ON, imputing("⟦D", "previous")),
}
# what the same mistake breaks besides
CONSEQUENCES: dict[str, set[str]] = {"a sum that counts twice": {"SET005"}}

# name, what is replaced, by what: allowed
NEAR_MISSES: list[tuple[str, str, str]] = [
    ("brackets that meet", STEPS_OF_C, brackets("at_most: 50, share: 0", "above: 50, share: 1")),
    ("brackets whose gap is said", STEPS_OF_C,
     brackets("at_least: 0, at_most: 49, share: 0", "at_least: 50, at_most: 60, share: 1", outside="1/2")),
    ("brackets as wide as the limits", STEPS_OF_C,
     brackets("at_least: 0, below: 50, share: 0", "at_least: 50, at_most: 100, share: 1", minimum=0, maximum=100)),
    ("a bracket of one value", STEPS_OF_C,
     brackets("below: 5, share: 0", "at_least: 5, at_most: 5, share: 1", "above: 5, share: 0")),
    ("a flat line between knots", STEPS_OF_C,
     knots("{value: 1, share: 0}", "{value: 2, share: 50%}", "{value: 3, share: 50%}")),
    ("a floor at the ceiling", STEPS_OF_C, "    rule: {kind: proportional, floor: 50, ceiling: 50}\n"),
    ("a floor above the ceiling where less is better", GOALPOSTS, "{kind: proportional, floor: 90, ceiling: 50}"),
    ("a lowest share of a geometric mean", TOTAL,
     mean("geometric", "node: P", "node: C", more="  lowest_share: 1%\n")),
    ("weights of what applies to one group only", TOTAL, mean("weighted_mean", "node: B", "node: C")),
    ("a condition on an option", END_OF_D,
     of_d("applies_when: {indicator: B, answer: pho}").replace("[so, huyen]", "[so]")),
    ("a condition on a condition", END_OF_D,
     of_d("applies_when: {indicator: C, at_least: 1}") +
     f"  - {leaf('Q', applies_when='{indicator: D, above: 3}')}\n"),
    ("a condition on yes", END_OF_D,
     of_d('applies_when: {indicator: Q, answer: "yes"}') + f"  - {QUESTION}\n"),
    ("a divisor for information", END_OF_D,
     of_d("denomination: {by: N, per: 1000}") + f"  - {leaf('N', 'proportional', 'count', 0)}\n"),
    ("a condition of a smaller group", END_OF_D,
     of_d("applies_when: {indicator: C, at_least: 1}").replace("[so, huyen]", "[so]")),
    ("growth imputed by the group", RANK_ON, imputing("C")),
    ("a survey of a branch", RANK_ON, survey("P")),
    ("tiers one above the other", "method:\n", recognition(tier("cao", more=", presupposes: dat"), tier())),
    ("a tier that one may be missing of", "method:\n", recognition(tier(more=", unmet_at_most: 1"))),
    ("a criterion of another tier", "method:\n",
     recognition(tier("cao", more=", extended: [D], extended_at_least: 30%"), tier())),
    ("levels of a group in order", HUYEN, group_levels(f"{HIGH}, above: 75}}", f"{MIDDLE}, at_least: 50}}", LOW)),
]  # fmt: skip
