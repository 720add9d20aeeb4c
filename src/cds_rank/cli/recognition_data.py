"""Who is recognised, as data for other programs: codes, numbers, and names beside them."""

from collections.abc import Mapping

from cds_rank.model.result import TierOutcome, UnitRecognition
from cds_rank.record.sealing import SealedResult
from cds_rank.reporting.view.recognition import Absent, GroupRecognition, RecognitionView, Standing

Json = dict[str, object]


def recognition_data(sealed: SealedResult, view: RecognitionView) -> Json:
    """Return everybody's recognition as plain data.

    `next_tier` is what a unit could reach next; its `criteria_short` counts the criteria still to be met.
    """
    result = sealed.result
    names = {code: node.name.vi for code, node in result.indicator_set.nodes.items()}
    found = {item.unit: item for item in result.recognitions}
    parents = {unit.code: unit.parent for unit in result.unit_list.units}
    return {
        "indicator_set": {"id": result.indicator_set.id, "version": result.indicator_set.version},
        "period": result.record.period.text,
        "stage": result.record.stage,
        "illustrative": result.record.illustrative,
        "accepted_errors": result.record.accepted_errors,
        "result_digest": sealed.digest,
        "groups": [_group(group, found, parents, names) for group in view.groups],
    }


def _group(
    group: GroupRecognition,
    found: Mapping[str, UnitRecognition],
    parents: Mapping[str, str | None],
    names: Mapping[str, str],
) -> Json:
    considered = [standing for standing in group.standings if standing.is_considered]
    absent = (*group.refused, *group.silent)

    def unit(standing: Standing) -> Json:
        lack = standing.lack
        return {
            "unit": standing.unit,
            "name": standing.name,
            "parent": parents[standing.unit],
            "registered": standing.registered,
            "tier": standing.tier or None,
            "next_tier": {"tier": lack.tier, "criteria_short": lack.criteria_short} if lack else None,
            "tiers": [_outcome(outcome, names) for outcome in found[standing.unit].outcomes],
        }

    def left_out(entry: Absent) -> Json:
        reason = "refused" if entry.refused else "not_submitted"
        return {"unit": entry.unit, "name": entry.name, "parent": parents[entry.unit], "reason": reason}

    return {
        "group": group.code,
        "counts": {
            "units": len(group.standings) + len(absent),
            "scored": len(group.standings),
            "registered": len(considered) if group.asks_registration else None,
            "recognised": sum(standing.is_recognised for standing in considered),
            "one_criterion_away": len(group.one_away),
            "refused": len(group.refused),
            "not_submitted": len(group.silent),
        },
        "tiers": [
            {
                "tier": tier.code,
                "name": tier.name,
                "status": tier.status,
                "units": [standing.unit for bundle in tier.bundles for standing in bundle.units],
            }
            for tier in group.tiers
        ],
        "units": [unit(standing) for standing in group.standings],
        "not_scored": [left_out(entry) for entry in absent],
    }


def _outcome(outcome: TierOutcome, names: Mapping[str, str]) -> Json:
    return {
        "tier": outcome.tier,
        "reached": outcome.reached,
        "mandatory_met": list(outcome.mandatory_met),
        "mandatory_unmet": [{"code": code, "name": names[code]} for code in outcome.mandatory_unmet],
        "extended_met": list(outcome.extended_met),
        "extended_unmet": [{"code": code, "name": names[code]} for code in outcome.extended_unmet],
        "extended_needed": outcome.extended_needed,
        "lacks_tier": outcome.lacks_tier or None,
    }
