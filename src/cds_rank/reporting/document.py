"""The decision as a Word file: an office's template, or the shipped one, filled with what the decision says."""

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docxtpl import DocxTemplate
from jinja2 import Template, TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.exceptions import SecurityError, UndefinedError
from lxml import etree
from markupsafe import Markup, escape

from cds_rank.errors import CdsRankError
from cds_rank.model.settings import DecisionSettings
from cds_rank.model.similarity import nearest
from cds_rank.reporting.decision import DecisionTable, DecisionView, make_decision
from cds_rank.reporting.story import Story
from cds_rank.reporting.template_tags import (
    EndlessError,
    Sandbox,
    counted,
    first_refused,
    printable_value,
    what_was_said,
)
from cds_rank.wording.cell_text import clip
from cds_rank.wording.language import Language

SHIPPED: Final = Path(__file__).resolve().parent / "templates" / "decision.docx"
"""The template that is used where the office names none of its own."""

FIELDS: Final = frozenset(field.name for field in fields(DecisionView))
"""What a template may name."""

# What a damaged, encrypted or other package makes its readers raise.
_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, PackageNotFoundError, etree.LxmlError,
    LookupError, ValueError, TypeError, AttributeError,
)  # fmt: skip
_LONGEST_PLACE: Final = 120  # letters of a paragraph that an error names
_LARGEST_TEMPLATE: Final = 50_000_000  # bytes, unpacked
_LARGEST_TEXT: Final = (
    3_000_000  # bytes of one part, unpacked; tags are looked for in time that grows with its square
)
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BREAK: Final = '</w:t><w:br/><w:t xml:space="preserve">'
_MARKUP: Final = re.compile(r"<[^>]+>")
_PARAGRAPH: Final = re.compile(r"<w:p(?=[ >])")
_MISSING: Final = (re.compile(r"has no attribute '(.+?)'"), re.compile(r"'(.+?)' is undefined"))
_TWIPS_OF_A4: Final = 11906
_LANGUAGES: Final[Mapping[Language, str]] = {"vi": "vi-VN", "en": "en-GB"}


def build_document(
    story: Story,
    decision: DecisionSettings,
    template: bytes | None = None,
    *,
    draft: bool = True,
    template_name: str = "decision.docx",
) -> bytes:
    """Write the decision on a result as a Word file; the same input always gives the same bytes.

    template: a .docx with fields in double braces; None: the shipped one. template_name: what errors call it.
    Whatever the template leaves out, the stamp of a draft and the warnings stand in the file, and every page of a
    result of illustrative figures says so.
    Raises CdsRankError, as `check_template` does; "template_field" also for fields of fields, "template_endless" for
    loops that go round too often, "template_failed" and "template_torn" for what cannot be filled.
    """
    view = make_decision(story, decision, draft=draft)
    filled = _filled(_content(template), template_name, view)
    document: Document = filled.docx
    if template is not None:
        _insist(document, view)
    if view.invented:
        _head_every_page(document, view.invented)
    _describe(document, view, story.result.record.created_at)
    packed = io.BytesIO()
    document.save(packed)
    return _without_clock(packed.getvalue())


def check_template(template: bytes, name: str) -> None:
    """Find out before any work whether a template can be filled.

    name: the file, for the error. Raises CdsRankError: "template_not_docx", "template_too_large"; with the place,
    "template_syntax" for wrong tags, "template_unsafe" and "template_filter" for what no template may use;
    "template_field" with the first name that no decision has, and the nearest that it has.
    """
    _opened(template, name).check()


def _content(template: bytes | None) -> bytes:
    return _shipped() if template is None else template


@lru_cache(maxsize=1)
def _shipped() -> bytes:
    return SHIPPED.read_bytes()


def _literal(value: object) -> Markup:
    """Put a value between the tags of a run: nothing in it is markup, and its line ends break the line.

    Texts that were not taken one by one in a loop are lines. Raises TypeError for what has fields of its own.
    """
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        value = "\n".join(value)
    text = _NOT_IN_XML.sub("", str(printable_value(value)))
    return Markup(str(escape(text)).replace("\n", _BREAK))


