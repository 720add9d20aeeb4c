"""Moments in words and signs behind numbers: one wording for every report."""

import pytest

from cds_rank.wording.language import Language
from cds_rank.wording.numbers import moment_text, with_sign


@pytest.mark.parametrize(
    ("written", "language", "told"),
    [
        ("2023-01-05T08:00:00+07:00", "vi", "08:00, ngày 05 tháng 01 năm 2023"),
        ("2023-03-29T17:45:59", "vi", "17:45, ngày 29 tháng 3 năm 2023"),
        ("2023-03-29T17:45:59Z", "en", "17:45, 29 March 2023"),
        ("sau cuộc họp", "vi", "sau cuộc họp"),
        ("", "vi", ""),
    ],
)
def test_moments_are_told_as_papers_do_and_what_is_no_moment_stays_as_typed(
    written: str, language: Language, told: str
) -> None:
    assert moment_text(written, language) == told


@pytest.mark.parametrize(
    ("number", "sign", "language", "told"),
    [
        ("95,29", "%", "vi", "95,29 %"),
        ("95.29", "%", "en", "95.29%"),
        ("8.5", "points", "en", "8.5 points"),
        ("0.8002", "", "en", "0.8002"),
    ],
)
def test_a_percent_sign_stands_close_to_its_number_in_english_alone(
    number: str, sign: str, language: Language, told: str
) -> None:
    assert with_sign(number, sign, language) == told
