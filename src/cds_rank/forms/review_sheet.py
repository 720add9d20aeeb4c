"""The sheet that reviewers fill in: a row per figure, left what the unit reported, right what was decided."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import groupby

from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.forms import style
from cds_rank.forms.data_sheet import ratio_formula
from cds_rank.forms.lists import Lists
from cds_rank.forms.quick_rows import QuickRows, empty_cell, formula_cell, number_cell, text_cell
from cds_rank.forms.review_contents import FilledReview, ReviewContents, ReviewRow
from cds_rank.forms.validations import (
    ANSWERED_IN_WORDS,
    answer_label,
    answer_labels,
    asks_whole_number,
    figure_bounds,
    list_rule,
    number_error,
    number_rule,
    runs,
    worded,
)
from cds_rank.forms.words import ILLUSTRATIVE, period_words, target_text
from cds_rank.model import form_layout
from cds_rank.model import review_layout as layout
from cds_rank.model.finding import Finding
from cds_rank.model.indicator_set import Effect, Indicator, InputKind
from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.model.quantity import round_half_up
from cds_rank.model.review import Verdict
from cds_rank.model.unit import Status, Unit
from cds_rank.wording.cell_text import clean
from cds_rank.wording.findings import finding_text, printable

_WIDTHS = {
    "unit": 9.0,
    "unit_name": 19.0,
    "code": 9.0,
    "name": 36.0,
    "unit_of_measure": 11.0,
    "max_points": 8.5,
    "reported_numerator": 11.0,
    "reported_denominator": 11.0,
    "reported_value": 12.0,
    "self_points": 10.5,
    "evidence": 32.0,
    "explanation": 22.0,
    "findings": 26.0,
    "verdict": 18.0,
    "numerator": 11.0,
    "denominator": 11.0,
    "value": 12.0,
    "points": 10.5,
    "cause": 19.0,
    "reason": 30.0,
    "reviewer": 16.0,
    "mark": 14.0,
}
_WIDTH_OF_CHOICES = 26.0
_RATIO_COLUMNS = frozenset({"reported_numerator", "reported_denominator", "numerator", "denominator"})
_CENTRED = frozenset({"unit", "code", "unit_of_measure", "max_points", "verdict"})
_IDENTIFYING = frozenset({"unit", "unit_name", "code", "name", "unit_of_measure", "max_points"})
_FIGURES = ("numerator", "denominator", "value", "points")
_NUMBERS = frozenset(
    {"reported_numerator", "reported_denominator", "reported_value", "self_points", *_FIGURES, "max_points"}
)
_ALWAYS_OPEN = frozenset({"verdict", "cause", "reason", "reviewer"})
_LEAST_LINES = 2
_SIZE = 11.0
_DECIMALS_OF_A_QUOTIENT = 2  # shown; the cell holds more
_MOST_DECIMALS = 15  # of what was typed
_REVIEWERS_GREEN = "375623"
_COMPUTED = "#,##0.00"
_A3 = "8"
_DECIDED = (Verdict.AGREED, Verdict.ADJUSTED, Verdict.REJECTED)
_NEED_A_REASON = (Verdict.ADJUSTED, Verdict.REJECTED)
_OWN_FORMAT = 200  # Excel counts all formats of a workbook from 164; the cells have a handful
_LABELS = {verdict: label for label, verdict in layout.VERDICT_LABELS.items()}
_CAUSES = {cause: label for label, cause in layout.CAUSE_LABELS.items()}
_WITHOUT_FIGURE = {
    ObservationStatus.MISSING: "Chưa có số liệu",
    ObservationStatus.NOT_APPLICABLE: form_layout.NOT_APPLICABLE,
    ObservationStatus.NOTHING_TO_COUNT: form_layout.NOTHING_TO_COUNT,
    ObservationStatus.UNREADABLE: "Không đọc được",
    ObservationStatus.REJECTED: "Không được chấp nhận",
}
_EFFECTS = {
    Effect.SCORE: "",
    Effect.BONUS: " (điểm cộng)",
    Effect.DEDUCTION: " (điểm trừ: ghi số điểm bị trừ)",
}


def write_review_sheet(sheet: Worksheet, contents: ReviewContents, lists: Lists) -> tuple[int, bytes]:
    """Fill the sheet "Thẩm định" but for its table; the lists that its cells offer are added to `lists`.

    Returns the table's rows in XML, and the row that they have to be put above.
    """
    return _ReviewSheet(sheet, contents, lists).write()


class _ReviewSheet:
    def __init__(self, sheet: Worksheet, contents: ReviewContents, lists: Lists) -> None:
        self._sheet, self._contents, self._lists = sheet, contents, lists
        without = frozenset() if InputKind.RATIO in contents.kinds else _RATIO_COLUMNS
        self._columns = [column for column in layout.REVIEW_COLUMNS if column.key not in without]
        self._letter = {column.key: get_column_letter(i) for i, column in enumerate(self._columns, start=1)}
        self._widths = {column.key: _WIDTHS[column.key] for column in self._columns}
        for key, codes in (("unit", contents.units), ("code", {row.indicator.code for row in contents.rows})):
            self._widths[key] = max(9.0, min(18.0, max(map(len, codes), default=0) * 1.3 + 2))
        if InputKind.CHOICE in contents.kinds:
            self._widths["value"] = self._widths["reported_value"] = _WIDTH_OF_CHOICES
        self._rows: list[tuple[int, Indicator]] = []
        self._last_row = layout.REVIEW_HEADER_ROW
        self._quick = QuickRows(sheet)
        self._looks: dict[tuple[object, ...], int] = {}
        self._lines = lru_cache(maxsize=8192)(style.line_count)

    def write(self) -> tuple[int, bytes]:
        self._write_table()
        self._write_titles()
        self._write_bands()
        self._write_headings()
        self._validate()
        self._tint()
        below = self._write_signatures()
        self._set_up_view()
        return below, self._quick.xml()

    # --- the table

    def _write_table(self) -> None:
        rows = self._contents.rows
        groups = [(unit, list(group)) for unit, group in groupby(rows, key=lambda row: row.unit)]
        titled = len(groups) > 1 and len(groups) < len(rows)
        row = layout.REVIEW_HEADER_ROW
        for unit, of_unit in groups:
            if titled:
                row += 1
                self._write_unit_title(row, unit, len(of_unit))
            for review_row in of_unit:
                row += 1
                self._rows.append((row, review_row.indicator))
                self._write_row(row, review_row)
        self._last_row = row

    def _write_unit_title(self, row: int, unit: Unit, count: int) -> None:
        # Not in column A: there a text would be a unit's code. Not merged: a table stays a table.
        line = Side(style="thin", color=style.LINE)
        plain = self._quick.look(
            font=style.font(bold=True, colour=style.NAVY),
            fill=style.fill(style.NAVY_TINT),
            border=Border(top=line, bottom=line),
            alignment=style.align(wrap=False),
        )
        text = style.one_line(f"{unit.name.upper()} ({unit.code}) – {count} chỉ tiêu")
        cells = [
            text_cell(f"{letter}{row}", plain, text)
            if key == "unit_name"
            else empty_cell(f"{letter}{row}", plain)
            for key, letter in self._letter.items()
        ]
        self._quick.add(row, 23, cells)

    def _write_row(self, row: int, review_row: ReviewRow) -> None:
        indicator = review_row.indicator
        filled = self._contents.filled.get((review_row.unit.code, indicator.code), FilledReview())
        texts = _texts(review_row, filled)
        numbers = _numbers(review_row, filled)
        opened = _open_columns(indicator)
        cells = []
        for key, letter in self._letter.items():
            place = f"{letter}{row}"
            text = clean(texts.get(key, ""))
            number = numbers.get(key)
            if key == "value" and indicator.input is InputKind.RATIO:
                cells.append(
                    formula_cell(place, self._look(key, "computed"), self._ratio_formula(row, indicator))
                )
            elif text:
                quoted = text.startswith(style.STARTS_A_FORMULA)
                cells.append(
                    text_cell(place, self._look(key, "text", opened=key in opened, quoted=quoted), text)
                )
            elif number is not None:
                most = _DECIMALS_OF_A_QUOTIENT if _is_computed(key, indicator) else _MOST_DECIMALS
                shown = "General" if key in opened else _format_of(number, most)
                look = self._look(key, "number", opened=key in opened, number_format=shown)
                cells.append(number_cell(place, look, number))
            else:
                kind = "number" if key in _NUMBERS and not _is_in_words(key, indicator) else "text"
                cells.append(empty_cell(place, self._look(key, kind, opened=key in opened)))
        self._quick.add(row, self._height(texts), cells, grows=True)

    def _look(
        self,
        key: str,
        kind: str,
        *,
        opened: bool = False,
        quoted: bool = False,
        number_format: str = "General",
    ) -> int:
        """Return the look of a cell of the table. kind: text, number or computed."""
        known = self._looks.get((key, kind, opened, quoted, number_format))
        if known is not None:
            return known
        horizontal = "right" if kind != "text" else "left"
        if key in _CENTRED:
            horizontal = "center"
        if opened:
            colour = style.INPUT
        elif kind == "computed":
            colour = style.COMPUTED
        else:
            colour = "" if key in _IDENTIFYING else style.LOCKED
        formats = {"text": "@", "number": number_format, "computed": _COMPUTED}
        look = self._quick.look(
            font=style.font(_SIZE, bold=key in {"verdict", "code"}, colour=style.INK),
            fill=style.fill(colour) if colour else None,
            alignment=style.align(horizontal, wrap=horizontal != "right"),
            border=style.GRID,
            number_format=formats[kind],
            locked=not opened,
            quoted=quoted,
        )
        self._looks[key, kind, opened, quoted, number_format] = look
        return look

    def _ratio_formula(self, row: int, indicator: Indicator) -> str:
        top, bottom = (f"{self._letter[key]}{row}" for key in ("numerator", "denominator"))
        return ratio_formula(top, bottom, indicator.per)

    def _height(self, texts: dict[str, str]) -> float:
        lines = (
            self._lines(text, self._widths[key], _SIZE, bold=key == "verdict")
            for key, text in texts.items()
            if text and key in self._widths
        )
        return style.text_height(max(_LEAST_LINES, *lines), _SIZE)

    # --- what stands above the table

    def _write_titles(self) -> None:
        contents = self._contents
        units = len(contents.units)
        extent = f"{units} đơn vị, {len(contents.rows)} dòng" if units > 1 else f"{len(contents.rows)} dòng"
        hint = (
            "Chỉ điền ở các cột bên phải có đầu cột màu xanh lá. Để trống là chưa thẩm định, không phải 0 điểm. "
            f"Cách làm: xem trang “{layout.REVIEW_GUIDE_SHEET}”."
        )
        titles = (
            (ILLUSTRATIVE if contents.illustrative else "", 14.0, True, style.PAPER),
            ("PHIẾU THẨM ĐỊNH SỐ LIỆU", 17.0, True, style.NAVY),
            (f"{contents.indicator_set.name.vi} – {period_words(contents.period)}", 13.5, True, style.NAVY),
            (f"Phần thẩm định: {contents.part_words} – {extent}", 13.0, True, style.INK),
            (hint, 11.5, False, style.MUTED),
        )
        for row, (text, size, bold, colour) in enumerate(titles, start=1):
            cell = style.cell_at(self._sheet, row, 1)
            style.put_text(cell, style.one_line(text))
            cell.font = style.font(size, bold=bold, italic=not bold, colour=colour)
            # From the left: the table is wider than a screen, and its middle would be out of sight.
            cell.alignment = style.align(wrap=False)
            style.set_height(self._sheet, row, style.text_height(1, size) if text else 6.0)
        if contents.illustrative:
            for cell in self._cells(1):
                cell.fill = style.fill(style.RED)

    def _write_bands(self) -> None:
        row = layout.REVIEW_HEADER_ROW - 1
        progress = style.cell_at(self._sheet, row, 1)
        progress.value = self._progress_formula()
        progress.font = style.font(12, bold=True, colour=style.NAVY)
        progress.alignment = style.align(wrap=False)
        reported = "reported_numerator" if "reported_numerator" in self._letter else "reported_value"
        for first, last, text, colour, ink in (
            (reported, "findings", "ĐƠN VỊ ĐÃ BÁO CÁO", style.NAVY_TINT, style.NAVY),
            ("verdict", "reviewer", "CƠ QUAN THẨM ĐỊNH ĐIỀN", style.REVIEW, _REVIEWERS_GREEN),
        ):
            self._sheet.merge_cells(f"{self._letter[first]}{row}:{self._letter[last]}{row}")
            cell = self._at(first, row)
            style.put_text(cell, text)
            cell.font = style.font(11.5, bold=True, colour=ink)
            cell.fill = style.fill(colour)
            cell.alignment = style.align("center", wrap=False)
        style.set_height(self._sheet, row, 22)

    def _progress_formula(self) -> str:
        verdicts = self._down("verdict")
        decided = "+".join(f'COUNTIF({verdicts},"{_LABELS[verdict]}")' for verdict in _DECIDED)
        figures = "+".join(f'({self._down(key)}<>"")' for key in _FIGURES if key in self._letter)
        asking = "+".join(f'({verdicts}="{_LABELS[verdict]}")' for verdict in _NEED_A_REASON)
        figures = f'({figures})*({verdicts}<>"{_LABELS[Verdict.AGREED]}")'  # a figure there has to go
        wanting = f'SUMPRODUCT(({self._down("unit")}<>"")*(TRIM({self._down("reason")})="")*(({asking}+{figures})>0))'
        return (
            f'="Đã thẩm định "&({decided})&"/{len(self._rows)}"'
            f'&IFERROR(IF({wanting}>0,"; "&{wanting}&" dòng cần lý do",""),"")'
        )

    def _write_headings(self) -> None:
        row = layout.REVIEW_HEADER_ROW
        lines = 1
        for cell, column in zip(self._cells(row), self._columns, strict=True):
            style.put_text(cell, column.heading)
            cell.font = style.font(_SIZE, bold=True, colour=style.PAPER)
            cell.fill = style.fill(_REVIEWERS_GREEN if column.key in layout.REVIEWER_COLUMNS else style.NAVY)
            cell.alignment = style.align("center")
            cell.border = style.GRID
            narrow = self._widths[column.key] - 2  # the filter's button
            lines = max(lines, style.line_count(column.heading, narrow, _SIZE, bold=True))
        style.set_height(self._sheet, row, style.text_height(lines, _SIZE, padding=12))

    # --- what the cells accept

    def _validate(self) -> None:
        verdicts = list_rule(
            self._lists, tuple(layout.VERDICT_LABELS), "Kết luận",
            "Bấm mũi tên rồi chọn. Điều chỉnh hoặc không chấp nhận thì phải ghi lý do; để trống là chưa thẩm định.",
        )  # fmt: skip
        causes = list_rule(
            self._lists, tuple(layout.CAUSE_LABELS), "Nguyên nhân",
            "Chọn khi kết luận khác số liệu của đơn vị, rồi nói rõ ở cột Lý do.",
        )  # fmt: skip
        reasons = worded(
            DataValidation(allow_blank=True), "Lý do",
            "Bắt buộc khi điều chỉnh hoặc không chấp nhận, kể cả khi cho cao hơn: nêu căn cứ để đơn vị hiểu được.", "",
        )  # fmt: skip
        for key, rule in (("verdict", verdicts), ("cause", causes), ("reason", reasons)):
            self._add_rule_for_cells(rule, self._whole(key))
        self._validate_points()
        self._validate_figures()

    def _validate_points(self) -> None:
        limit = f"${self._letter['max_points']}{layout.REVIEW_FIRST_ROW}"  # moves with the cell
        rule = DataValidation(
            type="decimal", operator="between", formula1="0", formula2=limit, allow_blank=True
        )
        worded(
            rule, "Điểm thẩm định",
            "Từ 0 đến điểm tối đa, được phép cao hơn điểm tự đánh giá. Cho điểm thì không điền lại số liệu. "
            "Không cho điểm nào: chọn “Không chấp nhận”.",
            "Chỉ nhận con số từ 0 đến điểm tối đa của chỉ tiêu. Xóa ô rồi gõ lại.",
        )  # fmt: skip
        self._add_rule_for_cells(rule, self._whole("points"))

    def _validate_figures(self) -> None:
        bounds: dict[tuple[str, Decimal, Decimal | None, bool], list[int]] = {}
        answers: dict[tuple[str, ...], list[int]] = {}
        for row, indicator in self._rows:
            for key in _open_columns(indicator) & {"numerator", "denominator", "value"}:
                if indicator.input in ANSWERED_IN_WORDS:
                    answers.setdefault(answer_labels(indicator), []).append(row)
                else:
                    whole = key == "value" and asks_whole_number(indicator)
                    bounds.setdefault((key, *figure_bounds(indicator, key), whole), []).append(row)
        for (key, low, high, whole), rows in sorted(
            bounds.items(), key=lambda item: (item[1][0], item[0][0])
        ):
            prompt = "Chỉ điền khi kết luận là “Điều chỉnh”: con số đúng, theo đơn vị tính của chỉ tiêu."
            rule = worded(
                number_rule(low, high, whole=whole),
                _heading(key),
                prompt,
                number_error(low, high, whole=whole),
            )
            self._add_rule_for_cells(rule, self._blocks(key, rows))
        for labels, rows in answers.items():
            prompt = "Chỉ chọn khi kết luận là “Điều chỉnh”: câu trả lời đúng."
            rule = list_rule(self._lists, labels, _heading("value"), prompt)
            self._add_rule_for_cells(rule, self._blocks("value", rows))

    def _add_rule_for_cells(self, rule: DataValidation, places: str) -> None:
        rule.sqref = places
        self._sheet.add_data_validation(rule)

    # --- what the cells show while they are being filled

    def _tint(self) -> None:
        row = layout.REVIEW_FIRST_ROW
        unit, verdict, reason = (f"${self._letter[key]}{row}" for key in ("unit", "verdict", "reason"))
        figures = [f"${self._letter[key]}{row}" for key in _FIGURES if key in self._letter]
        has_figure = ",".join(f'{figure}<>""' for figure in figures)
        says = {v: f'{verdict}="{_LABELS[v]}"' for v in Verdict}
        decided = f"OR({','.join(says[v] for v in _DECIDED)})"
        changed = f"OR({','.join(says[v] for v in _NEED_A_REASON)})"
        needs_reason = f'AND({unit}<>"",TRIM({reason})="",OR({changed},{has_figure}))'
        contradicted = f'AND({unit}<>"",{says[Verdict.AGREED]},OR({has_figure}))'
        hint = '@" – xóa số hoặc chọn Điều chỉnh"'
        self._colour("verdict", contradicted, style.RED_TINT, ink=style.RED, shown=hint)
        self._colour("verdict", needs_reason, style.RED_TINT, ink=style.RED, shown='@" – cần lý do"')
        self._colour("verdict", f'AND({unit}<>"",NOT({decided}))', style.WANTED)
        self._colour("reason", needs_reason, style.RED_TINT)
        points, most = f"${self._letter['points']}{row}", f"${self._letter['max_points']}{row}"
        beyond = f"AND(ISNUMBER({points}),OR({points}<0,{points}>{most}))"
        self._colour("points", beyond, style.RED_TINT, ink=style.RED)
        measured = ",".join(f'{figure}<>""' for figure in figures if figure != points)
        self._colour("points", f'AND({points}<>"",OR({measured}))', style.RED_TINT, ink=style.RED)
        self._tint_ratios()
        nothing = ",".join(f'{figure}=""' for figure in figures)
        self._colour("points", f"AND({most}>0,{says[Verdict.ADJUSTED]},{nothing})", style.WANTED)
        for key in ("numerator", "denominator", "value", "points"):
            if key in self._letter:
                here = f"${self._letter[key]}{row}"
                contradicts = f'AND({here}<>"",{says[Verdict.AGREED]})'
                self._colour(key, contradicts, style.RED_TINT, ink=style.RED)
        cause = f"${self._letter['cause']}{row}"
        self._colour("cause", f'AND({changed},{cause}="")', style.WANTED)
        self._colour("verdict", f'AND({unit}<>"",{decided})', style.REVIEW, up_to="reviewer")

    def _tint_ratios(self) -> None:
        """Turn half a ratio red, and one beyond its greatest value: the points of both would be wrong."""
        if "numerator" not in self._letter:
            return
        for key, other in (("numerator", "denominator"), ("denominator", "numerator")):
            here, there = (f"${self._letter[k]}{layout.REVIEW_FIRST_ROW}" for k in (key, other))
            self._colour(key, f'AND({here}="",{there}<>"")', style.RED_TINT)
        alike: dict[tuple[Decimal, Decimal], list[int]] = {}
        for row, indicator in self._rows:
            most = indicator.limits.maximum
            if indicator.input is InputKind.RATIO and most is not None:
                alike.setdefault((indicator.per, most), []).append(row)
        for (per, most), rows in sorted(alike.items()):
            top, bottom = (f"${self._letter[key]}{rows[0]}" for key in ("numerator", "denominator"))
            beyond = f"AND(ISNUMBER({top}),ISNUMBER({bottom}),{top}*{per:f}>{bottom}*{most:f})"
            self._colour_cells(self._blocks("numerator", rows), beyond, style.RED_TINT, ink=style.RED)

    def _colour(
        self, key: str, formula: str, colour: str, *, ink: str = "", shown: str = "", up_to: str = ""
    ) -> None:
        self._colour_cells(self._whole(key, up_to), formula, colour, ink=ink, shown=shown)

    def _colour_cells(
        self, places: str, formula: str, colour: str, *, ink: str = "", shown: str = ""
    ) -> None:
        look = DifferentialStyle(
            fill=PatternFill("solid", fgColor=colour, bgColor=colour),
            font=style.colour_only(ink) if ink else None,
            numFmt=NumberFormat(numFmtId=_OWN_FORMAT, formatCode=shown) if shown else None,
        )
        rule = Rule(type="expression", dxf=look, formula=[formula], stopIfTrue=True)
        self._sheet.conditional_formatting.add(places, rule)

    # --- below the table, and the view of it

    def _write_signatures(self) -> int:
        below = self._last_row + 2
        lines = (
            ("", "………………, ngày …… tháng …… năm ………", False, True),
            ("NGƯỜI THẨM ĐỊNH", "THỦ TRƯỞNG CƠ QUAN THẨM ĐỊNH", True, False),
            ("(Ký, ghi rõ họ tên)", "(Ký tên, đóng dấu)", False, True),
            ("", "", False, False),
        )
        for offset, (mine, theirs, bold, italic) in enumerate(lines):
            here = below + offset
            self._sheet.merge_cells(f"{self._letter['evidence']}{here}:{self._letter['findings']}{here}")
            for cell, text in ((self._at("name", here), mine), (self._at("evidence", here), theirs)):
                style.put_text(cell, text)
                cell.font = style.font(12, bold=bold, italic=italic)
                cell.alignment = style.align("center")
                if not text or offset == 0:
                    cell.protection = style.UNLOCK
            style.set_height(self._sheet, here, 60 if offset == 3 else 19)
        self._last_printed = below + len(lines) - 1
        return below

    def _set_up_view(self) -> None:
        sheet, head = self._sheet, layout.REVIEW_HEADER_ROW
        style.set_widths(sheet, self._widths.values())
        sheet.column_dimensions[self._letter["mark"]].hidden = True
        sheet.freeze_panes = f"{self._letter['unit_of_measure']}{layout.REVIEW_FIRST_ROW}"
        sheet.auto_filter.ref = f"A{head}:{self._letter['reviewer']}{self._last_row}"
        sheet.sheet_view.showGridLines = False
        sheet.sheet_view.zoomScale = 90
        sheet.sheet_properties.tabColor = _REVIEWERS_GREEN
        style.protect(sheet)
        sheet.protection.autoFilter = False  # False: not forbidden
        contents = self._contents
        style.prepare_page(
            sheet,
            landscape=True,
            footer=f"Phiếu thẩm định – {contents.part_words} – {period_words(contents.period)}",
            warning=ILLUSTRATIVE if contents.illustrative else "",
            paper=_A3,
        )
        sheet.print_title_rows = f"{head - 1}:{head}"
        sheet.print_area = f"A1:{self._letter['reviewer']}{self._last_printed}"
        for selection in sheet.sheet_view.selection:
            selection.activeCell = selection.sqref = f"{self._letter['verdict']}{self._rows[0][0]}"

    # --- places

    def _cells(self, row: int) -> list[Cell]:
        return [self._sheet[f"{letter}{row}"] for letter in self._letter.values()]

    def _at(self, key: str, row: int) -> Cell:
        cell: Cell = self._sheet[f"{self._letter[key]}{row}"]
        return cell

    def _down(self, key: str) -> str:
        letter = self._letter[key]
        return f"${letter}${layout.REVIEW_FIRST_ROW}:${letter}${self._last_row}"

    def _whole(self, key: str, up_to: str = "") -> str:
        last = f"{self._letter[up_to or key]}{self._last_row}"
        return f"{self._letter[key]}{layout.REVIEW_FIRST_ROW}:{last}"

    def _blocks(self, key: str, rows: Sequence[int]) -> str:
        letter = self._letter[key]
        return " ".join(f"{letter}{first}:{letter}{last}" for first, last in runs(rows))


def _heading(key: str) -> str:
    return next(column.heading for column in layout.REVIEW_COLUMNS if column.key == key)


def _open_columns(indicator: Indicator) -> frozenset[str]:
    """Return what a reviewer may fill in on an indicator's row: the figure or the points, and the words."""
    figure = frozenset(form_layout.INPUT_COLUMNS[indicator.input]) - {"points", "verified_points"}
    points = frozenset({"points"} if indicator.max_points else ())
    return _ALWAYS_OPEN | figure | points


