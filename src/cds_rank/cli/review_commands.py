"""`cds-rank template --stage verified`: the workbooks in which reviewers decide on what units reported."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cds_rank import workflow
from cds_rank.cli import display
from cds_rank.cli.commands import chosen_units
from cds_rank.cli.main import EXIT_FINDINGS, EXIT_OK
from cds_rank.cli.parsing import one_of
from cds_rank.errors import CdsRankError
from cds_rank.model.unit import Unit
from cds_rank.reading.definitions import Definitions
from cds_rank.wording.language import Language, translator
from cds_rank.workflow import Choices

if TYPE_CHECKING:
    from cds_rank.workflow.review_forms import ReviewMaterial


def make_review_forms(
    paths: Sequence[Path],
    out: Path,
    by: str,
    choices: Choices,
    *,
    unit_codes: Sequence[str],
    group_codes: Sequence[str],
    force: bool,
    language: Language,
) -> int:
    """Write the review workbooks, in one piece or cut by unit, pillar or indicator.

    Returns 1 when a submission was refused, so that a unit is left out for its errors, else 0.
    """
    from cds_rank.cli.output import write_files
    from cds_rank.forms.review_workbook import WAYS_TO_SPLIT, build_review, parts_of, review_file_name
    from cds_rank.workflow.review_forms import review_material

    _ = translator(language)
    one_of(by, WAYS_TO_SPLIT)
    sources = workflow.find_sources(paths)
    validated = workflow.validate(sources, choices, whole_list=True, watch=display.watch_progress(language))
    definitions, period = validated.definitions, validated.context.period
    wanted = _wanted(definitions, unit_codes, group_codes)
    material = review_material(validated)
    rows = [row for row in material.rows if row.unit.code in wanted]
    indicator_set = definitions.indicator_set
    if by == "all" and len(wanted) == 1:
        by = "unit"  # one unit's part is named after it, and never takes the place of everybody's
    parts = {
        out / review_file_name(indicator_set.id, period, name): (name, part)
        for name, part in parts_of(rows, by, indicator_set)
    }
    existing = [path for path in parts if path.exists()]
    if existing and not force:
        # It may be filled in already: nobody's decisions are overwritten unasked.
        raise CdsRankError("review_exists", path=existing[0], count=len(existing))
    write_files(
        {
            path: build_review(
                indicator_set, definitions.set_digest, period, part, name, illustrative=material.illustrative
            )
            for path, (name, part) in parts.items()
        }
    )
    if rows:
        said = _("Đã ghi {count} phiếu thẩm định ({rows} dòng của {units} đơn vị) vào {folder}").format(
            count=len(parts), rows=len(rows), units=len({row.unit.code for row in rows}), folder=out
        )
    else:
        said = _("Chưa lập phiếu thẩm định nào: không có báo cáo nào dùng được.")
    display.say(said)
    return EXIT_FINDINGS if _note_left_out(material, wanted, language) else EXIT_OK


def _wanted(
    definitions: Definitions, unit_codes: Sequence[str], group_codes: Sequence[str]
) -> Mapping[str, Unit]:
    """Return the units asked for by code: all of the list when none is named."""
    if not unit_codes and not group_codes:
        return definitions.unit_list.by_code
    return {unit.code: unit for unit in chosen_units(definitions, unit_codes, group_codes)}


def _note_left_out(material: "ReviewMaterial", wanted: Mapping[str, Unit], language: Language) -> bool:
    """Name the units that have no row and say why; tells whether a submission was refused."""
    _ = translator(language)
    refused = [reason for code, reason in material.refused.items() if code in wanted]
    if refused:
        display.note(_("Chưa đưa vào phiếu vì báo cáo có lỗi (xem bằng cds-rank validate):"))
    for reason in refused:
        display.note(
            _("  {unit}: {files} ({codes})").format(
                unit=wanted[reason.unit].label, files=reason.facts["files"], codes=reason.facts["codes"]
            )
        )
    silent = [wanted[code].label for code in material.not_submitted if code in wanted]
    if silent:
        display.note(_("Chưa đưa vào phiếu vì chưa nộp báo cáo: {units}").format(units=", ".join(silent)))
    return bool(refused)
