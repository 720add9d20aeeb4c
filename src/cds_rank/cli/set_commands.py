"""`cds-rank set …`: for those who write indicator sets."""

import shlex
from collections.abc import Callable, Sequence
from pathlib import Path

from cds_rank import workflow
from cds_rank.cli import display
from cds_rank.cli.commands import print_json
from cds_rank.cli.main import EXIT_FINDINGS, EXIT_OK
from cds_rank.cli.parsing import moment_from, one_of
from cds_rank.errors import CdsRankError, DefinitionError
from cds_rank.model.digest import content_digest
from cds_rank.model.indicator_set import Branch, Indicator, IndicatorSet
from cds_rank.model.rule import Direction
from cds_rank.model.unit import UnitList
from cds_rank.reading.definitions import (
    changed_under_its_version,
    find_set,
    find_unit_list,
    load_definition,
    load_indicator_set,
    load_unit_list,
    set_files,
)
from cds_rank.wording.labels import label
from cds_rank.wording.language import Language, translator
from cds_rank.wording.messages import error_text, problem_text
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
    display.table_of(rows, [_("Mã"), _("Phiên bản"), _("Số chỉ tiêu"), _("Tình trạng nguồn"), _("Tên")])


def show_set(name: str, language: Language) -> None:
    """Print a set: what it is, its tree with maximum points, and every choice of its method."""
    from cds_rank.wording.method import method_statements, roll_up_text

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
                rows.append((indent + node.code, node.name.in_language(language), "", points, "", ""))
                walk(node.children, depth + 1)
            else:
                rows.append(
                    (
                        indent + node.code,
                        node.name.in_language(language),
                        _direction_text(node, language),
                        number_text(node.max_points, language),
                        _scoring_text(node, language),
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
                "",
                text,
                label(composite.status, language),
            )
        )
    headings = [
        _("Mã"),
        _("Tên"),
        _("Chiều"),
        _("Điểm tối đa"),
        _("Cách tính điểm"),
        _("Tình trạng nguồn"),
    ]
    display.table_of(rows, headings)
    display.say()
    for statement in method_statements(shown, language):
        display.say(f"{statement.title}: {statement.text}")


def _direction_text(indicator: Indicator, language: Language) -> str:
    _ = translator(language)
    if indicator.direction is Direction.LOWER_IS_BETTER:
        return _("↓ thấp hơn tốt hơn")
    return _("↑ cao hơn tốt hơn")


def _scoring_text(indicator: Indicator, language: Language) -> str:
    from cds_rank.wording.rule_words import rule_text, scored_sentences

    if indicator.max_points:
        return rule_text(indicator, language)
    return " ".join(scored_sentences(indicator, "", language))


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


def start_set(
    set_id: str,
    *,
    source: str | None,
    out: Path | None,
    units_out: Path | None,
    name: str | None,
    force: bool,
    language: Language,
) -> None:
    """Write a new set to be completed, from the template or as a copy, and say what to do next.

    Raises CdsRankError when the id is none, when a file is there already, or when what is copied cannot be used.
    """
    from cds_rank.authoring import new_set
    from cds_rank.cli.output import write_files

    _ = translator(language)
    if not new_set.is_code(set_id):
        raise CdsRankError("not_a_code", text=set_id)
    file_name = f"{set_id.replace('/', '-')}.yaml"
    set_path = Path("indicator_sets") / file_name if out is None else out
    units_path = set_path.parent / "units" / file_name if units_out is None else units_out
    if units_path.resolve() == set_path.resolve():
        raise CdsRankError("one_file_for_two", path=set_path)
    texts: dict[Path, str] = {}
    if source is None:
        texts[set_path] = new_set.set_from_template(set_id, name)
        texts[units_path] = new_set.units_from_template(set_id)
    else:
        found = find_set(source, workflow.set_folders())
        original = load_indicator_set(found)
        own_list = set_id if units_out is not None and original.units is not None else None
        texts[set_path] = new_set.copy_of_set(_text_of(found), original, set_id, name, own_list)
        if own_list is not None and original.units is not None:
            list_path = find_unit_list(original.units.id, (found.parent, *workflow.set_folders()))
            unit_list = load_unit_list(list_path)
            texts[units_path] = new_set.copy_of_units(_text_of(list_path), unit_list, set_id)
    existing = [path for path in texts if path.exists()]
    if existing and not force:
        raise CdsRankError("set_exists", path=existing[0])
    write_files({path: text.encode("utf-8") for path, text in texts.items()})
    display.say(_("Đã ghi:"))
    for path in texts:
        display.say(f"  {path}")
    _say_what_next(list(texts), set_path, units_path if units_path in texts else None, language)


def _text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


def _say_what_next(
    written: Sequence[Path], set_path: Path, units_path: Path | None, language: Language
) -> None:
    """Say the steps from the files to a ranking, as they can be typed."""
    _ = translator(language)
    new = load_indicator_set(set_path)
    by_name = _is_found(new.id, set_path, find_set)
    set_option = new.id if by_name else str(set_path)
    units_option = ""
    if units_path is not None and new.units is not None:
        near = (set_path.parent, *workflow.set_folders())
        if not _is_found(new.units.id, units_path, lambda name, _folders: find_unit_list(name, near)):
            units_option = f" --units {shlex.quote(str(units_path))}"
    files = " ".join(shlex.quote(str(path)) for path in written)
    display.say(_("Việc tiếp theo:"))
    display.say(_("  1. Mở tệp bằng trình soạn thảo văn bản, sửa theo các chú thích trong tệp."))
    display.say(_("  2. Kiểm tra: {command}").format(command=f"cds-rank set check {files}"))
    options = f"--set {shlex.quote(set_option)}{units_option}"
    year = moment_from(None)[:4]
    template = f"cds-rank template {options} --period {year} --out nop"
    display.say(_("  3. Tạo biểu mẫu: {command}").format(command=template))
    compute = f"cds-rank compute nop {options}"
    display.say(_("  4. Khi đã có số liệu: {command}").format(command=compute))


def _is_found(name: str, path: Path, find: Callable[[str, Sequence[Path]], Path]) -> bool:
    try:
        return find(name, workflow.set_folders()).resolve() == path.resolve()
    except CdsRankError:
        return False


def compare_definitions(before: str, after: str, output_format: str, language: Language) -> int:
    """Print what changed from one set or unit list to another; returns 1 when the version did not change with it."""
    from cds_rank.authoring import difference_text
    from cds_rank.authoring.difference import differences

    _ = translator(language)
    one_of(output_format, ("text", "markdown", "json"))
    old_path, new_path = _definition_path(before), _definition_path(after)
    old, new = load_definition(old_path), load_definition(new_path)
    if type(old) is not type(new):
        known = _("hai bộ chỉ tiêu, hoặc hai danh sách đơn vị")
        raise CdsRankError("format_unknown", name=f"{before} {after}", known=known, nearest="")
    changes = differences(old, new)
    write = {
        "text": difference_text.difference_text,
        "markdown": difference_text.difference_markdown,
        "json": difference_text.difference_json,
    }[output_format]
    display.say(write(old, new, changes, language).rstrip("\n"))
    problems = changed_under_its_version(new_path, [old_path])
    for problem in problems:
        display.note(problem_text(problem, language))
    return EXIT_FINDINGS if problems else EXIT_OK


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
