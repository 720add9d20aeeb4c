"""The options of `validate`: typed on the command line, else from `cds-rank.toml`, else the program's own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cds_rank.checks.selection import Selection, check_codes
from cds_rank.cli.parsing import one_of, severity_from
from cds_rank.errors import CdsRankError
from cds_rank.model.finding import Severity
from cds_rank.model.settings import ValidateSettings
from cds_rank.reading.settings import find_settings, load_baseline, load_settings
from cds_rank.workflow import Choices

FORMATS = (
    "full", "concise", "grouped", "json", "jsonl", "csv", "xlsx", "html", "github", "gitlab", "junit", "sarif",
    "markdown",
)  # fmt: skip
_SHARD = re.compile(r"([1-9]\d{0,5})/([1-9]\d{0,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed after `cds-rank validate` or `merge`; None and empty where nothing was."""

    indicator_set: str | None = None
    units: str | None = None
    period: str | None = None
    previous: Path | None = None
    output_format: str | None = None
    output: Path | None = None
    select: str | None = None
    ignore: str | None = None
    fail_on: str | None = None
    max_per_rule: int | None = None
    statistics: bool = False
    baseline: Path | None = None
    isolated: bool = False
    annotate: Path | None = None
    fix: Path | None = None
    shard: str | None = None
    jobs: int | None = None
    no_cache: bool = False
    reviews: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What a run of `validate` does, everything decided.

    settings_file: where the defaults came from, None when there is none. shard: (i, n), counted from 1.
    """

    settings_file: Path | None
    choices: Choices
    output_format: str
    output: Path | None
    selection: Selection
    max_per_rule: int | None
    fail_on: Severity
    statistics: bool
    annotate: Path | None
    fix: Path | None
    shard: tuple[int, int] | None
    jobs: int | None
    cache: bool
    baseline: Path | None = field(default=None)


def decided(typed: Typed) -> CheckOptions:
    """Put together what was typed and what `cds-rank.toml` says; what was typed wins.

    Settings are looked for from the working folder upwards, not beside the files: what senders put into an archive
    must not switch rules off. Raises CdsRankError for anything that cannot be meant, before any work is done.
    """
    if typed.shard and typed.reviews:
        raise CdsRankError("reviews_whole")
    file = None if typed.isolated else find_settings(Path.cwd())
    settings = ValidateSettings.model_construct() if file is None else load_settings(file).validation
    previous = typed.previous or (Path(settings.previous) if settings.previous else None)
    baseline = typed.baseline or (Path(settings.baseline) if settings.baseline else None)
    selection = Selection(
        select=_codes(typed.select, settings.select),
        ignore=_codes(typed.ignore, settings.ignore),
        per_file_ignores=settings.per_file_ignores,
        baseline=frozenset() if baseline is None else load_baseline(baseline),
    )
    check_codes(selection)
    return CheckOptions(
        settings_file=file,
        choices=Choices(
            indicator_set=typed.indicator_set or settings.indicator_set,
            units=typed.units or settings.units,
            period=typed.period or settings.period,
            previous=previous,
            reviews=typed.reviews,
        ),
        output_format=_format(typed, settings),
        output=typed.output,
        selection=selection,
        max_per_rule=typed.max_per_rule or settings.max_per_rule,
        fail_on=severity_from(typed.fail_on) if typed.fail_on else settings.fail_on or Severity.WARNING,
        statistics=typed.statistics or bool(settings.statistics),
        annotate=typed.annotate,
        fix=typed.fix,
        shard=_shard(typed.shard),
        jobs=typed.jobs or settings.jobs,
        cache=not typed.no_cache and settings.cache is not False,
        baseline=baseline,
    )


def _format(typed: Typed, settings: ValidateSettings) -> str:
    chosen = one_of(typed.output_format, FORMATS) if typed.output_format else settings.output_format or "full"
    if chosen == "xlsx" and typed.output is None:
        raise CdsRankError("output_needed", format=chosen)
    if typed.shard is not None and chosen != "json":
        raise CdsRankError("shard_needs_json", format=chosen)
    return chosen


def _codes(typed: str | None, configured: Sequence[str]) -> tuple[str, ...]:
    if typed is None:
        return tuple(configured)
    return tuple(code for part in typed.split(",") if (code := part.strip()))


def _shard(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    found = _SHARD.fullmatch(text.strip())
    if found is None or int(found[1]) > int(found[2]):
        raise CdsRankError("not_a_shard", text=text)
    return int(found[1]), int(found[2])


def settings_lines(options: CheckOptions) -> list[str]:
    """Write the decided options as the TOML that would decide them again, after a line on where they came from."""
    choices, selection = options.choices, options.selection
    values: dict[str, object] = {
        "set": choices.indicator_set,
        "units": choices.units,
        "period": choices.period,
        "previous": choices.previous,
        "format": options.output_format,
        "select": list(selection.select),
        "ignore": list(selection.ignore),
        "fail-on": options.fail_on.value,
        "max-per-rule": options.max_per_rule,
        "statistics": options.statistics,
        "baseline": options.baseline,
        "jobs": options.jobs,
        "cache": options.cache,
    }
    lines = [f"# {options.settings_file}" if options.settings_file else "#", "[validate]"]
    lines += [f"{key} = {_toml(value)}" for key, value in values.items() if value not in (None, [])]
    if selection.per_file_ignores:
        lines += ["", "[validate.per-file-ignores]"]
        lines += [
            f"{_toml(name)} = {_toml(list(codes))}" for name, codes in selection.per_file_ignores.items()
        ]
    return lines


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