def _is_computed(key: str, indicator: Indicator) -> bool:
    return key == "self_points" or (key == "reported_value" and indicator.input is InputKind.RATIO)


def _is_in_words(key: str, indicator: Indicator) -> bool:
    return key in {"value", "reported_value"} and indicator.input in ANSWERED_IN_WORDS


def _texts(row: ReviewRow, filled: FilledReview) -> dict[str, str]:
    indicator, reported = row.indicator, row.reported
    return {
        "unit": row.unit.code,
        "unit_name": row.unit.name,
        "code": indicator.code,
        "name": indicator.name.vi + _EFFECTS[indicator.effect] + _target(indicator),
        "unit_of_measure": indicator.unit_of_measure.vi,
        "reported_value": _answer_reported(indicator, reported),
        "evidence": reported.evidence if reported else "",
        "explanation": reported.explanation if reported else "",
        "findings": "\n".join(map(_finding_words, row.findings)),
        "verdict": _LABELS[filled.verdict] if filled.verdict else "",
        "value": answer_label(indicator, filled.answer) if indicator.input in ANSWERED_IN_WORDS else "",
        "cause": _CAUSES[filled.cause] if filled.cause else "",
        "reason": filled.reason,
        "reviewer": filled.reviewer,
        "mark": layout.mark_of(reported),
    }


