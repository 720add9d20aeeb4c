"""What an author is told of brackets that leave something out."""

import pytest

from cds_rank.errors import DefinitionProblem
from cds_rank.wording.messages import problem_text


@pytest.mark.parametrize(
    ("upper", "lower", "said"),
    [
        (
            "49",
            "50",
            "Giữa khoảng trước (tới 49) và khoảng này (từ 50) có giá trị không thuộc khoảng nào.",
        ),
        (
            "0.5",
            "0.5",
            "Khoảng trước và khoảng này giáp nhau ở 0.5, nhưng đúng giá trị 0.5 không thuộc khoảng nào.",
        ),
    ],
)
def test_a_gap_of_one_value_is_named_as_that_value(upper: str, lower: str, said: str) -> None:
    problem = DefinitionProblem("bo.yaml", 3, 5, "SET023", {"upper": upper, "lower": lower})

    assert problem_text(problem, "vi").split("\n")[0] == f"bo.yaml:3:5: SET023 {said}"
