"""The sheet that is filled in: one row per indicator, its input cells open, guarded and tinted until filled."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.forms import style
from cds_rank.forms.contents import Figure, FormContents
from cds_rank.forms.lists import Lists
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
from cds_rank.forms.words import (
    ILLUSTRATIVE,
    evidence_text,
    limits_text,
    number,
    period_words,
    raw_figure,
)
from cds_rank.model import form_layout as layout
from cds_rank.model.indicator_set import Aggregation, Branch, Indicator, InputKind

_WIDTHS = {
    "code": 9.0,
    "name": 47.0,
    "unit_of_measure": 12.0,
    "numerator": 13.0,
    "denominator": 13.0,
    "value": 13.0,
    "max_points": 10.0,
    "points": 11.0,
    "verified_points": 11.0,
    "status": 19.0,
    "evidence": 36.0,
    "explanation": 29.0,
}
_WIDTH_OF_CHOICES = 30.0
_CENTRED = frozenset({"code", "unit_of_measure", "status", "max_points"})
_NUMBERS = frozenset({"numerator", "denominator", "value", "points", "verified_points"})
_LEAST_LINES = 2  # room to write evidence in
_WHOLE, _WHOLE_ID = "#,##0", 3  # one of Excel's own formats
_COMPUTED = "#,##0.00"


def write_data_sheet(sheet: Worksheet, form: FormContents, lists: Lists) -> None:
    """Fill the sheet "Số liệu"; the lists that its cells offer are added to `lists`."""
    _DataSheet(sheet, form, lists).write()


class _DataSheet:
    def __init__(self, sheet: Worksheet, form: FormContents, lists: Lists) -> None:
        self._sheet, self._form, self._lists = sheet, form, lists
        self._columns = layout.columns_for(form.indicators)
        self._letter = {column.key: _letters(i) for i, column in enumerate(self._columns, start=1)}
        self._widths = {column.key: _WIDTHS[column.key] for column in self._columns}
        self._widths["code"] = max(
            9.0, min(18.0, max((len(i.code) for i in form.indicators), default=0) * 1.3 + 2)
        )
        if any(indicator.input is InputKind.CHOICE for indicator in form.indicators):
            self._widths["value"] = _WIDTH_OF_CHOICES
        self._rows: list[tuple[int, Indicator]] = []
        self._last_row = layout.HEADER_ROW

    def write(self) -> None:
        self._write_rows()
        self._write_titles()
        self._write_headings()
        self._validate_figures()
        self._validate_answers()
        self._validate_texts()
        self._tint()
        self._write_signatures()
        self._set_up_view()

    # --- what stands above the table

    def _write_titles(self) -> None:
        form = self._form
        unit = f"{layout.UNIT_LINE}{style.one_line(form.unit.name)} ({form.unit.code})"
        titles = (
            (ILLUSTRATIVE if form.illustrative else "", 14.0, True, style.PAPER),
            ("PHIẾU BÁO CÁO SỐ LIỆU", 17.0, True, style.NAVY),
            (style.one_line(form.indicator_set.name.vi), 13.5, True, style.NAVY),
            (unit, 13.0, True, style.INK),
            (f"Kỳ báo cáo: {period_words(form.period)}", 13.0, False, style.INK),
        )
        across = sum(self._widths.values())
        for row, (text, size, bold, colour) in enumerate(titles, start=1):
            cell = self._merged(row, text)
            cell.font = style.font(size, bold=bold, colour=colour)
            cell.alignment = style.align("center")
            lines = style.line_count(text, across, size, bold=bold)
            style.set_height(self._sheet, row, style.text_height(lines, size) if text else 6.0)
        if form.illustrative:
            for cell in self._cells(1):
                cell.fill = style.fill(style.RED)
        hint = self._at("code", layout.HEADER_ROW - 1)
        style.put_text(hint, f"Chỉ điền vào các ô màu vàng. Cách điền: xem trang “{layout.GUIDE_SHEET}”.")
        hint.font = style.font(11, italic=True, colour=style.MUTED)
        hint.alignment = style.align(wrap=False, indent=0)
        self._write_progress(self._at("explanation", layout.HEADER_ROW - 1))
        style.set_height(self._sheet, layout.HEADER_ROW - 1, 20)

    def _write_progress(self, cell: Cell) -> None:
        if not self._rows:
            return
        codes, status = self._down("code"), self._down("status")
        filled = [f'({self._down(key)}<>"")' for key in ("value", "points") if key in self._letter]
        if "numerator" in self._letter:  # 0/0 has no value, but it is an answer
            filled.append(f'({self._down("numerator")}<>"")*({self._down("denominator")}<>"")')
        filled.append(f'({status}<>"")*({status}<>"{layout.HAVE_FIGURES}")')
        count = f'SUMPRODUCT(({codes}<>"")*(({"+".join(filled)})>0))'
        cell.value = f'="Đã điền "&IFERROR({count},"?")&"/{len(self._rows)} chỉ tiêu"'
        cell.font = style.font(11, bold=True, colour=style.NAVY)
        cell.alignment = style.align("right", wrap=False)

    def _write_headings(self) -> None:
        row = layout.HEADER_ROW
        lines = 1
        for cell, column in zip(self._cells(row), self._columns, strict=True):
            style.put_text(cell, column.heading)
            cell.font = style.font(bold=True, colour=style.PAPER)
            cell.fill = style.fill(style.NAVY)
            cell.alignment = style.align("center")
            cell.border = style.GRID
            lines = max(lines, style.line_count(column.heading, self._widths[column.key], bold=True))
        style.set_height(self._sheet, row, style.text_height(lines, padding=12))

    # --- the table

    def _write_rows(self) -> None:
        row = layout.HEADER_ROW
        for row, (depth, node) in enumerate(self._form.rows(), start=layout.FIRST_DATA_ROW):
            if isinstance(node, Branch):
                self._write_title_row(row, depth, node)
            else:
                self._rows.append((row, node))
                self._write_indicator(row, node)
        self._last_row = row

    def _write_title_row(self, row: int, depth: int, branch: Branch) -> None:
        name = style.one_line(branch.name.vi)
        text = name.upper() if depth == 0 else name
        most = branch.max_points.get(self._form.unit.group)
        if most is not None:
            text += f" (tối đa {number(most)} điểm)"
        if branch.aggregation is Aggregation.BEST:
            text += " – lấy trường hợp có điểm cao nhất"
        line = Side(style="thin", color=style.LINE)
        for position, cell in enumerate(self._cells(row)):
            cell.fill = style.fill((style.NAVY_TINT, style.BAND)[min(depth, 1)])
            cell.border = Border(
                top=line,
                bottom=line,
                left=line if position == 0 else None,
                right=line if position == len(self._columns) - 1 else None,
            )
        title = self._at("name", row)
        # Not in column A: there a text would be an indicator's code. Not merged: a table stays a table.
        style.put_text(title, text)
        title.font = style.font(bold=depth < 2, italic=depth >= 2, colour=style.NAVY)
        title.alignment = style.align(wrap=False, indent=max(1, depth))
        style.set_height(self._sheet, row, 24 if depth == 0 else 21)

    def _write_indicator(self, row: int, indicator: Indicator) -> None:
        figure = self._form.figures.get(indicator.code, Figure())
        for cell, column in zip(self._cells(row), self._columns, strict=True):
            cell.font = style.font()
            cell.border = style.GRID
            cell.protection = style.LOCK
            horizontal = _horizontal(column.key, indicator)
            cell.alignment = style.align(horizontal, wrap=horizontal != "right")
        self._write_labels(row, indicator)
        for key in _NUMBERS & self._letter.keys():
            self._at(key, row).fill = style.fill(style.LOCKED)
        self._write_inputs(row, indicator, figure)
        style.set_height(self._sheet, row, self._height(indicator, figure), grows=True)

    def _write_labels(self, row: int, indicator: Indicator) -> None:
        code = self._at("code", row)
        style.put_text(code, indicator.code)
        code.number_format = "@"
        style.put_text(self._at("name", row), indicator.name.vi)
        style.put_text(self._at("unit_of_measure", row), indicator.unit_of_measure.vi)
        if "max_points" in self._letter:
            cell = self._at("max_points", row)
            cell.value = indicator.max_points

    def _write_inputs(self, row: int, indicator: Indicator, figure: Figure) -> None:
        figures = {
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "value": figure.value,
            "points": figure.points,
            "verified_points": figure.verified_points,
        }
        texts = {
            "status": layout.status_label(figure.status),
            "evidence": figure.evidence,
            "explanation": figure.explanation,
        }
        in_words = indicator.input in ANSWERED_IN_WORDS
        for key in layout.INPUT_COLUMNS[indicator.input]:
            cell = self._open(key, row)
            if in_words:
                cell.number_format = "@"
                style.put_text(cell, answer_label(indicator, figure.answer))
            else:
                # General, else "95%" typed into the cell could no longer be told from 0,95.
                cell.number_format = "General"
                cell.value = figures[key]
        for key, text in texts.items():
            cell = self._open(key, row)
            cell.number_format = "@"  # "01/02" is a document's number, not a day; "=…" is not a formula
            style.put_text(cell, text)
        if indicator.input is InputKind.RATIO:
            cell = self._at("value", row)
            top, bottom = (f"{self._letter[key]}{row}" for key in ("numerator", "denominator"))
            cell.value = f"={ratio_formula(top, bottom, indicator.per)}"
            cell.number_format = _COMPUTED
            cell.fill = style.fill(style.COMPUTED)

    def _open(self, key: str, row: int) -> Cell:
        cell = self._at(key, row)
        cell.protection = style.UNLOCK
        cell.fill = style.fill(style.REVIEW if key == "verified_points" else style.INPUT)
        return cell

    def _height(self, indicator: Indicator, figure: Figure) -> float:
        texts = {
            "name": [indicator.name.vi],
            "unit_of_measure": [indicator.unit_of_measure.vi],
            "evidence": [figure.evidence],
            "explanation": [figure.explanation],
        }
        if indicator.input is InputKind.CHOICE:
            texts["value"] = [option.name.vi for option in indicator.options]
        lines = [
            style.line_count(text, self._widths[key])
            for key, candidates in texts.items()
            for text in candidates
        ]
        return style.text_height(max(_LEAST_LINES, *lines))

    # --- what the cells accept

    def _validate_figures(self) -> None:
        for row, indicator in self._rows:
            if indicator.input in ANSWERED_IN_WORDS:
                continue
            for key in layout.INPUT_COLUMNS[indicator.input]:
                rule = _number_rule(indicator, key)
                self._add_validation(rule, [f"{self._letter[key]}{row}"])

    def _validate_answers(self) -> None:
        answers: dict[tuple[str, ...], list[int]] = {}
        for row, indicator in self._rows:
            if indicator.input in ANSWERED_IN_WORDS:
                answers.setdefault(answer_labels(indicator), []).append(row)
        for labels, rows in answers.items():
            rule = list_rule(
                self._lists, labels, "Chọn câu trả lời", "Bấm mũi tên ở góc ô rồi chọn một dòng."
            )
            self._add_validation(rule, self._blocks("value", rows))
        statuses: dict[tuple[str, ...], list[int]] = {}
        for row, indicator in self._rows:
            statuses.setdefault(layout.status_labels_for(indicator), []).append(row)
        for labels, rows in statuses.items():
            prompt = "Chọn khi không có số liệu, rồi ghi lý do ở cột Giải trình. Đã điền số liệu thì có thể để trống."
            rule = list_rule(self._lists, labels, "Tình trạng số liệu", prompt)
            self._add_validation(rule, self._blocks("status", rows))

    def _validate_texts(self) -> None:
        prompts: dict[str, list[int]] = {}
        for row, indicator in self._rows:
            text = f"{evidence_text(indicator)}. Ghi số, ký hiệu, ngày và trích yếu, hoặc đường dẫn."
            prompts.setdefault(text.replace("..", "."), []).append(row)
        for prompt, rows in prompts.items():
            self._add_validation(
                worded(DataValidation(allow_blank=True), "Tài liệu kiểm chứng", prompt, ""),
                self._blocks("evidence", rows),
            )

    def _add_validation(self, rule: DataValidation, places: Iterable[str]) -> None:
        for place in places:
            rule.add(place)
        self._sheet.add_data_validation(rule)

    # --- what the cells show while they are being filled

    def _tint(self) -> None:
        kinds: dict[tuple[InputKind, Decimal | None, Decimal], list[int]] = {}
        for row, indicator in self._rows:
            kinds.setdefault((indicator.input, indicator.limits.maximum, indicator.per), []).append(row)
        for (kind, maximum, per), rows in kinds.items():
            self._tint_figures(kind, rows, self._above(kind, rows[0], maximum, per))
        for key in ("value", "points"):
            asked = [row for row, i in self._rows if i.evidence.required and _figure_column(i) == key]
            if asked:
                empty, has_figure = (self._cell(column, asked[0]) for column in ("evidence", key))
                unproved = f'AND({empty}="",{has_figure}<>"",NOT({self._says_none(asked[0])}))'
                self._colour(self._blocks("evidence", asked), unproved, style.WANTED)
        everywhere = [row for row, _ in self._rows]
        if everywhere:
            first = everywhere[0]
            unexplained = f'AND({self._cell("explanation", first)}="",{self._says_none(first)})'
            self._colour(self._blocks("explanation", everywhere), unexplained, style.WANTED)

    def _tint_figures(self, kind: InputKind, rows: Sequence[int], above: str) -> None:
        keys = [key for key in layout.INPUT_COLUMNS[kind] if key != "verified_points"]
        places = self._blocks(keys[0], rows, up_to=keys[-1])
        cell, none = (
            f"{self._letter[keys[0]]}{rows[0]}",
            self._says_none(rows[0]),
        )  # Excel moves it with the cell
        if above:
            self._colour(places, above, style.RED_TINT, ink=style.RED)
        self._colour(places, f'AND({none},{cell}<>"")', style.RED_TINT, ink=style.RED)
        self._colour(places, none, style.LOCKED)
        self._colour(places, f'{cell}=""', style.WANTED)
        if kind not in ANSWERED_IN_WORDS:
            grouped = DifferentialStyle(numFmt=NumberFormat(numFmtId=_WHOLE_ID, formatCode=_WHOLE))
            is_whole = f"AND(ISNUMBER({cell}),{cell}=INT({cell}))"
            self._add_rule(places, Rule(type="expression", dxf=grouped, formula=[is_whole]))

    def _above(self, kind: InputKind, row: int, maximum: Decimal | None, per: Decimal) -> str:
        """Say when a ratio is above its maximum: for percentages up to 100, a numerator above its denominator."""
        if kind is not InputKind.RATIO or maximum is None:
            return ""
        top, bottom = self._cell("numerator", row), self._cell("denominator", row)
        if maximum == per:
            compared = f"{top}>{bottom}"
        else:
            compared = f"{top}*{per:f}>{bottom}*{maximum:f}"
        return f"AND(COUNT({top},{bottom})=2,{compared})"

    def _says_none(self, row: int) -> str:
        status = self._cell("status", row)
        return f'AND({status}<>"",{status}<>"{layout.HAVE_FIGURES}")'

    def _colour(self, places: Sequence[str], formula: str, colour: str, ink: str = "") -> None:
        look = DifferentialStyle(
            fill=PatternFill("solid", fgColor=colour, bgColor=colour),
            font=style.colour_only(ink) if ink else None,
        )
        self._add_rule(places, Rule(type="expression", dxf=look, formula=[formula], stopIfTrue=True))

    def _add_rule(self, places: Sequence[str], rule: Rule) -> None:
        self._sheet.conditional_formatting.add(" ".join(places), rule)

    # --- below the table, and the view of it

    def _write_signatures(self) -> None:
        left, right = (
            self._letter["name"],
            f"{self._letter['evidence']}{{row}}:{self._letter['explanation']}{{row}}",
        )
        row = self._last_row + 2
        lines = (
            ("", "………………, ngày …… tháng …… năm ………", False, True),
            ("NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ", True, False),
            ("(Ký, ghi rõ họ tên)", "(Ký tên, đóng dấu)", False, True),
            ("", "", False, False),
            ("", "", True, False),
        )
        for offset, (mine, theirs, bold, italic) in enumerate(lines):
            here = row + offset
            self._sheet.merge_cells(right.format(row=here))
            for cell, text in ((self._sheet[f"{left}{here}"], mine), (self._at("evidence", here), theirs)):
                style.put_text(cell, text)
                cell.font = style.font(bold=bold, italic=italic)
                cell.alignment = style.align("center")
                if not text or offset == 0:
                    cell.protection = style.UNLOCK
            style.set_height(self._sheet, here, 60 if offset == 3 else 19)
        self._last_row = row + len(lines) - 1

    def _set_up_view(self) -> None:
        sheet = self._sheet
        style.set_widths(sheet, self._widths.values())
        sheet.freeze_panes = f"C{layout.FIRST_DATA_ROW}"
        sheet.sheet_view.showGridLines = False
        sheet.sheet_view.zoomScale = 100
        sheet.sheet_properties.tabColor = "BF9000"
        style.protect(sheet)
        style.prepare_page(
            sheet,
            landscape=True,
            footer=f"{self._form.unit.name} – {period_words(self._form.period)}",
            warning=ILLUSTRATIVE if self._form.illustrative else "",
        )
        sheet.print_title_rows = f"{layout.HEADER_ROW}:{layout.HEADER_ROW}"
        sheet.print_area = f"A1:{self._letter['explanation']}{self._last_row}"
        if self._rows:
            row, indicator = self._rows[0]
            first = f"{self._letter[layout.INPUT_COLUMNS[indicator.input][0]]}{row}"
            for selection in sheet.sheet_view.selection:
                selection.activeCell = selection.sqref = first

    # --- places

    def _cells(self, row: int) -> list[Cell]:
        return [self._sheet[f"{letter}{row}"] for letter in self._letter.values()]

    def _at(self, key: str, row: int) -> Cell:
        cell: Cell = self._sheet[f"{self._letter[key]}{row}"]
        return cell

    def _cell(self, key: str, row: int) -> str:
        return f"${self._letter[key]}{row}"

    def _down(self, key: str) -> str:
        letter = self._letter[key]
        return f"${letter}${layout.FIRST_DATA_ROW}:${letter}${self._last_row}"

    def _blocks(self, key: str, rows: Sequence[int], *, up_to: str = "") -> list[str]:
        left, right = self._letter[key], self._letter[up_to or key]
        return [f"{left}{first}:{right}{last}" for first, last in runs(rows)]

    def _merged(self, row: int, text: str) -> Cell:
        self._sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(self._columns))
        cell = style.cell_at(self._sheet, row, 1)
        style.put_text(cell, text)
        return cell


def ratio_formula(top: str, bottom: str, per: Decimal) -> str:
    """Return the formula, without its equals sign, of a ratio whose parts stand in two cells."""
    times = "" if per == 1 else f"*{per:f}"
    return f'IF(OR({top}="",{bottom}=""),"",IF({bottom}=0,"",{top}/{bottom}{times}))'


def _letters(position: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(position)


def _horizontal(key: str, indicator: Indicator) -> str:
    if key in _CENTRED or (key == "value" and indicator.input is InputKind.YES_NO):
        return "center"
    if key in _NUMBERS and not (key == "value" and indicator.input is InputKind.CHOICE):
        return "right"
    return "left"


def _figure_column(indicator: Indicator) -> str:
    return "points" if indicator.input is InputKind.POINTS else "value"


def _number_rule(indicator: Indicator, key: str) -> DataValidation:
    low, high = figure_bounds(indicator, key)
    whole = key == "value" and asks_whole_number(indicator)
    return worded(
        number_rule(low, high, whole=whole),
        *_number_prompt(indicator, key),
        number_error(low, high, whole=whole),
    )


def _number_prompt(indicator: Indicator, key: str) -> tuple[str, str]:
    unit = style.one_line(indicator.unit_of_measure.vi)
    match key:
        case "numerator":
            return "Tử số", indicator.numerator.vi if indicator.numerator else indicator.name.vi
        case "denominator":
            return "Mẫu số", indicator.denominator.vi if indicator.denominator else indicator.name.vi
        case "points":
            return "Điểm tự đánh giá", f"Từ 0 đến {number(indicator.max_points)} điểm. {indicator.name.vi}"
        case "verified_points":
            return "Điểm thẩm định", "Do cơ quan thẩm định điền; đơn vị báo cáo để trống."
        case _:
            extent = limits_text(indicator)
            if indicator.denomination is not None:
                return (
                    "Giá trị (chưa chia)",
                    f"{raw_figure(indicator.denomination)} {extent} {indicator.name.vi}",
                )
            return f"Giá trị ({unit})", f"Gõ con số theo đơn vị tính “{unit}”. {extent} {indicator.name.vi}"