def _opened(template: bytes, name: str) -> "_Template":
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST_TEMPLATE:
                raise CdsRankError("template_not_docx", path=name)
            if any(
                part.file_size > _LARGEST_TEXT for part in packed.infolist() if part.filename.endswith(".xml")
            ):
                raise CdsRankError("template_too_large", path=name)
        opened = _Template(template, name)
        if template is not _shipped():
            _try_out(opened.get_docx())
    except _DAMAGED as error:
        raise CdsRankError("template_not_docx", path=name) from error
    return opened


def _try_out(document: Document) -> None:
    """Touch every part that will be needed, so that damage shows here."""
    document.element.body.xpath("w:p")
    document.styles.element.xpath("w:style")
    _ = document.core_properties.author, list(_header_parts(document))
    for part in _footnotes(document):
        etree.fromstring(part.blob.decode("utf-8").encode("utf-8"))
    document.save(io.BytesIO())


def _filled(template: bytes, name: str, view: DecisionView) -> "_Template":
    opened = _opened(template, name)
    opened.view = view
    # Not dataclasses.asdict: templates reach what is inside by its name, and thousands of rows stay as they are.
    opened.render({field: getattr(view, field) for field in FIELDS}, Sandbox(_literal), autoescape=True)
    return opened


class _Template(DocxTemplate):  # type: ignore[misc]
    """A template of docxtpl that takes values literally, and says in which paragraph a tag is wrong."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(io.BytesIO(content))
        self.name = name
        self.view: DecisionView | None = None

    def check(self) -> None:
        """Look through the tags of every part without filling them."""
        self.init_docx()
        environment = Sandbox(_literal)
        sources = [self.patch_xml(self.get_xml())]
        for kind in (self.HEADER_URI, self.FOOTER_URI):
            sources += [self.patch_xml(self.get_part_xml(part)) for _, part in self.get_headers_footers(kind)]
        sources += [self.patch_xml(part.blob.decode("utf-8")) for part in _footnotes(self.docx)]
        for source in sources:
            self._compiled(_by_paragraphs(source), environment)

    def render_xml_part(
        self, src_xml: str, part: object, context: Mapping[str, Any], jinja_env: Sandbox
    ) -> str:
        """Fill one part."""
        source = _by_paragraphs(src_xml)
        template = self._compiled(source, jinja_env)
        written = []
        try:
            for piece in template.generate(context):
                jinja_env.letters += len(piece)
                written.append(piece)
        except UndefinedError as error:
            found = next((m[1] for m in (p.search(str(error)) for p in _MISSING) if m), "?")
            raise self._refused("template_field", source, _line_of(error), field=found) from error
        except SecurityError as error:
            raise self._refused("template_unsafe", source, _line_of(error)) from error
        except (EndlessError, OverflowError) as error:
            raise self._refused("template_endless", source, _line_of(error)) from error
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
            raise self._refused("template_failed", source, _line_of(error)) from error
        filled = "".join(written).replace("\n<w:p", "<w:p")
        try:
            etree.fromstring(filled.encode("utf-8"), etree.XMLParser(huge_tree=True, resolve_entities=False))
        except etree.XMLSyntaxError as error:
            raise CdsRankError("template_torn", path=self.name) from error
        return filled

    def render_properties(self, context: Mapping[str, Any], jinja_env: object = None) -> None:
        """Leave the properties: they are ours."""

    def fix_tables(self, xml: str) -> Any:
        """Read what was filled, and give every table as many columns as its rows have."""
        tree = etree.fromstring(xml, etree.XMLParser(huge_tree=True, resolve_entities=False))
        appendices = self.view.appendices if self.view else ()
        _fit_columns(tree, [table for appendix in appendices for table in appendix.tables])
        return tree

    def _compiled(self, source: str, environment: Sandbox) -> Template:
        try:
            tree = environment.parse(source)
            refused = first_refused(tree)
            if refused is not None:
                raise self._refused(refused.code, source, refused.line, **refused.facts)
            named = meta.find_undeclared_variables(tree)
            unknown = named - FIELDS - set(environment.globals)
            if unknown:
                uses = (node for node in tree.find_all(nodes.Name) if node.name in unknown)
                first = min(uses, key=lambda node: (node.lineno, node.name))
                facts = {"field": first.name, "nearest": nearest(first.name, FIELDS)}
                raise self._refused("template_field", source, first.lineno, **facts)
            return environment.from_string(counted(tree))
        except TemplateSyntaxError as error:
            said = what_was_said(error.message or "", _place(source, error.lineno))
            raise self._refused("template_syntax", source, error.lineno, **said) from error
        # Python's own limits: numbers of thousands of digits, loops and brackets nested too deeply.
        except (ValueError, SyntaxError, RecursionError, MemoryError) as error:
            raise self._refused("template_syntax", source, 0, detail="too_deep") from error

    def _refused(self, code: str, source: str, line: int, **facts: object) -> CdsRankError:
        shown = clip(_place(source, line), _LONGEST_PLACE) or "?"
        return CdsRankError(code, path=self.name, place=shown, **{"nearest": "", **facts})


def _by_paragraphs(source: str) -> str:
    """Begin every paragraph on a line of its own, so that the line of an error tells the paragraph."""
    return _PARAGRAPH.sub("\n<w:p", source)


def _place(source: str, line: int) -> str:
    """Return what can be read in the paragraph at a line of a template, empty where there is none."""
    lines = source.split("\n")
    return " ".join(_MARKUP.sub("", lines[line - 1]).split()) if 0 < line <= len(lines) else ""


def _line_of(error: BaseException) -> int:
    """Return the line of the template at which something went wrong, 0 when it is not known."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


