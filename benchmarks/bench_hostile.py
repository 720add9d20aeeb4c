"""Files made to hurt: how long the verdict takes beyond start-up, and how much memory, each in a process of its own.

python benchmarks/bench_hostile.py: prints a line per file; at most 1 s of the processor beyond what a form in order
takes (the million blank rows: 5 s) and 150 MB.
"""

import io
import os
import random
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Mapping
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
FORM = ROOT / "data" / "samples" / "yen-bai-2022" / "STC_so-tai-chinh_yen-bai-2022_2022-Q4.xlsx"
SHEET, WORKBOOK, STYLES = "xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml"
SECONDS, MEGABYTES = 1.0, 150.0
MORE_SECONDS = {"a million blank rows": 5.0}
Parts = dict[str, bytes]


def form_parts() -> Parts:
    with zipfile.ZipFile(FORM) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes], beside: Iterable[tuple[str, bytes]] = ()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in (*parts.items(), *beside):
            package.writestr(name, part)
    return out.getvalue()


def with_rows(*rows: str) -> bytes:
    """Add rows below the form's table."""
    parts = form_parts()
    return packed(
        parts | {SHEET: parts[SHEET].replace(b"</sheetData>", "".join(rows).encode() + b"</sheetData>")}
    )


def changed(part: str, old: bytes, new: bytes) -> bytes:
    parts = form_parts()
    assert old in parts[part], (part, old)
    return packed(parts | {part: parts[part].replace(old, new, 1)})


def row(number: int, *cells: tuple[str, str]) -> str:
    written = (
        f'<c r="{letters}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for letters, text in cells
    )
    return f'<row r="{number}">{"".join(written)}</row>'


def noise(length: int) -> str:
    """Give text that does not press to nothing."""
    die = random.Random(1)
    return "".join(die.choices("abcdefghijklmnopqrstuvwxyz0123456789 ", k=length))


def header_row() -> tuple[bytes, bytes]:
    """Give the XML of the row of headings, and the same without its closing tag."""
    sheet = form_parts()[SHEET]
    found = re.search(rb'<row r="7".*?</row>', sheet, re.DOTALL)
    assert found is not None
    return found[0], found[0].removesuffix(b"</row>")


def bomb() -> bytes:
    """A part that unpacks to 300 MB of blanks."""
    return changed(SHEET, b"<sheetData>", b"<sheetData>" + b" " * 300_000_000)


def packed_noughts() -> bytes:
    """A part beside the workbook that unpacks to 600 MB."""
    out = io.BytesIO(packed(form_parts()))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package,
        package.open("xl/media/x.bin", "w") as entry,
    ):
        for _ in range(600):
            entry.write(bytes(1_000_000))
    return out.getvalue()


def giant_string() -> bytes:
    return with_rows(row(60, ("B", "A" * 140_000_000)))


def cell_of_30_mb() -> bytes:
    return with_rows(row(60, ("B", noise(30_000_000))))


def code_of_30_mb() -> bytes:
    return with_rows(row(60, ("A", noise(30_000_000)), ("F", "1")))


def explanation_of_30_mb() -> bytes:
    """30 MB in a column that is read, in a row that is an indicator's, of letters with marks."""
    header = column_of("Giải trình")
    long_text = "nguye\u0302\u0303n " * 3_000_000
    sheet = form_parts()[SHEET].decode()
    new = re.sub(
        rf'<c r="{header}9"[^>]*?/>|<c r="{header}9".*?</c>',
        lambda _: f'<c r="{header}9" t="inlineStr"><is><t>{long_text}</t></is></c>',
        sheet, count=1, flags=re.DOTALL,
    )  # fmt: skip
    return packed(form_parts() | {SHEET: new.encode()})


def column_of(heading: str) -> str:
    found = re.search(rf'<c r="([A-Z]+)7"[^>]*><is><t>{heading}</t>', form_parts()[SHEET].decode())
    assert found is not None
    return found[1]


def stray_cell() -> bytes:
    return with_rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def false_dimension() -> bytes:
    parts = form_parts()
    sheet = re.sub(rb'<dimension ref="[^"]*" ?/>', b'<dimension ref="A1:XFD1048576"/>', parts[SHEET])
    return packed(parts | {SHEET: sheet})


def million_blank_rows() -> bytes:
    return with_rows(
        *(
            f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/><c r="C{n}" s="1"/></row>'
            for n in range(60, 1_048_577)
        )
    )


def entity_bomb() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    parts = form_parts()
    sheet = f"<!DOCTYPE worksheet [{entities}]>".encode() + parts[SHEET].replace(
        b"<is><t>", b"<is><t>&a9;", 1
    )
    return packed(parts | {SHEET: sheet})


def document_type() -> bytes:
    parts = form_parts()
    doctype = b'<!DOCTYPE workbook SYSTEM "http://192.0.2.1/x.dtd">'
    return packed(parts | {WORKBOOK: doctype + parts[WORKBOOK]})


