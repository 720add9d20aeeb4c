"""The sheet "Hướng dẫn" of a review workbook: what a reviewer does, in one page."""

from collections.abc import Iterable

from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.forms import style
from cds_rank.forms.guide_lines import GuideLines
from cds_rank.forms.review_contents import ReviewContents
from cds_rank.forms.words import ILLUSTRATIVE, period_words
from cds_rank.model import review_layout as layout
from cds_rank.model.indicator_set import Effect, InputKind
from cds_rank.model.review import Verdict

_VERDICTS = {
    Verdict.AGREED: "Nhận đúng như đơn vị báo cáo. Không điền lại số liệu hay điểm.",
    Verdict.ADJUSTED: (
        "Số liệu hoặc điểm khác với báo cáo, thấp hơn hay cao hơn. Điền số liệu đúng, hoặc cho điểm ở cột Điểm thẩm "
        "định: chỉ một trong hai. Phải ghi lý do."
    ),
    Verdict.REJECTED: "Không công nhận: chỉ tiêu được 0 điểm. Phải ghi lý do.",
    Verdict.PENDING: "Chưa xem, hoặc đang chờ đơn vị bổ sung. Để trống cũng có nghĩa như vậy.",
}


def write_review_guide(sheet: Worksheet, contents: ReviewContents) -> None:
    """Fill the sheet."""
    lines = GuideLines(sheet)
    _write_head(lines, contents)
    lines.write_heading("Cách làm")
    for position, (what, how) in enumerate(_steps(contents), start=1):
        lines.write_line(str(position), what, how)
    lines.write_heading("Bốn kết luận")
    for label, verdict in layout.VERDICT_LABELS.items():
        lines.write_line(None, label, _VERDICTS[verdict])
    lines.write_heading("Màu của các ô")
    for colour, what, how in _colours(contents):
        lines.write_line("", what, how).fill = style.fill(colour)
    lines.finish(f"Phiếu thẩm định – {contents.part_words} – {period_words(contents.period)}")


def _write_head(lines: GuideLines, contents: ReviewContents) -> None:
    if contents.illustrative:
        lines.write_across(ILLUSTRATIVE, 16, bold=True, colour=style.PAPER, padding=14)
        lines.fill_across(style.RED)
        lines.write_space()
    indicator_set, period = contents.indicator_set, contents.period
    lines.write_across("PHIẾU THẨM ĐỊNH SỐ LIỆU", 18, bold=True, colour=style.NAVY)
    lines.write_across(indicator_set.name.vi, 14, bold=True, colour=style.NAVY)
    lines.write_space()
    facts = {
        "Phần thẩm định": style.one_line(contents.part_words),
        "Kỳ báo cáo": f"{period_words(period)} (từ {period.first:%d/%m/%Y} đến {period.last:%d/%m/%Y})",
        "Số dòng": f"{len(contents.rows)} dòng của {len(contents.units)} đơn vị",
        "Bộ chỉ tiêu": f"{indicator_set.id}, phiên bản {indicator_set.version}",
    }
    for label, text in facts.items():
        lines.write_fact(label, text)


