"""Keep the English catalogue in step: extract the program's Vietnamese texts, update en, compile both catalogues.

Usage: python tools/messages.py [--check]   --check changes nothing and fails when something is out of step.
"""

import datetime as dt
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "cds_rank"
LOCALE = SOURCE / "locale"
UNDATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
KEYWORDS = {"_": None, "N_": None}
METHODS = [("**.py", "python"), ("**.j2", "jinja2.ext.babel_extract")]


def extracted() -> Catalog:
    """Collect every text marked for translation, in a fixed order."""
    catalogue = Catalog(project="cds-rank", charset="utf-8")
    found = extract_from_dir(str(SOURCE), method_map=METHODS, keywords=KEYWORDS, strip_comment_tags=True)
    places: dict[str, set[str]] = {}
    for file, _line, message, _comments, _context in found:
        texts = message if isinstance(message, tuple) else (message,)
        for text in texts:
            if text:
                places.setdefault(str(text), set()).add(Path(file).as_posix())
    for text in sorted(places, key=lambda t: (sorted(places[t])[0], t)):
        catalogue.add(text, locations=[(file, 0) for file in sorted(places[text])])
    return catalogue


def compiled(po: Path) -> bytes:
    """Compile a catalogue; the same catalogue gives the same bytes."""
    with po.open("rb") as file:
        catalogue = read_po(file)
    catalogue.creation_date = catalogue.revision_date = (
        UNDATED  # else the minute of the run stands in the file
    )
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def update_english() -> tuple[Path, Catalog]:
    """Bring the English catalogue up to the texts in the source, keeping what is translated."""
    po = LOCALE / "en" / "LC_MESSAGES" / "cds_rank.po"
    english = Catalog(locale="en", project="cds-rank", charset="utf-8")
    if po.exists():
        with po.open("rb") as file:
            english = read_po(file, locale="en")
    english.update(extracted(), no_fuzzy_matching=True)
    english.obsolete.clear()
    return po, english


def po_text(catalogue: Catalog) -> bytes:
    """Write a catalogue without dates, so that it changes only when a text does."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, no_location=False, include_lineno=False, omit_header=True)
    fields = ("Language: en", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8")
    header = "".join(f'"{field}\\n"\n' for field in (*fields, "Content-Transfer-Encoding: 8bit"))
    return f'msgid ""\nmsgstr ""\n{header}\n'.encode() + out.getvalue()


def problems() -> list[str]:
    """List what is out of step: untranslated or superfluous texts, catalogues not compiled."""
    po, english = update_english()
    found = [f"untranslated: {m.id}" for m in english if m.id and not m.string]
    if not po.exists() or po.read_bytes() != po_text(english):
        found.append(f"not up to date: {po.name}")
    for source in sorted(LOCALE.rglob("*.po")):
        mo = source.with_suffix(".mo")
        if not mo.exists() or mo.read_bytes() != compiled(source):
            found.append(f"not compiled: {source.relative_to(ROOT)}")
    return found


def main() -> None:
    """Update and compile, or with --check only look."""
    if "--check" not in sys.argv:
        po, english = update_english()
        po.parent.mkdir(parents=True, exist_ok=True)
        po.write_bytes(po_text(english))
        for source in sorted(LOCALE.rglob("*.po")):
            source.with_suffix(".mo").write_bytes(compiled(source))
    found = problems()
    print("\n".join(found) or "catalogues are complete")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
