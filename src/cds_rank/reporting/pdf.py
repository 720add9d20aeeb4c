"""The decision and a unit's profile as PDF/A files that everybody can read, also with a screen reader."""

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cds_rank.errors import CdsRankError
from cds_rank.model.settings import DecisionSettings
from cds_rank.reporting.decision import Appendix, DecisionView, invented_title, make_decision
from cds_rank.reporting.glyphs import font_coverage, missing_characters
from cds_rank.reporting.pdf_profile import profile_sheet
from cds_rank.reporting.pdf_tables import appendix_tables
from cds_rank.reporting.story import Story
from cds_rank.wording.language import translator

if TYPE_CHECKING:
    import typst

FONTS: Final = Path(__file__).resolve().parent / "fonts"
"""The folder of the faces that every PDF is set in, and of their licence."""
FACES: Final = ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf")
STANDARDS: Final = ("a-2a", "ua-1")
"""PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1); the typesetter refuses what does not keep to both."""

_DRAWN: Final = tuple(
    field.name for field in fields(DecisionView) if field.name not in {"rankings", "appendices"}
)
_DRAWN_OF_APPENDIX: Final = tuple(field.name for field in fields(Appendix) if field.name != "tables")
_TEMPLATES: Final = Path(__file__).resolve().parent / "templates"
_NOT_TOLD: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MOST_PLACES = 3
_LONGEST_PLACE = 60  # characters of a text that is quoted in an error
_SHORTEST_TO_BREAK = 16  # letters; words of a language are shorter, names of files and addresses are not
_LONG_RUN: Final = re.compile(r"\S{25,}|(?=\S*[\d_./:@\\])\S{16,}")
_PIECE: Final = re.compile(r"[^\s_./:-]{1,6}[_./:-]*|[_./:-]{1,6}")
SUBSTITUTES: Final = {"▸": "›", "✓": "√"}
"""Signs of the program's own texts that the faces do not have, and what is printed instead."""
_BREAK_HERE: Final = "\N{ZERO WIDTH SPACE}"
_REPLACED: Final = str.maketrans(
    {**dict.fromkeys("\t\v\f\r\x85\u2028\u2029", " "), **SUBSTITUTES}  # the first are spaces of all kinds
)
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def build_pdf(story: Story, decision: DecisionSettings, *, draft: bool = True) -> bytes:
    """Set the decision on a result and its appendices as a tagged PDF/A-2a; the same input always gives the same bytes.

    draft: every page is stamped as one. A result of invented figures says so on every page whatever is asked.
    It says what the Word file says: both draw `make_decision`.
    Raises CdsRankError: "pdf_not_installed"; "pdf_fonts_missing"; "pdf_glyph_missing" when a text has a character
    that no shipped face can draw; "pdf_not_made" when the typesetter refuses or warns.
    """
    view = make_decision(story, decision, draft=draft)
    texts = {
        **_about(story, view.kind, view.subject, _authors(view)),
        **{name: _printable(getattr(view, name)) for name in _DRAWN},
        "appendices": [
            {name: _printable(getattr(appendix, name)) for name in _DRAWN_OF_APPENDIX}
            | {"tables": [_printable_table(table) for table in appendix_tables(appendix)]}
            for appendix in view.appendices
        ],
    }
    return _typeset("decision.typ", texts, story, f"{view.kind} – {view.subject}")


def build_unit_pdf(story: Story, unit: str) -> bytes:
    """Set one unit's profile on A4 as a tagged PDF/A-2a; the same input always gives the same bytes.

    unit: its code. Raises KeyError for a unit without a profile, and CdsRankError as `build_pdf` does.
    """
    profile = story.view.profiles.of(unit)
    texts = {
        **_about(story, profile.name, f"{story.view.title}, {story.view.period}", ("cds-rank",)),
        "stamp": "",
        "invented": _printable(invented_title(story.view)),
        **_printable(profile_sheet(story, profile)),
    }
    return _typeset("unit.typ", texts, story, profile.name, unit)