# Tables


def _fit_columns(body: Any, tables: Sequence[DecisionTable]) -> None:
    """Give the columns their widths: where a table has the headings of one of ours as told there, else all the same.

    How many columns there are is known only now; a table that the office drew with fixed columns stays as it is.
    """
    widths = {tuple(map(_letters, (c.name for c in t.columns))): [c.width for c in t.columns] for t in tables}
    room = 0
    for block in reversed(body):
        section = block if block.tag == qn("w:sectPr") else block.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if section is not None:
            room = _room(section)
        elif block.tag == qn("w:tbl"):
            _fit_table(block, widths, room)


def _letters(text: str) -> str:
    return "".join(text.split())


def _room(section: Any) -> int:
    """Return the width between the margins, in twentieths of a point."""
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    width = int(size.get(qn("w:w"), _TWIPS_OF_A4)) if size is not None else _TWIPS_OF_A4
    sides = (qn("w:left"), qn("w:right"))
    return width - (sum(int(margins.get(side, 0)) for side in sides) if margins is not None else 0)


def _fit_table(table: Any, widths: Mapping[tuple[str, ...], Sequence[int]], room: int) -> None:
    rows = table.findall(qn("w:tr"))
    grid = table.find(qn("w:tblGrid"))
    if not rows or grid is None:
        return
    heads = rows[0].findall(qn("w:tc"))
    names = tuple(_letters("".join(t.text or "" for t in cell.iter(qn("w:t")))) for cell in heads)
    shares = widths.get(names)
    if shares is None:
        if len(grid) >= max(len(row.findall(qn("w:tc"))) for row in rows):
            return
        shares = [1] * len(heads)
    ends = [room * sum(shares[: n + 1]) // sum(shares) for n in range(len(shares))]
    fitted = [str(end - start) for start, end in zip([0, *ends], ends, strict=False)]
    grid[:] = [grid.makeelement(qn("w:gridCol"), {qn("w:w"): width}) for width in fitted]
    whole = table.find(f"{qn('w:tblPr')}/{qn('w:tblW')}")
    if whole is not None:
        whole.set(qn("w:type"), "dxa")
        whole.set(qn("w:w"), str(room))
    for row in rows:
        for cell, width in zip(
            row.iterfind(f"{qn('w:tc')}/{qn('w:tcPr')}/{qn('w:tcW')}"), fitted, strict=False
        ):
            cell.set(qn("w:w"), width)


# What no template leaves out


def _insist(document: Document, view: DecisionView) -> None:
    """Put at the top of the paper whatever warning or stamp a template of the office's own has no field for."""
    body = document.element.body
    heads = [part.element for part in _header_parts(document)]
    written = _written(body)
    above = "".join(map(_written, heads))
    missing = [view.stamp] if view.stamp and view.stamp not in above + written else []
    missing += [view.reading_note] if view.reading_note not in written else []
    warnings = [warning for warning in view.warnings if warning.title not in written]
    missing += [view.warning_title] if warnings and view.warning_title not in written else []
    for warning in warnings:
        facts = "; ".join(f"{fact.label}: {fact.text}" for fact in warning.facts)
        missing.append(f"{warning.title}. {warning.text} {facts}".strip())
    for text in reversed(missing):
        body.insert(0, _boxed(text))


def _head_every_page(document: Document, text: str) -> None:
    """Put a text at the top of every header that a page can have, and make those that a template has not."""
    sections: Sequence[Section] = tuple(document.sections)
    for place, section in enumerate(sections):
        headers = [section.header]
        # A section without a header of its own goes on with that of the one before it, which may show none itself.
        if any(later.different_first_page_header_footer for later in sections[place:]):
            headers.append(section.first_page_header)
        if document.settings.odd_and_even_pages_header_footer:
            headers.append(section.even_page_header)
        for header in headers:
            if header.is_linked_to_previous:
                if place:
                    continue
                header.is_linked_to_previous = False
            # By its name: what was filled took the place of the part that the section still holds.
            name = header.part.partname
            element = next(part.element for part in _header_parts(document) if part.partname == name)
            if text not in _written(element):
                element.insert(0, _centred(text))


def _centred(text: str) -> Any:
    return parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:spacing w:before="0" w:after="0"/><w:jc w:val="center"/></w:pPr>'
        f'<w:r><w:rPr><w:b/><w:sz w:val="20"/></w:rPr><w:t xml:space="preserve">{_literal(text)}</w:t></w:r></w:p>'
    )


