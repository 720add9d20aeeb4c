"""Parts of a run: what `validate --shard` writes, and `merge`, which puts the parts together."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cds_rank import workflow
from cds_rank.checks.context import Context
from cds_rank.checks.selection import select
from cds_rank.cli.check_commands import against, deliver, drawn, prefix_of
from cds_rank.cli.check_options import CheckOptions, Typed, decided
from cds_rank.cli.main import EXIT_FINDINGS, EXIT_OK
from cds_rank.errors import CdsRankError
from cds_rank.feedback.view import make_view, shortened
from cds_rank.wording.language import Language
from cds_rank.workflow import Checked, Source


def as_part(
    text: str, checked: Checked, shard: tuple[int, int], paths: Sequence[Path], sources: Sequence[Source]
) -> str:
    """Add to a JSON report what `merge` needs of this part, under a digest of its own."""
    from cds_rank.feedback.data import json_text
    from cds_rank.model.digest import text_digest

    context = checked.context
    outcomes = _outcomes_format().dump_python(list(checked.files), mode="json")
    part: dict[str, Any] = {
        "number": shard[0],
        "of": shard[1],
        "whole_list": any(path.is_dir() for path in paths),
        "passed_over": workflow.passed_over(paths),
        "set_digest": context.set_digest,
        "units_digest": checked.definitions.units_digest,
        "prefix": prefix_of(sources),
        "folder": text_digest(repr([(source.name, _size(source.path)) for source in sources])),
        "checked": outcomes,
    }
    part["digest"] = text_digest(json_text(part))
    return json_text({**json.loads(text), "shard": part}, indent=2)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _outcomes_format() -> Any:
    from pydantic import TypeAdapter

    from cds_rank.model.checked import CheckedFile

    return TypeAdapter(list[CheckedFile])


def merge_parts(parts: Sequence[Path], typed: Typed, language: Language) -> int:
    """Put the parts of one run together and show it as if it had been one; returns the exit code."""
    options = decided(typed)
    documents = [_read_part(path) for path in _part_files(parts)]
    first = documents[0]
    for document in documents:
        _refuse_different(first, document)
    _refuse_incomplete(documents)
    checked = _joined(documents, options)
    report = workflow.report_of(
        checked, whole_list=first["shard"]["whole_list"], passed_over=first["shard"]["passed_over"]
    )
    report = select(report, options.selection)
    shown = shortened(make_view(report, against(checked.context), language), options.max_per_rule)
    deliver(drawn(shown, options, first["shard"]["prefix"]), shown, options)
    return EXIT_FINDINGS if report.reaches(options.fail_on) else EXIT_OK


def _part_files(paths: Sequence[Path]) -> list[Path]:
    files = [file for path in paths for file in (sorted(path.rglob("*.json")) if path.is_dir() else [path])]
    if not files:
        raise CdsRankError("path_missing", path=paths[0])
    return files


def _read_part(path: Path) -> dict[str, Any]:
    from cds_rank.feedback.data import json_text
    from cds_rank.model.digest import text_digest

    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        part = dict(document["shard"])
        stated = part.pop("digest")
        intact = stated == text_digest(json_text(part))
    except OSError as error:
        raise CdsRankError("file_not_readable", path=path, reason=error.strerror or "") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CdsRankError("not_a_part", path=path) from error
    if not intact:
        raise CdsRankError("not_a_part", path=path)
    document["path"] = str(path)
    return dict(document)


def _refuse_different(first: Mapping[str, Any], other: Mapping[str, Any]) -> None:
    same = all(first[key] == other[key] for key in ("tool", "set", "period")) and all(
        first["shard"][key] == other["shard"][key] for key in ("of", "folder", "set_digest", "units_digest")
    )
    if not same:
        raise CdsRankError("parts_differ", first=first["path"], second=other["path"])


def _refuse_incomplete(documents: Sequence[Mapping[str, Any]]) -> None:
    numbers = [document["shard"]["number"] for document in documents]
    of = documents[0]["shard"]["of"]
    missing = sorted(set(range(1, of + 1)) - set(numbers))
    if missing or len(numbers) != of:
        twice = sorted({number for number in numbers if numbers.count(number) > 1})
        raise CdsRankError(
            "parts_incomplete",
            missing=", ".join(f"{n}/{of}" for n in missing) or "–",
            twice=", ".join(f"{n}/{of}" for n in twice) or "–",
        )


def _joined(documents: Sequence[Mapping[str, Any]], options: CheckOptions) -> Checked:
    from cds_rank.reading.definitions import find_set, load_definitions

    first = documents[0]
    folders = workflow.set_folders()
    name = options.choices.indicator_set or first["set"]["id"]
    definitions = load_definitions(find_set(name, folders), folders, options.choices.units)
    stated = first["shard"]["set_digest"], first["shard"]["units_digest"]
    if stated != (definitions.set_digest, definitions.units_digest):
        raise CdsRankError("part_other_set", path=first["path"], set=definitions.indicator_set.id)
    period = workflow.parse_period(first["period"])
    context = Context(definitions.indicator_set, definitions.set_digest, definitions.unit_list, period)
    outcomes = [
        outcome
        for document in documents
        for outcome in _outcomes_format().validate_python(document["shard"]["checked"], strict=False)
    ]
    return Checked(definitions, context, tuple(sorted(outcomes, key=lambda outcome: outcome.file.name)))
