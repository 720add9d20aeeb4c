"""What an indicator set may not say of itself, found all at once on its plain data.

It works on the data as written (maps, lists and text), so that it can also look at a set whose fields are
partly wrong: an author sees every problem in one go.
"""

from collections.abc import Mapping
from typing import Any

from cds_rank.model.contradictions.codes import circles, codes_used_twice, unknown_codes
from cds_rank.model.contradictions.conditions import impossible_conditions
from cds_rank.model.contradictions.methods import methods_against_parts, without_points
from cds_rank.model.contradictions.recognition import impossible_recognition
from cds_rank.model.contradictions.rules import RULES_BY_INPUT, crossed_bounds, rules_against_inputs
from cds_rank.model.contradictions.sums import unequal_sums
from cds_rank.model.contradictions.survey import Problem, Survey

__all__ = ["RULES_BY_INPUT", "Problem", "contradictions"]


def contradictions(data: Mapping[str, Any]) -> list[Problem]:
    """List every contradiction in an indicator set's data, in the order of the file's parts.

    data: the set as maps, lists and text; parts of a wrong type are passed over (the types find those).
    """
    survey = Survey(data)
    return [
        *codes_used_twice(survey),
        *unknown_codes(survey),
        *circles(survey),
        *rules_against_inputs(survey),
        *crossed_bounds(survey),
        *impossible_conditions(survey),
        *methods_against_parts(survey),
        *without_points(survey),
        *impossible_recognition(survey),
        *unequal_sums(survey),
    ]
