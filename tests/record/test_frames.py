"""A result's tables as frames: what the columns are, what NA means, and CSV that runs nothing."""

import csv
import dataclasses
import io
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_rank.model.result import TOTAL
from cds_rank.record.frames import COLUMNS, TABLES, Table, csv_text, to_frame
from cds_rank.record.sealing import seal
from tests.record.results import EVIL, empty, varied


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("make", [varied, empty])
def test_columns_and_types_are_the_same_for_any_result(table: Table, make: object) -> None:
    frame = to_frame(make(), table)  # type: ignore[operator]

    assert {str(name): str(kind) for name, kind in frame.dtypes.items()} == {
        name: {"string": "string", "float64": "float64", "Int64": "Int64", "boolean": "boolean"}[kind]
        for name, kind in COLUMNS[table].items()
    }


def test_a_rank_is_a_whole_number_or_na() -> None:
    frame = to_frame(varied())

    assert {name: str(frame[name].dtype) for name in ("unit", "rank", "shares_rank", "score", "published")} == {
        "unit": "string", "rank": "Int64", "shares_rank": "boolean", "score": "float64", "published": "string",
    }  # fmt: skip


class TestRanking:
    FRAME = to_frame(varied())

    def test_has_a_row_for_everybody(self) -> None:
        everybody = [p.unit for ranking in varied().rankings for p in ranking.placements]

        assert list(self.FRAME["unit"]) == everybody
        assert len(everybody) == 7

    def test_puts_the_ranked_first_in_each_group(self) -> None:
        of_departments = self.FRAME[self.FRAME["group"] == "so"]

        assert list(of_departments["unit"]) == ["01", "S2", "S3", "S4", "S5"]
        assert list(of_departments["rank"].dropna()) == [1, 1, 3]
        assert list(of_departments["shares_rank"].dropna()) == [True, True, False]

    def test_has_na_and_a_reason_for_those_without_a_rank(self) -> None:
        unranked = self.FRAME[self.FRAME["unranked_reason"].notna()]

        assert dict(zip(unranked["unit"], unranked["unranked_reason"], strict=True)) == {
            "S4": "refused", "S5": "nothing_attainable", "15": "group_not_ranked",
        }  # fmt: skip
        for column in ("rank", "shares_rank", "score", "published", "earned", "attainable", "level"):
            assert unranked[column].isna().all()

    def test_has_codes_as_text(self) -> None:
        """01 is not 1."""
        assert self.FRAME["unit"].iloc[0] == "01"

    def test_has_the_unrounded_score_and_the_published_one_as_text(self) -> None:
        first = self.FRAME.iloc[0]
        entry = varied().rankings[0].ranked[0]

        assert first["score"] == float(entry.score)
        assert first["published"] == str(entry.published)

    def test_without_levels_has_none(self) -> None:
        frame = to_frame(dataclasses.replace(empty(), rankings=()))

        assert frame["level"].isna().all()


class TestScores:
    FRAME = to_frame(varied(), "scores")

    def test_has_a_row_for_each_unit_and_node_and_the_total_first(self) -> None:
        of_one = self.FRAME[self.FRAME["unit"] == "01"]

        assert list(of_one["node"]) == [TOTAL, *varied().scores["01"].nodes]
        assert of_one["name"].iloc[0] == ""

    def test_leaves_out_what_the_group_does_not_have(self) -> None:
        of_district = self.FRAME[self.FRAME["unit"] == "H1"]

        assert "4.10" not in set(of_district["node"])

    def test_has_na_for_a_share_of_nothing(self) -> None:
        of_one = self.FRAME[self.FRAME["unit"] == "S5"]

        assert of_one["share"].isna().all()
        assert (of_one["earned"] == 0).all()

    def test_agrees_with_the_ranking(self) -> None:
        totals = self.FRAME[self.FRAME["node"] == TOTAL].set_index("unit")["share"] * 100
        ranked = to_frame(varied()).dropna(subset=["rank"]).set_index("unit")["score"]

        assert (totals.loc[ranked.index] - ranked).abs().max() < 1e-9


