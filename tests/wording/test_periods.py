"""Reporting periods as each language writes them."""

import pytest

from cds_rank.model.period import Period
from cds_rank.wording.periods import period_text


@pytest.mark.parametrize(
    ("text", "vietnamese", "english"),
    [
        ("2022", "năm 2022", "2022"),
        ("2022-H1", "6 tháng đầu năm 2022", "H1 2022"),
        ("2022-H2", "6 tháng cuối năm 2022", "H2 2022"),
        ("2022-Q4", "quý IV năm 2022", "Q4 2022"),
        ("2022-03", "tháng 3 năm 2022", "March 2022"),
    ],
)
def test_a_period_is_written_as_papers_of_either_language_do(
    text: str, vietnamese: str, english: str
) -> None:
    period = Period.parse(text)

    assert (period_text(period, "vi"), period_text(period, "en")) == (vietnamese, english)
