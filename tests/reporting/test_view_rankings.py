"""What is noted below a ranking."""

from cds_rank.model.review import Verdict
from tests.reporting.views import view_of
from tests.scoring.builders import indicator, make_set
from tests.scoring.reviews import Claims, said

CLAIMS: Claims = {"U": {"A": 50}, "V": {"A": 60}}


def test_many_pairs_with_one_printed_score_are_told_by_ten_and_a_count() -> None:
    """A country's 3,321 communes have a thousand such pairs: nobody reads them one by one."""
    claims = {f"U{n:02}": {"A": f"50.{n:04}"} for n in range(15)}
    (group,) = view_of(make_set(indicator("A")), claims).groups

    pairs = [note for note in group.notes if "cùng số công bố nhưng khác hạng" in note]
    assert len(group.rows) == 15
    assert len(pairs) == 10
    assert any(note.startswith("Còn 4 cặp đơn vị liền nhau khác") for note in group.notes)


def test_ten_pairs_are_all_told() -> None:
    claims = {f"U{n:02}": {"A": f"50.{n:04}"} for n in range(11)}
    (group,) = view_of(make_set(indicator("A")), claims).groups

    assert sum("cùng số công bố nhưng khác hạng" in note for note in group.notes) == 10
    assert not any(note.startswith("Còn ") for note in group.notes)


def test_units_nobody_has_reviewed_are_named_below_the_ranking_of_those_reviewed() -> None:
    """A claim that nobody looked at stands beside one that was held down: the table itself has to say so."""
    some = view_of(make_set(indicator("A")), CLAIMS, said("V", "A", Verdict.AGREED)).groups[0].notes
    every = [said(unit, "A", Verdict.AGREED) for unit in CLAIMS]

    assert "Chưa số liệu nào được thẩm định: Đơn vị U." in some
    assert not [
        note
        for note in view_of(make_set(indicator("A")), CLAIMS, *every).groups[0].notes
        if "Chưa số" in note
    ]
    assert not [
        note for note in view_of(make_set(indicator("A")), CLAIMS).groups[0].notes if "Chưa số" in note
    ]