def _about(story: Story, title: str, subject: str, authors: Sequence[str]) -> dict[str, Any]:
    """Say what both documents say of themselves, and what stands on each of their pages."""
    _ = translator(story.language)
    document = {
        "title": " – ".join(part for part in (title, subject) if part),
        "authors": authors,
        "about": f"cds-rank {story.result.record.tool_version} · {story.sealed.digest}",
    }
    return {
        "language": story.language,
        # Laid out by nobody: no breaks in it.
        "document": _printable(document, _composed),
        "illustrative": _("minh họa").upper() if story.view.illustrative else "",
    }


def _authors(view: DecisionView) -> tuple[str, ...]:
    # Dots that stand for a name nobody gave are no author.
    return (" ".join(view.authority.split()),) if view.authority.strip(" .…") else ()


# From values to paper


def _typeset(template: str, texts: Mapping[str, Any], story: Story, name: str, unit: str = "") -> bytes:
    """Set one template with texts that can be set; nothing but the templates and the fonts is read.

    name: of the document, for errors. unit: whose alone it is.
    """
    typst = _typesetter()
    _refuse_missing_characters(texts, _faces(), name, _typed(story, unit))
    try:
        content, warnings = typst.compile_with_warnings(
            _TEMPLATES / template,
            root=_TEMPLATES,
            font_paths=_fonts(FONTS),
            ignore_system_fonts=True,
            sys_inputs={
                "told": json.dumps(texts, ensure_ascii=False),
                "watermark": _outlines(FONTS, texts["stamp"] or texts["illustrative"]),
            },
            format="pdf",
            pdf_standards=list(STANDARDS),
            timestamp=_moment(story.result.record.created_at),
        )
    except typst.TypstError as error:
        raise CdsRankError("pdf_not_made", document=name, detail=error.message) from error
    if warnings:
        raise CdsRankError("pdf_not_made", document=name, detail=warnings[0].message)
    return bytes(content)


def _typesetter() -> Any:
    try:
        import typst
    except ImportError as error:
        # Installed, and yet not to be loaded (a library of the system is missing): installing again does not help.
        code = "pdf_not_installed" if find_spec("typst") is None else "pdf_not_loading"
        raise CdsRankError(code, reason=str(error)) from error
    return typst


def _faces() -> tuple[Path, ...]:
    faces = tuple(FONTS / face for face in FACES)
    absent = [face.name for face in faces if not face.is_file()]
    if absent:
        raise CdsRankError("pdf_fonts_missing", path=FONTS, names=", ".join(absent))
    for face in faces:
        # The typesetter would set bold words in another face than a damaged one, without a word.
        font_coverage(face)
    return faces


@lru_cache(maxsize=2)
def _fonts(folder: Path) -> "typst.Fonts":
    """Read the fonts once for many files; neither the computer's nor the typesetter's own are among them."""
    fonts: typst.Fonts = _typesetter().Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
    return fonts


@lru_cache(maxsize=8)
def _outlines(folder: Path, word: str) -> str:
    """Draw a word in large pale letters as outlines (SVG): nothing of it is text any more. Empty for no word."""
    if not word:
        return ""
    drawn: bytes = _typesetter().compile(
        _TEMPLATES / "watermark.typ",
        root=_TEMPLATES,
        font_paths=_fonts(folder),
        ignore_system_fonts=True,
        sys_inputs={"word": word},
        format="svg",
    )
    return drawn.decode("utf-8")


def _moment(created_at: str) -> dt.datetime:
    """Return when the result was made; of one that does not tell, the beginning of 1970: PDF/A wants a date."""
    try:
        moment = dt.datetime.fromisoformat(created_at)
    except ValueError:
        return _NOT_TOLD
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


# Texts that can be set


def _settable(text: str) -> str:
    """Compose letters with their marks, leave out what no paper shows, and let long words break anywhere.

    The breaks are marks that the templates take away: what is copied from the PDF is the word as it was typed.
    """
    if len(text) < _SHORTEST_TO_BREAK and text.isascii() and text.isprintable():
        return text
    return _LONG_RUN.sub(_broken, _composed(text))


def _printable_table(table: Mapping[str, Any]) -> dict[str, Any]:
    """Turn a laid-out table into texts that can be set; in a row that is one line high for certain nothing breaks."""
    low = table["low"]
    rows = zip(low, table["rows"], strict=True)
    texts: dict[str, Any] = _printable({**table, "rows": ()})
    return texts | {"rows": [_printable(row, _composed if is_low else _settable) for is_low, row in rows]}


