"""A small set as YAML, and a mark ⟦ in a changed part of it where the problem has to be found."""

from pathlib import Path

from cds_rank.errors import DefinitionError, DefinitionProblem
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.reading.definitions import load_indicator_set, load_unit_list

MARK = "⟦"
SET = """\
id: bo-thu
version: "1.0.0"
name: {vi: Bộ thử, en: Test set}
status: confirmed
groups:
  - code: so
    name: {vi: "Sở, ban, ngành", en: Departments}
  - code: huyen
    name: {vi: Huyện, en: Districts}
tree:
  - code: P
    name: {vi: Chính quyền số, en: Digital government}
    max_points: {so: 30, huyen: 10}
    children:
      - code: A
        name: {vi: Tỷ lệ, en: Share}
        unit_of_measure: {vi: "%", en: "%"}
        input: ratio
        numerator: {vi: Tử số, en: Numerator}
        denominator: {vi: Mẫu số, en: Denominator}
        limits: {minimum: 0, maximum: 100}
        direction: higher_is_better
        rule: {kind: target}
        target: {value: 80, status: confirmed, source: QĐ}
        max_points: 10
        groups: [so, huyen]
        status: confirmed
        source: QĐ
      - code: B
        name: {vi: Người đứng đầu, en: Head}
        unit_of_measure: {vi: lựa chọn, en: choice}
        input: choice
        options:
          - {code: truong, name: {vi: Trưởng, en: Chair}, share: 1}
          - {code: pho, name: {vi: Phó, en: Deputy}, share: 1/2}
        direction: higher_is_better
        rule: {kind: choice}
        max_points: 20
        groups: [so]
        status: confirmed
        source: QĐ
  - code: C
    name: {vi: Số cuộc họp, en: Meetings}
    unit_of_measure: {vi: cuộc, en: meetings}
    input: count
    direction: higher_is_better
    rule:
      kind: steps
      steps:
        - {at_least: 4, share: 1}
        - {at_least: 2, share: 50%}
    max_points: 5
    max_points_status: reconstructed
    groups: [so, huyen]
    groups_status: reconstructed
    status: reconstructed
    source: suy ra
  - code: D
    name: {vi: Giá trị, en: Value}
    unit_of_measure: {vi: triệu đồng, en: million dong}
    input: value
    direction: lower_is_better
    rule: {kind: goalposts, lower: 10, upper: 20}
    max_points: 5
    groups: [so, huyen]
    status: confirmed
    source: QĐ
composites:
  - code: K
    name: {vi: Gộp, en: Together}
    roll_up:
      aggregation: sum
      members:
        - node: A
        - node: C
    status: confirmed
pillars: [P, K]
total:
  aggregation: sum
  members:
    - node: P
    - node: C
    - node: D
  max_points: {so: 40}
method:
  missing: zero
  zero_denominator: not_applicable
  stage: final
  scale:
    name: {vi: Tỷ lệ hoàn thành, en: Completion rate}
  rounding:
    published_score: 2
  ties: competition
  tie_breakers: [A]
  rank_on: exact
  levels:
    bands:
      - {code: cao, name: {vi: Cao, en: High}, above: 75}
      - {code: vua, name: {vi: Vừa, en: Middle}, above: 50}
      - {code: thap, name: {vi: Thấp, en: Low}}
    status: confirmed
    source: QĐ
"""
UNITS = """\
id: danh-sach
version: "1.0.0"
name: Danh sách thử
source: QĐ
units:
  - {code: "01", name: Sở A, group: so, status: confirmed}
  - {code: "02", name: Sở B, group: so, status: confirmed}
"""


def changed(old: str, new: str, text: str = SET) -> str:
    """Put `new` in the place of `old`, which the text has exactly once."""
    assert text.count(old) == 1, f"{text.count(old)} times: {old}"
    return text.replace(old, new)


def place_of_mark(marked: str) -> tuple[str, int, int]:
    """Take the mark out; return the text, and the line and column (from 1, in characters) where it stood."""
    before, after = marked.split(MARK)
    return before + after, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def load(folder: Path, text: str | bytes) -> IndicatorSet:
    path = folder / "bo.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_indicator_set(path)


def problems_of(folder: Path, text: str | bytes, *, units: bool = False) -> list[DefinitionProblem]:
    """Return every problem of a set (or unit list); none when it is accepted."""
    path = folder / "bo.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    try:
        if units:
            load_unit_list(path)
        else:
            load_indicator_set(path)
    except DefinitionError as error:
        found = list(error.problems)
    else:
        return []
    assert found
    assert {problem.file for problem in found} == {str(path)}
    return found
