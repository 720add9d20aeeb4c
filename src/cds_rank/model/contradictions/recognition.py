"""Tiers of recognition that name what is not there, ask the same twice, or presuppose what cannot be met."""

from collections.abc import Iterator, Mapping
from typing import Any

from cds_rank.model.contradictions.codes import leads_back
from cds_rank.model.contradictions.survey import Path, Problem, Survey, items_of, map_of, number_of

_Part = Mapping[str, Any]  # an indicator or a tier, as written


def impossible_recognition(survey: Survey) -> Iterator[Problem]:
    """Find tiers that name what is not there, ask the same twice, or presuppose one another in a circle."""
    indicators = {str(node.get("code")): node for _, node in survey.indicators}
    registered = map_of(survey.data.get("recognition")).get("registered_by")
    yield from _registration(registered, indicators)
    for path, tier in survey.tiers:
        yield from _unknown_groups(survey, path, tier)
        yield from _unfit_indicators(survey, path, tier, indicators)
        if registered is not None and str(registered) in indicators:
            for group in _missing_groups(survey, tier, indicators[str(registered)]):
                yield ("recognition", "registered_by"), "SET030", {"code": str(registered), "group": group}
        yield from _unfit_numbers(path, tier)
        yield from _unfit_lower_tier(survey, path, tier)


def _groups(part: _Part) -> list[str]:
    return [str(group) for group in items_of(part.get("groups"))]


def _missing_groups(survey: Survey, tier: _Part, there: _Part) -> list[str]:
    """Give the tier's groups that what it builds on is not for; unknown ones are told by themselves."""
    present = _groups(there)
    return [group for group in _groups(tier) if group in survey.group_codes and group not in present]


def _registration(registered: Any, indicators: Mapping[str, _Part]) -> Iterator[Problem]:
    if registered is None:
        return
    path, code = ("recognition", "registered_by"), str(registered)
    if code not in indicators:
        yield path, "SET007", {"code": code, "known": "\n".join(indicators)}
    elif indicators[code].get("input") != "yes_no":
        yield path, "SET029", {"code": code}


def _unknown_groups(survey: Survey, path: Path, tier: _Part) -> Iterator[Problem]:
    for position, group in enumerate(_groups(tier)):
        if group not in survey.group_codes:
            facts = {"code": group, "known": "\n".join(survey.group_codes)}
            yield (*path, "groups", position), "SET007", facts


def _unfit_indicators(
    survey: Survey, path: Path, tier: _Part, indicators: Mapping[str, _Part]
) -> Iterator[Problem]:
    seen: set[str] = set()
    for field in ("mandatory", "extended"):
        for position, item in enumerate(items_of(tier.get(field))):
            code, here = str(item), (*path, field, position)
            if code not in indicators:
                yield here, "SET007", {"code": code, "known": "\n".join(indicators)}
            elif code in seen:
                yield here, "SET006", {"code": code}
            else:
                if not _has_points(indicators[code]):
                    yield here, "SET036", {"code": code}
                for group in _missing_groups(survey, tier, indicators[code]):
                    yield here, "SET030", {"code": code, "group": group}
            seen.add(code)


def _has_points(indicator: _Part) -> bool:
    """Tell whether an indicator has a share of a maximum that can be met; bonus and deductions have none."""
    return indicator.get("effect", "score") == "score" and number_of(indicator.get("max_points")) != 0


def _unfit_numbers(path: Path, tier: _Part) -> Iterator[Problem]:
    code = str(tier.get("code"))
    allowed, mandatory = number_of(tier.get("unmet_at_most")), items_of(tier.get("mandatory"))
    if allowed is not None and mandatory and allowed >= len(mandatory):
        yield (*path, "unmet_at_most"), "SET039", {"code": code, "count": str(len(mandatory))}
    if bool(items_of(tier.get("extended"))) is not (tier.get("extended_at_least") is not None):
        yield path, "SET031", {"code": code}


def _unfit_lower_tier(survey: Survey, path: Path, tier: _Part) -> Iterator[Problem]:
    if tier.get("presupposes") is None:
        return
    code, wanted, here = str(tier.get("code")), str(tier.get("presupposes")), (*path, "presupposes")
    codes = [str(other.get("code")) for _, other in survey.tiers]
    tiers = {str(other.get("code")): other for _, other in survey.tiers}
    if wanted not in tiers:
        yield here, "SET007", {"code": wanted, "known": "\n".join(codes)}
    elif leads_back(code, {name: other.get("presupposes") for name, other in tiers.items()}):
        yield here, "SET009", {"code": code}
    else:
        for group in _missing_groups(survey, tier, tiers[wanted]):
            yield here, "SET040", {"code": code, "tier": wanted, "group": group}
