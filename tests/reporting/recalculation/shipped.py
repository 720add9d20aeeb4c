"""Results of every set that comes with the program: of its samples where there are some, else of made-up figures."""

from decimal import Decimal
from pathlib import Path
from zlib import crc32

from cds_rank.model.indicator_set import Indicator, InputKind
from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.model.result import Result
from cds_rank.reading.definitions import builtin_folder, load_definitions
from cds_rank.workflow.checking import Choices, validate
from cds_rank.workflow.computing import compute
from cds_rank.workflow.sources import find_sources
from tests.reporting.recalculation.worlds import figure_at, make_result

SAMPLES = Path(__file__).parents[3] / "data" / "samples"
FROM_SAMPLES = ("yen-bai-2022", "dti-tinh-2022", "dti-tinh-2020")
MADE_UP = ("dien-bien-2025", "yen-bai-xa-2022", "dti-tinh-2020")
REVIEWED = "yen-bai-2022-tham-dinh"
_OF_EACH_GROUP = 8


def of_samples(name: str, reviews: str = "") -> Result:
    """Check and score a folder of samples, with the folder of reviews where one is named."""
    found = (SAMPLES / reviews,) if reviews else ()
    choices = Choices(reviews=found)
    validated = validate(find_sources([SAMPLES / name, *found]), choices, whole_list=True)
    return compute(validated, choices, created_at="2023-03-29T08:00:00+07:00", tool_version="0.1.0")


def made_up(name: str) -> Result:
    """Score the first units of each group of a set's list on figures that follow from codes; the last is silent."""
    folder = builtin_folder()
    definitions = load_definitions(folder / f"{name}.yaml", (folder,))
    the_set, listed = definitions.indicator_set, definitions.unit_list.units
    units = [
        unit
        for group in the_set.group_codes
        for unit in [one for one in listed if one.group == group][:_OF_EACH_GROUP]
    ]
    scored = [unit.code for unit in units if unit is not units[-1] or len(units) == 1]
    reported = {
        (unit.code, indicator.code): _made_up_figure(unit.code, indicator)
        for unit in units
        if unit.code in scored
        for indicator in the_set.indicators_for(unit.group)
    }
    return make_result(the_set, units, reported, scored=scored)


def _made_up_figure(unit: str, indicator: Indicator) -> Observation:
    chance = crc32(f"{unit}/{indicator.code}".encode())
    key = unit, indicator.code
    if chance % 11 == 0:
        return figure_at(key, status=ObservationStatus.MISSING)
    if chance % 13 == 0 and indicator.may_be_not_applicable:
        return figure_at(key, status=ObservationStatus.NOT_APPLICABLE)
    match indicator.input:
        case InputKind.RATIO:
            return figure_at(key, (chance % 97, chance % 89 + 8))
        case InputKind.YES_NO:
            return figure_at(key, "yes" if chance % 3 else "no")
        case InputKind.CHOICE:
            return figure_at(key, indicator.options[chance % len(indicator.options)].code)
        case InputKind.POINTS:
            return figure_at(key, indicator.max_points * (chance % 8) / 8)
        case InputKind.COUNT:
            return figure_at(key, chance % 30)
        case InputKind.VALUE:
            most = indicator.limits.maximum
            full = Decimal(100) if most is None else most
            return figure_at(key, (full * (chance % 101) / 100).quantize(Decimal("0.0001")))
