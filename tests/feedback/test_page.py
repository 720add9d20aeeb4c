"""The check as an HTML page: what it says and in which order, and that nothing on it can act."""

import base64
import hashlib
import re
import time
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from cds_rank.feedback.page import render_html
from cds_rank.feedback.view import CheckView, FileView, FindingView
from tests.feedback.views import clean_view, finding_of, view, without_context


class Reader(HTMLParser):
    """Collects what the tests ask for: tags, ids, links, and the words of each element of interest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.attributes: set[str] = set()
        self.words = ""
        self._silent = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._silent = tag in {"style", "script"}
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.targets.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words += data


@pytest.fixture(scope="module")
def html() -> str:
    return render_html(view())


def holding(file: FileView, name: str, *findings: FindingView) -> FileView:
    """Make a file of that name with just these findings."""
    counts = Counter(finding.severity for finding in findings)
    return replace(file, name=name, findings=findings, counts=counts, explained=0)


def many(files: int, each: int) -> CheckView:
    """A view with so many files, each with so many findings."""
    base = view()
    finding, file = finding_of(base, "NUM003"), base.files[0]
    listed = tuple(
        holding(file, f"nop/{n:05}.xlsx", *(replace(finding, file=f"nop/{n:05}.xlsx"),) * each)
        for n in range(files)
    )
    return replace(base, files=listed, findings=tuple(f for one in listed for f in one.findings))


def test_the_verdict_is_the_heading(html: str) -> None:
    assert re.findall(r"<h1>([^<]+)", html) == ["3 trên 4 tệp chưa đạt, phải sửa rồi nộp lại "]
    assert re.findall(r"<h1>([^<]+)", render_html(clean_view()))[0].startswith("Không tệp nào có lỗi (1 tệp)")


def test_totals_stand_at_the_top(html: str) -> None:
    totals = re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", html)

    assert totals[:7] == [
        ("Số tệp", "4"),
        ("Đạt", "1"),
        ("Chưa đạt", "3"),
        ("Lỗi", "3"),
        ("Cảnh báo", "2"),
        ("Đã giải trình", "1"),
        ("Đơn vị chưa nộp", "1"),
    ]


def test_files_that_fail_stand_before_files_that_pass(html: str) -> None:
    listed = html[html.index('id="files"') : html.index('id="missing"')]

    assert re.findall('class="chip (pass|fail)"', listed) == ["fail", "fail", "fail", "pass"]


def test_of_the_files_that_fail_the_one_with_most_errors_stands_first() -> None:
    base = view()
    error, file = finding_of(base, "NUM003"), base.files[0]
    files = tuple(
        replace(holding(file, name, *(error,) * n), unit_label="") for name, n in (("a", 1), ("b", 3))
    )
    html = render_html(replace(base, files=files))

    assert re.findall(r'<a href="#file-\d"><bdi>(.)</bdi>', html) == ["b", "a"]


def test_a_file_without_findings_has_no_section_and_no_link(html: str) -> None:
    """Of four files, nop/132.xlsx is clean."""
    assert html.count('<details class="file"') == 3
    assert '<th scope="row"><bdi>Thành phố Yên Bái</bdi><small><bdi>nop/132.xlsx</bdi></small></th>' in html


def test_a_unit_that_sent_nothing_is_named_once() -> None:
    html = render_html(view())
    missing = html[html.index('id="missing"') : html.index('id="findings"')]

    assert "<li><bdi>Sở Nội vụ</bdi>" in missing
    assert finding_of(view(), "KEY007").fix in missing
    assert html.count("Sở Nội vụ") == 1


def test_every_link_leads_to_a_place_on_the_page(html: str) -> None:
    page = Reader(html)

    assert len(page.ids) == len(set(page.ids))
    assert {target[1:] for target in page.targets} <= set(page.ids)
    assert {target[0] for target in page.targets} == {"#"}


def test_a_finding_says_where_what_and_how_to_mend_it(html: str) -> None:
    row = next(row for row in re.findall(r"<tr data-s=.*?</tr>", html, re.DOTALL) if "NUM003" in row)
    words = " ".join(Reader(row).words.split())

    assert row.startswith('<tr data-s="error"><th scope="row"><b>H20</b><small>Số liệu</small></th>')
    assert 'href="#NUM003"' in row
    assert finding_of(view(), "NUM003").message in words
    assert finding_of(view(), "NUM003").fix in words


def test_an_explained_warning_shows_the_explanation_and_is_no_open_warning(html: str) -> None:
    row = next(row for row in re.findall(r"<tr data-s=.*?</tr>", html, re.DOTALL) if "PCT002" in row)

    assert row.startswith('<tr data-s="explained">')
    assert "=1+1 Số liệu đúng, xem báo cáo 12 &lt;b&gt;::error::" in row
    assert "chip warning" not in row


def test_what_senders_typed_is_text_and_nothing_else(html: str) -> None:
    page = Reader(html)

    assert page.tags.count("script") == 1
    assert "b" not in Reader(re.sub(r"<b>[A-Z0-9:, ]+</b>", "", html)).tags
    assert finding_of(view(), "NUM001").message in page.words
    assert finding_of(view(), "NUM001").file in page.words
    assert not {
        name for name in page.attributes if name.startswith("on") or name in {"src", "style", "srcset"}
    }


def test_only_its_own_style_and_script_may_run(html: str) -> None:
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    for kind in ("style", "script"):
        (inline,) = re.findall(rf"<{kind}>(.*?)</{kind}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy.replace("&#39;", "'")
    assert policy.startswith("default-src 'none'")


def test_tables_have_captions_and_headings_with_a_scope(html: str) -> None:
    tags = Reader(html).tags

    assert tags.count("h1") == 1
    assert tags.count("caption") == tags.count("table") >= 5
    assert len(re.findall(r"<th[ >]", html)) == len(re.findall(r'<th scope="(?:row|col)"', html))


def test_the_gravest_500_findings_of_a_file_are_listed_and_the_rest_counted() -> None:
    """Four warnings and 500 errors after them: the errors stay."""
    base = view()
    error, warning = finding_of(base, "NUM003"), finding_of(base, "NUM002")
    file = holding(base.files[0], "nop/SYT.xlsx", *(warning,) * 4, *(error,) * 500)
    html = render_html(replace(base, files=(file,), findings=file.findings))

    assert html.count('<tr data-s="error">') == 500
    assert '<tr data-s="warning">' not in html
    assert "Tệp này còn 4 phát hiện" in html


def test_what_was_left_out_is_said() -> None:
    html = render_html(replace(view(), cut={"NUM002": 1200}, set_aside={"baseline": 3, "ignored": 2}))

    assert '<a href="#NUM002">NUM002</a> (1.200)' in html
    assert "Đã có trong danh sách gốc (--baseline), không nêu lại: 3 phát hiện." in html
    assert "Bỏ qua theo thiết lập: 2 phát hiện." in html


def test_each_broken_rule_is_explained_on_the_page(html: str) -> None:
    for count in view().statistics:
        assert f'<article class="rule" id="{count.code}"' in html


def test_a_short_page_is_open_and_a_long_one_is_folded() -> None:
    assert '<details class="file" open>' in render_html(many(6, 10))
    assert '<details class="file" open>' not in render_html(many(7, 10))


def test_a_page_that_knows_no_set_and_no_period_still_stands() -> None:
    html = render_html(without_context())

    assert "<title>Kết quả kiểm tra báo cáo</title>" in html
    assert "Bộ chỉ tiêu</dt>" not in html


def test_nothing_checked_is_said() -> None:
    assert "Không có tệp nào được kiểm tra" in render_html(replace(clean_view(), files=()))


def test_the_language_of_the_page_is_declared() -> None:
    assert '<html lang="vi">' in render_html(view("vi"))
    assert '<html lang="en">' in render_html(view("en"))


def test_the_same_view_gives_the_same_page(html: str) -> None:
    assert render_html(view()) == html


def test_20_000_findings_in_2_000_files_are_drawn_in_seconds() -> None:
    crowd = many(2_000, 10)
    start = time.process_time()

    html = render_html(crowd)

    assert html.count("<tr data-s=") == 20_000
    assert time.process_time() - start < 10