def _steps(contents: ReviewContents) -> Iterable[tuple[str, str]]:
    yield (
        "Đối chiếu",
        (
            f"Mở trang “{layout.REVIEW_SHEET}”. Mỗi dòng là một chỉ tiêu của một đơn vị: bên trái là số liệu, điểm tự "
            "đánh giá và tài liệu kiểm chứng đơn vị đã báo cáo (đã khóa); cột Lưu ý khi kiểm tra nêu điều máy thấy lạ."
        ),
    )
    yield "Chọn kết luận", "Bấm vào ô Kết luận rồi chọn một trong bốn dòng của danh sách (xem bên dưới)."
    yield "Khi điều chỉnh", _how_to_adjust(contents)
    yield (
        "Ghi lý do",
        (
            "Bắt buộc khi điều chỉnh (kể cả cho cao hơn) hoặc không chấp nhận. Ô Kết luận báo đỏ “cần lý do” cho đến "
            "khi cột Lý do được điền. Chọn thêm Nguyên nhân: thiếu tài liệu kiểm chứng được thống kê riêng."
        ),
    )
    yield (
        "Để trống không phải là 0",
        (
            "Dòng để trống là chưa thẩm định, số liệu của đơn vị vẫn còn nguyên. "
            "Muốn không cho điểm thì chọn “Không chấp nhận”."
        ),
    )
    yield (
        "Dòng khai “Không áp dụng”",
        (
            "Chọn “Thống nhất” thì chỉ tiêu vẫn không áp dụng cho đơn vị. Điều chỉnh hoặc không chấp nhận thì chỉ tiêu "
            "được áp dụng và chấm điểm: điểm tối đa của đơn vị tăng thêm."
        ),
    )
    yield (
        "Được phép cao hơn",
        "Điểm thẩm định có thể cao hơn điểm tự đánh giá, nhưng không quá điểm tối đa của chỉ tiêu.",
    )
    yield (
        "Nhiều người thẩm định",
        (
            "Mỗi người có thể giữ một phần: theo đơn vị, theo trụ cột hay theo chỉ tiêu; các phần được gộp lại. Ghi "
            "tên ở cột Người thẩm định. Hai người kết luận khác nhau về cùng một dòng thì được báo lại để thống nhất."
        ),
    )
    yield (
        "Giữ nguyên mẫu",
        (
            "Không đổi tên trang, không thêm, xóa hay đổi chỗ dòng và cột; được dùng nút lọc ở đầu cột. "
            "Đơn vị gửi lại số liệu khác sau khi lập phiếu thì dòng đó phải được xem lại."
        ),
    )
    yield (
        "Lưu và gửi lại",
        (
            "Lưu tệp ở dạng Excel (.xlsx) rồi gửi lại chính tệp này cho cơ quan tổng hợp. Gửi được cả khi chưa xong: "
            "dòng chưa thẩm định vẫn là chưa thẩm định. Bản giấy in trên khổ A3 ngang."
        ),
    )


def _how_to_adjust(contents: ReviewContents) -> str:
    parts = [
        "Điền số liệu đúng ở các cột bên phải, điểm sẽ được tính lại từ số đó; hoặc cho thẳng Điểm thẩm định."
    ]
    if InputKind.RATIO in contents.kinds:
        parts.append("Chỉ tiêu tỷ lệ: điền cả Tử số và Mẫu số, cột Giá trị tự tính.")
    if InputKind.POINTS in contents.kinds:
        parts.append("Chỉ tiêu chấm điểm: điền cột Điểm thẩm định.")
    if any(row.indicator.effect is Effect.DEDUCTION for row in contents.rows):
        parts.append("Chỉ tiêu điểm trừ: ghi số điểm bị trừ, không ghi dấu âm.")
    return " ".join(parts)


def _colours(contents: ReviewContents) -> Iterable[tuple[str, str, str]]:
    yield style.WANTED, "Vàng đậm", "Chưa có kết luận, hoặc cần điền thêm."
    yield style.INPUT, "Vàng nhạt", "Ô để điền khi cần."
    yield style.REVIEW, "Xanh lá nhạt", "Dòng đã có kết luận."
    yield (
        style.RED_TINT,
        "Đỏ nhạt",
        (
            "Thiếu lý do; điểm quá mức tối đa; tử số quá lớn so với mẫu số, hoặc chỉ có một trong hai; vừa có số liệu "
            "vừa có điểm; có số điều chỉnh mà kết luận là thống nhất."
        ),
    )
    if InputKind.RATIO in contents.kinds:
        yield style.COMPUTED, "Xanh nhạt", "Tự tính từ tử số và mẫu số, không điền."
    yield style.LOCKED, "Xám", "Đơn vị đã báo cáo, hoặc không phải điền."