def merged_ranges() -> bytes:
    merged = b"".join(b'<mergeCell ref="A%d:L%d"/>' % (n, n + 3) for n in range(8, 10_008))
    return changed(SHEET, b"</mergeCells>", merged + b"</mergeCells>")


def styles() -> bytes:
    return changed(
        STYLES,
        b"</cellXfs>",
        b"".join(b'<xf numFmtId="%d"/>' % (n + 200) for n in range(100_000)) + b"</cellXfs>",
    )


def deep_nesting() -> bytes:
    return changed(SHEET, b"<sheetData>", b"<x>" * 300_000 + b"</x>" * 300_000 + b"<sheetData>")


def deep_nesting_in_a_cell() -> bytes:
    return with_rows(
        '<row r="60"><c r="B60" t="inlineStr"><is>' + "<r>" * 300_000 + "</r>" * 300_000 + "</is></c></row>"
    )


def many_sheets() -> bytes:
    sheets = b"".join(b'<sheet name="T%d" sheetId="%d" r:id="rId2"/>' % (n, n + 50) for n in range(9_000))
    space = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return changed(
        WORKBOOK, b"</sheets>", sheets.replace(b"r:id", b'xmlns:r="%s" r:id' % space) + b"</sheets>"
    )


def many_entries() -> bytes:
    return packed(form_parts(), ((f"xl/media/{n}.png", b"x") for n in range(60_000)))


def strange_codes() -> bytes:
    return with_rows(*(row(n, ("A", f"LẠ-{n}")) for n in range(60, 200_060)))


def strange_codes_beside_known_ones() -> bytes:
    """Fewer strange codes than known ones: each is looked up among the names there are."""
    code = re.search(r'<c r="A9"[^>]*><is><t>([^<]+)</t>', form_parts()[SHEET].decode())
    assert code is not None
    half = (row(n, ("A", code[1] if n % 2 else f"{code[1]}-{n}")) for n in range(60, 60_060))
    return with_rows(*half)


def repeated_codes() -> bytes:
    code = re.search(r'<c r="A9"[^>]*><is><t>([^<]+)</t>', form_parts()[SHEET].decode())
    assert code is not None
    return with_rows(*(row(n, ("A", code[1]), ("F", f"{n}.340")) for n in range(60, 100_060)))


def statuses_outside_the_list() -> bytes:
    letters = column_of("Tình trạng")
    return with_rows(*(row(n, ("A", f"X{n}"), (letters, f"đang làm {n}")) for n in range(60, 50_060)))


def figures_without_codes() -> bytes:
    letters = column_of("Giá trị")
    return with_rows(*(f'<row r="{n}"><c r="{letters}{n}"><v>{n}</v></c></row>' for n in range(60, 100_060)))


def notes_without_end() -> bytes:
    return with_rows(*(row(n, ("A", f"Ghi chú thứ {n} của đơn vị")) for n in range(60, 100_060)))


def strange_headings() -> bytes:
    """A row of headings as wide as a sheet can be, and some of the form's own missing."""
    from cds_rank.reading.ooxml_cells import column_letters

    old, opened = header_row()
    new = re.sub("<t>(Tử số|Mẫu số|Giá trị|Tình trạng)</t>".encode(), b"<t>?</t>", opened)
    cells = "".join(
        f'<c r="{column_letters(n)}7" t="inlineStr"><is><t>{noise(30)} giá trị {n} tình trạng tử số</t></is></c>'
        for n in range(13, 16_385)
    )
    return changed(SHEET, old, new + cells.encode() + b"</row>")


def texts_everywhere() -> bytes:
    return with_rows(
        *(row(n, *((letters, f"chữ {n} {letters}") for letters in "BCDEFGHIJK")) for n in range(60, 80_060))
    )


def formulas_of_megabytes() -> bytes:
    return with_rows(
        f'<row r="60"><c r="F60"><f>{"SUM(A1:A9)+" * 900_000 + noise(9_000_000)}</f><v>1</v></c></row>'
    )


def number_of_a_million_digits() -> bytes:
    return with_rows(f'<row r="60"><c r="A60"><v>{"12345678901" * 100_000}</v></c></row>')


def hidden_rows() -> bytes:
    return with_rows(*(f'<row r="{n}" hidden="1"/>' for n in range(60, 600_060, 2)))


def attribute_of_megabytes() -> bytes:
    return changed(SHEET, b"<sheetData>", b'<sheetData x="' + noise(20_000_000).encode() + b'">')


def names_of_attributes() -> bytes:
    attributes = "".join(f' a{n}="1"' for n in range(100_000))
    return changed(SHEET, b"<sheetData>", f"<sheetData{attributes}>".encode())


def comment_of_megabytes() -> bytes:
    return changed(SHEET, b"<sheetData>", b"<!--" + noise(40_000_000).encode() + b"--><sheetData>")