class TestObservations:
    FRAME = to_frame(varied(), "observations")

    def test_has_a_row_for_each_figure_used(self) -> None:
        assert len(self.FRAME) == len(varied().observations)

    def test_has_na_where_a_figure_has_no_such_part(self) -> None:
        by_place = self.FRAME.set_index(["unit", "indicator"])
        of_ratio: Any = by_place.loc[("01", "A")]
        of_answer: Any = by_place.loc[("01", "B")]

        assert (of_ratio["numerator"], of_ratio["denominator"]) == (1.0, 3.0)
        assert pd.isna(of_ratio["value"])
        assert pd.isna(of_ratio["option"])
        assert of_answer["option"] == "pho"
        assert by_place.loc[("S5", "A"), "status"] == "not_applicable"

    def test_says_where_a_figure_is_written(self) -> None:
        first = self.FRAME.iloc[0]

        assert (first["file"], first["sheet"], first["cell"]) == ("01/báo cáo.xlsx", "Số liệu", "D12")


def test_a_sealed_result_gives_the_same_frames() -> None:
    sealed = seal(varied())[1]

    for table in TABLES:
        pd.testing.assert_frame_equal(sealed.to_frame(table), to_frame(varied(), table))


class TestCsv:
    @staticmethod
    def cells(frame: pd.DataFrame) -> list[list[str]]:
        return list(csv.reader(io.StringIO(csv_text(frame), newline="")))

    def test_puts_an_apostrophe_before_what_a_spreadsheet_would_run(self) -> None:
        head, *rows = self.cells(to_frame(varied(), "observations"))

        assert rows[0][head.index("evidence")] == "'" + EVIL
        assert not [cell for row in rows for cell in row if cell[:1] in set("=+@")]

    @pytest.mark.parametrize(
        "text",
        [
            "=1+1",
            "+84 912",
            "-cmd|' /C calc'!A0",
            "@SUM(1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "＝1",
            " =1",
            "'=1",
            "=",
            "-",
        ],
    )
    def test_of_every_kind(self, text: str) -> None:
        frame = pd.DataFrame({"a": pd.array([text], dtype="string")})

        assert self.cells(frame) == [["a"], ["'" + text]]

    @pytest.mark.parametrize("text", ["Sở A", "1-2", "a=b", "", " ", "4.10"])
    def test_leaves_other_text_alone(self, text: str) -> None:
        frame = pd.DataFrame({"a": pd.array([text, "x"], dtype="string")})

        assert self.cells(frame) == [["a"], [text], ["x"]]

    def test_leaves_numbers_alone(self) -> None:
        frame = pd.DataFrame({"a": [-1.5, 2.0], "b": pd.array([-1, None], dtype="Int64")})

        assert self.cells(frame) == [["a", "b"], ["-1.5", "-1"], ["2.0", ""]]

    def test_leaves_na_empty_and_the_frame_unchanged(self) -> None:
        frame = pd.DataFrame({"a": pd.array(["=1", None], dtype="string"), "b": [1, 2]})

        assert self.cells(frame) == [["a", "b"], ["'=1", "1"], ["", "2"]]
        assert list(frame["a"].dropna()) == ["=1"]

    @pytest.mark.parametrize("text", ["a\rb", "a\r=1+1", "a\nb", "a\r\nb", "a,b", 'a"b', ""])
    def test_keeps_a_cell_in_its_row(self, text: str) -> None:
        """A bare carriage return starts a new row in Excel, and what follows it could be a formula."""
        frame = pd.DataFrame({"a": pd.array([text], dtype="string"), "b": [1]})

        assert self.cells(frame) == [["a", "b"], [text, "1"]]

    @settings(max_examples=60, derandomize=True, deadline=None)
    @given(st.lists(st.text(alphabet="=+-@\t\r\n,\";' aĐ1", max_size=8), min_size=1, max_size=4))
    def test_no_cell_starts_a_formula_and_every_cell_comes_back(self, texts: list[str]) -> None:
        frame = pd.DataFrame({"a": pd.array(texts, dtype="string"), "b": range(len(texts))})
        rows = self.cells(frame)[1:]

        assert [row[0] for row in rows if row[0][:1] in set("=+-@\t\r") and row[0]] == []
        assert [row[0].removeprefix("'") for row in rows] == texts

    @pytest.mark.parametrize("table", TABLES)
    def test_of_a_result_without_anything_has_only_the_head(self, table: Table) -> None:
        assert self.cells(to_frame(empty(), table)) == [list(COLUMNS[table])]