def _header_parts(document: Document) -> Iterator[Any]:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/header"):
            yield relation.target_part


def _footnotes(document: Document) -> Iterator[Any]:
    for part in document.part.package.parts:
        if part.content_type.endswith(".footnotes+xml"):
            yield part


def _written(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))


def _boxed(text: str) -> Any:
    sides = "".join(f'<w:{side} w:val="single" w:sz="12" w:space="4" w:color="000000"/>' for side in _SIDES)
    return parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:pBdr>{sides}</w:pBdr><w:jc w:val="center"/></w:pPr>'
        f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{_literal(text)}</w:t></w:r></w:p>'
    )


_SIDES: Final = ("top", "left", "bottom", "right")


# The file around it


def _describe(document: Document, view: DecisionView, created_at: str) -> None:
    """State what the file is and when its result was made; nobody's name from the machine or the template."""
    core = document.core_properties
    core.author = core.last_modified_by = core.comments = core.keywords = core.category = core.subject = ""
    core.title = _NOT_IN_XML.sub("", f"{view.kind} – {view.subject}")[:255]
    core.language, core.revision = _LANGUAGES[view.language], 1
    core.created = core.modified = _moment(created_at)
    for language in document.styles.element.iterfind(f"{qn('w:docDefaults')}//{qn('w:lang')}"):
        language.set(qn("w:val"), _LANGUAGES[view.language])


def _moment(created_at: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(created_at)
    except ValueError:
        moment = dt.datetime(*_LONG_AGO, tzinfo=dt.UTC)
    # The format knows no zones; a moment without one is taken as it stands.
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _without_clock(packed: bytes) -> bytes:
    """Pack the parts again, all with one date: the packer takes the clock."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, _LONG_AGO), old.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()