def shared_strings() -> bytes:
    parts = form_parts()
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = "".join(f"<si><t>chuỗi {n}</t></si>" for n in range(900_000))
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{space}">{strings}</sst>'.encode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    arrow = f'<Relationship Id="rId999" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'.encode()
    arrows = "xl/_rels/workbook.xml.rels"
    parts[arrows] = parts[arrows].replace(b"</Relationships>", arrow)
    return packed(parts)


def properties_without_end() -> bytes:
    name = "docProps/custom.xml"
    prefix = re.search(rb"<([a-z]*:?)property ", form_parts()[name])
    assert prefix is not None
    tag = prefix[1].decode()
    more = "".join(
        f'<{tag}property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{n}" name="p{n}"/>'
        for n in range(100, 100_100)
    )
    parts = form_parts()
    closing = f"</{tag}Properties>".encode()
    return packed(parts | {name: parts[name].replace(closing, more.encode() + closing)})


def truncated() -> bytes:
    return FORM.read_bytes()[:9_000]


def noughts() -> bytes:
    return bytes(90_000_000)


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "a zip bomb in the sheet (300 MB)": bomb,
    "a zip bomb beside it (600 MB)": packed_noughts,
    "a string of 140 MB": giant_string,
    "a cell of 30 MB": cell_of_30_mb,
    "a code of 30 MB": code_of_30_mb,
    "an explanation of 30 MB": explanation_of_30_mb,
    "a cell at XFD1048576": stray_cell,
    "a false dimension": false_dimension,
    "a million blank rows": million_blank_rows,
    "an entity bomb": entity_bomb,
    "an external document type": document_type,
    "10,000 merged ranges": merged_ranges,
    "100,000 styles": styles,
    "300,000 nested elements": deep_nesting,
    "300,000 nested elements in a cell": deep_nesting_in_a_cell,
    "9,000 sheets": many_sheets,
    "60,000 entries in the zip": many_entries,
    "200,000 rows of strange codes": strange_codes,
    "30,000 strange codes beside known ones": strange_codes_beside_known_ones,
    "100,000 rows of one code": repeated_codes,
    "50,000 statuses outside the list": statuses_outside_the_list,
    "100,000 figures without codes": figures_without_codes,
    "100,000 notes": notes_without_end,
    "16,000 strange headings": strange_headings,
    "800,000 texts": texts_everywhere,
    "a formula of 19 MB": formulas_of_megabytes,
    "a number of a million digits": number_of_a_million_digits,
    "300,000 hidden rows apart": hidden_rows,
    "an attribute of 20 MB": attribute_of_megabytes,
    "100,000 attributes": names_of_attributes,
    "a comment of 40 MB": comment_of_megabytes,
    "900,000 shared strings": shared_strings,
    "100,000 properties": properties_without_end,
    "a file cut off": truncated,
    "90 MB of noughts": noughts,
}


def verdict(path: Path) -> tuple[float, float, str]:
    """Check one file in a process of its own: seconds of the processor, peak megabytes, and what was found."""
    command = [sys.executable, "-m", "cds_rank", "validate", str(path), "--no-cache", "--format", "concise"]
    command += ["--set", "yen-bai-2022", "--period", "2022-Q4", "--isolated", "--max-per-rule", "1"]
    with TemporaryDirectory() as folder, (Path(folder) / "out").open("w+b") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read().decode("utf-8", "replace")
    codes = sorted(set(re.findall(r"\b[A-Z]{3}\d{3}\b", text)))
    shown = ",".join(codes) if process.returncode in {0, 1} else f"exit {process.returncode}: {text[-120:]!r}"
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, shown


def _write_in_own_process(make: Callable[[], bytes], path: Path) -> None:
    """Leave this process small: what it starts begins its life with its memory, and the peak says that."""
    process = get_context("spawn").Process(target=_write, args=(make, path))
    process.start()
    process.join()
    assert process.exitcode == 0


def _write(make: Callable[[], bytes], path: Path) -> None:
    path.write_bytes(make())


def main(chosen: str = "") -> None:
    """Measure and print; chosen: only the files whose description has this in it."""
    begin = time.perf_counter()
    with TemporaryDirectory() as folder:
        path = Path(folder) / FORM.name
        path.write_bytes(FORM.read_bytes())
        usual = min(verdict(path)[0] for _ in range(5))
        print(f"a form in order: {usual:.2f} s; below: seconds beyond that, peak memory, size, rules")
        for name, make in HOSTILE.items():
            if chosen in name:
                _write_in_own_process(make, path)
                seconds, memory, codes = verdict(path)
                limit = MORE_SECONDS.get(name, SECONDS)
                fine = seconds - usual <= limit and memory <= MEGABYTES
                size = path.stat().st_size / 1e6
                print(
                    f"{'ok' if fine else 'OVER':4}  {name:42} {seconds - usual:6.2f} s (limit {limit:g})"
                    f"{memory:5.0f} MB  {size:5.1f} MB  {codes}",
                    flush=True,
                )
    print(f"in all {time.perf_counter() - begin:.0f} s")


if __name__ == "__main__":
    main(*sys.argv[1:2])