def _target(indicator: Indicator) -> str:
    """Say below an indicator's name what is aimed at; "" when nothing is."""
    if indicator.target is None:
        return ""
    aimed, *_ = target_text(indicator).split("\n")
    derived = " – suy ra" if indicator.target.status is Status.RECONSTRUCTED else ""
    return f"\nMục tiêu: {aimed}{derived}"


def _answer_reported(indicator: Indicator, reported: Observation | None) -> str:
    """Say in words what has no number: an answer, or why there is no figure."""
    if reported is None:
        return _WITHOUT_FIGURE[ObservationStatus.MISSING]
    if reported.status is not ObservationStatus.REPORTED:
        return _WITHOUT_FIGURE[reported.status]
    return answer_label(indicator, reported.option) if reported.option else ""


def _finding_words(finding: Finding) -> str:
    message = finding_text(finding, "vi").message
    return f"– {message} (Đơn vị đã giải trình.)" if finding.is_explained else f"– {printable(message)}"


def _numbers(row: ReviewRow, filled: FilledReview) -> dict[str, Decimal | None]:
    indicator, reported = row.indicator, row.reported
    claimed = (
        None if row.claimed is None else abs(row.claimed)
    )  # a deduction's points are written without a sign
    return {
        "max_points": indicator.max_points,
        "reported_numerator": reported.numerator if reported else None,
        "reported_denominator": reported.denominator if reported else None,
        "reported_value": _value_reported(indicator, reported),
        "self_points": None if claimed is None else _short(claimed),
        "numerator": filled.numerator,
        "denominator": filled.denominator,
        "value": filled.value,
        "points": filled.points,
    }


def _value_reported(indicator: Indicator, reported: Observation | None) -> Decimal | None:
    if reported is None or indicator.input is InputKind.POINTS:
        return None  # points stand in their own column
    if indicator.input is not InputKind.RATIO:
        return reported.value
    if reported.numerator is None or not reported.denominator:
        return None
    return _short(Fraction(reported.numerator) / Fraction(reported.denominator) * Fraction(indicator.per))


def _short(number: Fraction) -> Decimal:
    rounded = round_half_up(number, 6)
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded.normalize()


@lru_cache(maxsize=64)
def _format_with(decimals: int) -> str:
    return "#,##0." + "0" * decimals if decimals else "#,##0"


def _format_of(number: Decimal, most: int) -> str:
    """Show a number with the decimals it has, at most so many: with a fixed format 10 would be 10,00."""
    exponent = round_half_up(number, most).normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return _format_with(max(0, -exponent))
