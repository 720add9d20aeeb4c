"""`cds-rank set …`: for those who write indicator sets."""

from collections.abc import Sequence
from pathlib import Path

from cds_rank import workflow
from cds_rank.cli import display
from cds_rank.cli.commands import print_json
from cds_rank.cli.main import EXIT_FINDINGS, EXIT_OK
from cds_rank.errors import CdsRankError, DefinitionError
from cds_rank.model.digest import content_digest
from cds_rank.model.indicator_set import Branch, Indicator, IndicatorSet
from cds_rank.model.unit import UnitList
from cds_rank.reading.definitions import (
    changed_under_its_version,
    find_set,
    find_unit_list,
    load_definition,
    load_indicator_set,
    set_files,
)
from cds_rank.wording.labels import label
from cds_rank.wording.language import Language, translator
from cds_rank.wording.messages import error_text
from cds_rank.wording.numbers import number_text


def list_sets(language: Language) -> None:
    """Print the sets that can be used by name, a broken one with what is wrong with it."""
    _ = translator(language)
    rows = []
    for name, path in set_files(workflow.set_folders()).items():
        try:
            found = load_indicator_set(path)
        except DefinitionError as error:
            rows.append(
                (name, "", "", _("có lỗi: {count} chỗ").format(count=len(error.problems)), str(path.parent))
            )
            continue
        counts = str(len(found.indicators))
        rows.append(
            (found.id, found.version, counts, label(found.status, language), found.name.in_language(language))
        )
    display.table_of(rows, [_("Mã"), _("Phiên bản"), _("Chỉ tiêu"), _("Tình trạng nguồn"), _("Tên")])


def show_set(name: str, language: Language) -> None:
    """Print a set: what it is, its tree with maximum points, and every choice of its method."""
    from cds_rank.reporting.sentences import method_statements, roll_up_text, rule_text

    _ = translator(language)
    shown = load_indicator_set(find_set(name, workflow.set_folders()))
    display.say(f"{shown.name.in_language(language)}")
    display.say(
        _("{id} · phiên bản {version} · {status} · mã băm {digest}").format(
            id=shown.id,
            version=shown.version,
            status=label(shown.status, language),
            digest=content_digest(shown)[:16],
        )
    )
    if shown.description is not None:
        display.say(shown.description.in_language(language).strip())
    groups = ", ".join(f"{group.code} ({group.name.in_language(language)})" for group in shown.groups)
    display.say(_("Nhóm: {groups}").format(groups=groups))
    display.say()
    rows = []

    def walk(nodes: Sequence[Branch | Indicator], depth: int) -> None:
        for node in nodes:
            indent = "  " * depth
            if isinstance(node, Branch):
                points = " · ".join(f"{g}: {number_text(m, language)}" for g, m in node.max_points.items())
                rows.append((indent + node.code, node.name.in_language(language), points, "", ""))
                walk(node.children, depth + 1)
            else:
                rows.append(
                    (
                        indent + node.code,
                        node.name.in_language(language),
                        number_text(node.max_points, language),
                        rule_text(node, language),
                        label(node.status, language),
                    )
                )

    walk(shown.tree, 0)
    for composite in shown.composites:
        text = roll_up_text(composite.roll_up, shown, language)
        rows.append(
            (
                composite.code,
                composite.name.in_language(language),
                "",
                text,
                label(composite.status, language),
            )
        )
    display.table_of(rows, [_("Mã"), _("Tên"), _("Điểm tối đa"), _("Cách tính điểm"), _("Tình trạng nguồn")])
    display.say()
    for statement in method_statements(shown, language):
        display.say(f"{statement.title}: {statement.text}")


def check_definitions(names: Sequence[str], language: Language) -> int:
    """Check sets and unit lists; prints every problem as file:line:column, returns 1 when there is one."""
    _ = translator(language)
    failed = False
    paths = [_definition_path(name) for name in names]
    for path in paths:
        try:
            definition = _checked_definition(path, [*paths, *_neighbours(path)])
        except DefinitionError as error:
            failed = True
            display.say(error_text(error, language))
            continue
        if isinstance(definition, IndicatorSet):
            count = _("{n} chỉ tiêu").format(n=len(definition.indicators))
        else:
            count = _("{n} đơn vị").format(n=len(definition.units))
        display.say(
            _("{file}: đạt ({id} {version}, {count}, mã băm {digest})").format(
                file=path, id=definition.id, version=definition.version, count=count,
                digest=content_digest(definition)[:16],
            )
        )  # fmt: skip
    return EXIT_FINDINGS if failed else EXIT_OK


def print_schema(*, of_units: bool) -> None:
    """Print the JSON Schema of indicator sets, or of unit lists."""
    print_json(definition_schema(of_units=of_units))


def definition_schema(*, of_units: bool) -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) that editors complete and check YAML with."""
    model = UnitList if of_units else IndicatorSet
    schema = model.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _definition_path(name: str) -> Path:
    folders = workflow.set_folders()
    try:
        return find_set(name, folders)
    except CdsRankError as error:
        if error.code != "set_unknown":
            raise
        try:
            return find_unit_list(name, folders)
        except CdsRankError:
            raise error from None


def _checked_definition(path: Path, others: Sequence[Path]) -> IndicatorSet | UnitList:
    definition = load_definition(path)
    problems = changed_under_its_version(path, others)
    if problems:
        raise DefinitionError(str(path), problems)
    return definition


def _neighbours(path: Path) -> list[Path]:
    """Return the files of the same name in the folders of sets: an own copy beside the built-in one."""
    folders = workflow.set_folders()
    candidates = [place / path.name for folder in folders for place in (folder, folder / "units")]
    return [candidate for candidate in candidates if candidate.is_file()]
