"""`cds-rank set import`: from an Excel table of criteria to a set that can be completed."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from cds_rank.cli.set_import_command import import_set
from cds_rank.errors import CdsRankError
from cds_rank.reading.definitions import load_indicator_set
from tests.authoring.criteria_workbooks import DISTRICT, commune_rows, saved, workbook
from tests.cli.helpers import OLE


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(
    file: Path,
    *,
    out: Path | None = None,
    set_id: str | None = None,
    groups: tuple[str, ...] = (),
    sheet: str | None = None,
    header_row: int | None = None,
    columns: tuple[str, ...] = (),
    force: bool = False,
) -> int:
    return import_set(
        file, out=out, set_id=set_id, groups=list(groups), sheet=sheet, header_row=header_row,
        columns=list(columns), force=force, language="vi",
    )  # fmt: skip


def a_file(folder: Path, content: bytes, name: str = "Bảng tiêu chí 2024.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_table_becomes_a_set_that_passes_the_check(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(a_file(desk, workbook(DISTRICT)))

    written = desk / "indicator_sets" / "bang-tieu-chi-2024.yaml"
    found = load_indicator_set(written)
    assert code == 0
    assert (found.id, found.group_codes, len(found.indicators)) == ("bang-tieu-chi-2024", ("don-vi",), 6)
    out = capsys.readouterr().out
    for told in (
        "D: method (cách tính điểm) ← “Cách xác định và tính điểm”",
        "G: chép vào notes ← “Đơn vị phối hợp xác minh số liệu”",
        "Phụ lục › C12, mã II: Điểm tối đa của nhóm ghi là 100, nhưng các phần cộng lại là 65",
        "Phụ lục › D15, mã II.3: Chưa hiểu cách tính",
        "Phụ lục › A11 (dòng cộng, chỉ dùng để đối chiếu): Cộng điểm Nhóm I | 60",
        "Tệp đã qua cds-rank set check",
    ):
        assert told in out


def test_what_was_told_on_screen_stands_in_the_file_at_its_place(desk: Path) -> None:
    run(a_file(desk, workbook(DISTRICT)), out=desk / "bo.yaml")

    lines = (desk / "bo.yaml").read_text(encoding="utf-8").splitlines()
    (place,) = [n for n, line in enumerate(lines) if "CẦN XEM: (ô D15)" in line]
    assert lines[place + 1] == "      - code: II.3"


def test_groups_and_the_name_are_given_on_the_command_line(desk: Path) -> None:
    run(
        a_file(desk, workbook(commune_rows(spoilt=True))),
        set_id="xa-2025",
        groups=("xa=Xã, phường", "dac-khu"),
    )

    found = load_indicator_set(desk / "indicator_sets" / "xa-2025.yaml")
    assert [(group.code, group.name.vi) for group in found.groups] == [
        ("xa", "Xã, phường"),
        ("dac-khu", "dac-khu"),
    ]
    assert {item.groups for item in found.indicators.values()} == {("xa", "dac-khu")}


def test_columns_can_be_corrected(desk: Path) -> None:
    rows = [("Số", "Việc", "Tiêu chí", "Mức"), ("1", "Có kế hoạch", "x", 10), ("2", "Có báo cáo", "y", 5)]

    run(
        a_file(desk, workbook(rows)),
        out=desk / "a.yaml",
        header_row=1,
        columns=("code=A", "name=B", "max_points=D"),
    )

    found = load_indicator_set(desk / "a.yaml").indicators
    assert [f"{i.code} {i.name.vi}: {i.max_points}" for i in found.values()] == [
        "1 Có kế hoạch: 10",
        "2 Có báo cáo: 5",
    ]


def test_the_sheet_is_found_and_the_others_are_named(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "Tờ trình"
    first.append(["Kính gửi: UBND tỉnh"])
    for name, maximum in (("Sở", 10), ("Xã", 7)):
        page = book.create_sheet(name)
        for row in (["STT", "Tiêu chí", "Điểm tối đa"], ["1", "Có kế hoạch", maximum]):
            page.append(row)
    path = a_file(desk, saved(book))

    run(path, out=desk / "so.yaml")
    assert "chưa nhập: “Xã”. Nhập từng trang bằng --sheet" in capsys.readouterr().out
    run(path, out=desk / "xa.yaml", sheet="xã")

    maxima = {n: load_indicator_set(desk / n).indicators["1"].max_points for n in ("so.yaml", "xa.yaml")}
    assert maxima == {"so.yaml": 10, "xa.yaml": 7}


def test_a_set_that_was_worked_on_is_not_overwritten(desk: Path) -> None:
    path = a_file(desk, workbook(DISTRICT))
    (desk / "bo.yaml").write_text("của tôi", encoding="utf-8")

    with pytest.raises(CdsRankError) as refused:
        run(path, out=desk / "bo.yaml")

    assert refused.value.code == "set_exists"
    assert (desk / "bo.yaml").read_text(encoding="utf-8") == "của tôi"
    assert run(path, out=desk / "bo.yaml", force=True) == 0


def test_the_table_itself_is_never_overwritten(desk: Path) -> None:
    path = a_file(desk, workbook(DISTRICT))
    before = path.read_bytes()

    with pytest.raises(CdsRankError) as refused:
        run(path, out=desk / "." / path.name, force=True)

    assert refused.value.code == "would_overwrite"
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "options", "code"),
    [
        (b"ma,ten\n", {}, "criteria_not_a_workbook"),
        (OLE, {}, "criteria_not_a_workbook"),
        (b"", {}, "criteria_not_a_workbook"),
        (workbook(DISTRICT)[:3000], {}, "criteria_not_a_workbook"),
        (workbook([]), {}, "criteria_no_header"),
        (workbook([("Kính gửi",), ("Báo cáo", "abc")]), {}, "criteria_no_header"),
        (workbook(DISTRICT[:5]), {}, "criteria_no_rows"),
        (workbook(DISTRICT), {"header_row": 900}, "criteria_no_header"),
        (workbook(DISTRICT), {"header_row": 8}, "criteria_no_names"),
        (workbook(DISTRICT), {"sheet": "Trang 9"}, "criteria_sheet"),
        (workbook(DISTRICT), {"columns": ("ten=B",)}, "criteria_column"),
        (workbook(DISTRICT), {"columns": ("name=1",)}, "criteria_column"),
        (workbook(DISTRICT), {"columns": ("name=-",)}, "criteria_no_names"),
        (workbook(DISTRICT), {"set_id": "../x y"}, "not_a_code"),
        (workbook(DISTRICT), {"groups": ("a b",)}, "not_a_code"),
    ],
)
def test_what_cannot_be_imported_is_one_sentence_and_no_file(
    content: bytes, options: dict[str, object], code: str, desk: Path
) -> None:
    from cds_rank.wording.messages import error_text

    path = a_file(desk, content)

    with pytest.raises(CdsRankError) as refused:
        run(path, **options)  # type: ignore[arg-type]

    assert refused.value.code == code
    assert "?" not in error_text(refused.value, "vi").replace("không?)", "")
    assert sorted(desk.iterdir()) == [path]


def test_formulas_without_a_value_are_said_with_their_cells(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [("Mã", "Tiêu chí", "Điểm tối đa"), ("=A1", "Có kế hoạch", "=5+5"), ("2", "Có báo cáo", 5)]

    assert run(a_file(desk, workbook(rows)), out=desk / "a.yaml") == 0

    out = capsys.readouterr().out
    assert "Phụ lục › A2, mã dong-2: Không đọc được mã “=A1”" in out
    assert "Phụ lục › C2, mã dong-2: Không đọc được điểm tối đa “=5+5”" in out


def test_escapes_in_cells_do_not_act_on_the_terminal(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [("Mã", "Tiêu chí", "Điểm tối đa"), ("1", "a", "\u202edỏm [red]{x}"), ("2", "b", 5)]

    assert run(a_file(desk, workbook(rows)), out=desk / "a.yaml") == 0

    out = capsys.readouterr().out
    assert "dỏm [red]{x}" in out
    assert "\u202e" not in out + (desk / "a.yaml").read_text(encoding="utf-8")