def _composed(text: str) -> str:
    plain = text.replace("\r\n", "\n").translate(_REPLACED)
    composed = unicodedata.normalize("NFC", plain)
    return composed if composed.isprintable() else "".join(_shown(composed))


def _printable(value: Any, letters: Callable[[str], str] = _settable) -> Any:
    """Turn values into what JSON knows, every text into one that can be set."""
    match value:
        case str():
            return letters(value)
        case None | bool() | int() | float():
            return value
        case Mapping():
            return {key: _printable(item, letters) for key, item in value.items()}
        case _ if is_dataclass(value):
            return {field.name: _printable(getattr(value, field.name), letters) for field in fields(value)}
        case _:
            return [_printable(item, letters) for item in value]


def _shown(text: str) -> Iterator[str]:
    for char in text:
        kind = unicodedata.category(char)
        if kind == "Zs":
            yield " " if char == "\N{OGHAM SPACE MARK}" else char
        elif char == "\n" or kind not in {"Cc", "Cf"}:
            yield char


def _broken(run: re.Match[str]) -> str:
    return _BREAK_HERE.join(_PIECE.findall(run[0]))


def _refuse_missing_characters(
    texts: object, faces: Sequence[Path], name: str, typed: Iterable[tuple[str, str]]
) -> None:
    """Refuse characters that would come out as empty boxes, before anything is set.

    name: of the document. typed: what people typed and where, gone through only when something is missing.
    Raises CdsRankError "pdf_glyph_missing" with the characters and where they come from: the units and the cells, and
    the texts themselves where they are nobody's.
    """
    told = [text.replace(_BREAK_HERE, "") for text in _texts(texts)]
    used = set().union(*told)
    # Parted, so that no two of them are put together to a third.
    missing = set(missing_characters(" ".join(sorted(used)), faces))
    # PDF/A-2a refuses the private characters that some fonts have.
    missing |= {char for char in used if unicodedata.category(char) in {"Co", "Cs"}}
    if not missing:
        return
    having = list(dict.fromkeys(text for text in told if not missing.isdisjoint(text)))
    places = list(_places(having, missing, typed))
    raise CdsRankError(
        "pdf_glyph_missing",
        document=_SURROGATES.sub("�", name),
        characters=", ".join(map(_named, sorted(missing))),
        places="; ".join(places[:_MOST_PLACES]) + ("; …" if len(places) > _MOST_PLACES else ""),
    )


def _places(having: Sequence[str], missing: set[str], typed: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Say who typed what cannot be printed; what is quoted in other texts is said once."""
    of_someone = [
        (who, text)
        for who, text in typed
        if not missing.isdisjoint(text) and any(text in said for said in having)
    ]
    yield from (f"{who} “{_quoted(text, missing)}”" for who, text in of_someone)
    for said in having:
        if not any(text in said for _who, text in of_someone):
            yield f"“{_quoted(said, missing)}”"


def _typed(story: Story, unit: str) -> Iterator[tuple[str, str]]:
    """Go through the names of the units and what one of them answered, each with its code and its cell."""
    result = story.result
    yield from ((listed.code, _composed(listed.name)) for listed in result.unit_list.units)
    for figure in result.observations.values():
        if figure.unit == unit:
            origin = figure.origin
            place = " › ".join(part for part in (origin.file, origin.sheet, origin.cell) if part)
            for text in (figure.evidence, figure.explanation):
                yield f"{unit}, {figure.indicator} ({place})", _composed(text)


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            yield from _texts_of(value.values())
        case list():
            yield from _texts_of(value)


def _texts_of(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        yield from _texts(value)


def _named(char: str) -> str:
    code = f"U+{ord(char):04X}"
    return f"“{char}” ({code})" if char.isprintable() else code


def _quoted(text: str, missing: set[str]) -> str:
    """Quote the part of a text in which its first missing character stands."""
    plain = " ".join(text.split())
    at = next(place for place, char in enumerate(plain) if char in missing)
    start = max(0, at - _LONGEST_PLACE // 2)
    part = plain[start : start + _LONGEST_PLACE]
    return _SURROGATES.sub(
        "�", f"{'…' if start else ''}{part}{'…' if start + len(part) < len(plain) else ''}"
    )
