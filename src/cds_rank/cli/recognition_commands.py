"""`cds-rank recognise`: who is recognised at which tier, and what each of the others still lacks."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cds_rank.cli import display
from cds_rank.cli.commands import has_review_errors, is_read, note_errors, note_reviews, read_and_compute
from cds_rank.cli.main import EXIT_FINDINGS, EXIT_OK
from cds_rank.cli.parsing import moment_from, one_of
from cds_rank.errors import CdsRankError
from cds_rank.wording.language import Language, translator
from cds_rank.workflow import Choices

if TYPE_CHECKING:
    from cds_rank.record.sealing import SealedResult
    from cds_rank.reporting.view.recognition import RecognitionView

FORMATS = ("table", "json", "csv", "markdown")


def recognise(
    paths: Sequence[Path],
    choices: Choices,
    *,
    output_format: str,
    out: Path | None,
    created_at: str | None,
    accept_errors: bool,
    language: Language,
) -> int:
    """Show who is recognised, from a result file or from submissions; returns 1 when a submission was refused.

    out: the file to write instead of the screen. Raises CdsRankError ("no_recognition") where the set recognises
    nobody, ("result_is_done") where choices come with a result file, which they could not change, and
    ("would_overwrite") where `out` is what is read.
    """
    from cds_rank.reporting.view.recognition import make_recognition

    _ = translator(language)
    one_of(output_format, FORMATS)
    if out is not None and is_read(out, paths, choices):
        raise CdsRankError("would_overwrite", path=out)
    sealed, has_faulty_reviews = _result_of(
        paths, choices, created_at=created_at, accept_errors=accept_errors, language=language
    )
    result = sealed.result
    view = make_recognition(result, language)
    if view is None:
        raise CdsRankError("no_recognition", set=result.indicator_set.id)
    if out is not None:
        from cds_rank.cli.output import write_files

        write_files({out: _text(sealed, view, output_format, language).encode("utf-8")})
        display.note(_("Đã ghi:"))
        display.note(f"  {out}")
    elif output_format == "table":
        from cds_rank.cli.recognition_table import show_recognition

        show_recognition(result, view, language, display.console())
    else:
        sys.stdout.write(_text(sealed, view, output_format, language))
    return EXIT_FINDINGS if result.refused_files or has_faulty_reviews else EXIT_OK


def _result_of(
    paths: Sequence[Path],
    choices: Choices,
    *,
    created_at: str | None,
    accept_errors: bool,
    language: Language,
) -> "tuple[SealedResult, bool]":
    """Return the result, and whether reviewers' decisions were left out for errors."""
    from cds_rank.record.sealing import load_result, seal

    if len(paths) == 1 and paths[0].suffix.lower() == ".json":
        if choices != Choices() or accept_errors or created_at is not None:
            raise CdsRankError("result_is_done", path=paths[0])
        return load_result(paths[0]), False
    validated, result = read_and_compute(
        paths, choices, created_at=moment_from(created_at), accept_errors=accept_errors, language=language
    )
    note_errors(validated, language)
    if validated.review_counts is not None:
        note_reviews(validated.review_counts, language)
    return seal(result)[1], has_review_errors(validated)


def _text(sealed: "SealedResult", view: "RecognitionView", output_format: str, language: Language) -> str:
    match output_format:
        case "json":
            from cds_rank.cli.recognition_data import recognition_data

            data = recognition_data(sealed, view)
            return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
        case "csv":
            from cds_rank.record.frames import csv_text

            return csv_text(sealed.to_frame("recognition"))
        case "markdown":
            from cds_rank.cli.recognition_table import recognition_markdown

            return recognition_markdown(sealed.result, view, language)
        case _:
            from cds_rank.cli.recognition_table import recognition_text

            return recognition_text(sealed.result, view, language)
