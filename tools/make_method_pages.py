"""Write the documentation's pages of methods: a page for every choice, its worked example computed by the program.

Usage: python tools/make_method_pages.py

A page is a file of tools/method_pages/: prose, a piece of YAML, the figures of a few made-up units, and what comes out
of them by hand. The piece is completed to a whole set and loaded as any set is; its figures are scored and ranked, and
the sentences are those of the reports. So a page cannot show YAML that is refused, or a number nobody would get.
"""

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from cds_rank.errors import CdsRankError
from cds_rank.model.indicator_set import Indicator, IndicatorSet, InputKind
from cds_rank.model.method import StageUsed
from cds_rank.model.observation import Observation, ObservationStatus, Origin, Stage
from cds_rank.model.period import Period
from cds_rank.model.result import NodeScore, Placement, Ranked, Result, RunRecord, Treatment, UnitListUsed
from cds_rank.model.unit import Status, Unit
from cds_rank.reading.yaml_source import read_yaml
from cds_rank.reporting.derivation import derivation
from cds_rank.reporting.sentences import figure_text, score_text, treatment_label, unranked_reason
from cds_rank.reporting.view.recognition import make_recognition, standing_text
from cds_rank.scoring.index import build_index, used_observations
from cds_rank.scoring.measuring import Key
from cds_rank.scoring.ranking import rank_units
from cds_rank.scoring.recognition import recognise
from cds_rank.wording.language import Language
from cds_rank.wording.messages import error_text
from cds_rank.wording.method import method_statements
from cds_rank.wording.numbers import number_text
from cds_rank.wording.rule_words import rule_text

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "tools" / "method_pages"
INDEX = ROOT / "docs" / "vi" / "phuong-phap.md"
PAGES = ROOT / "docs" / "vi" / "phuong-phap"

_LANGUAGE: Language = "vi"
_PERIOD = Period.parse("2025")
_EXAMPLE = {"status": "reconstructed", "source": "ví dụ của tài liệu hướng dẫn"}
_METHOD = {
    "missing": "zero",
    "zero_denominator": "zero",
    "stage": "final",
    "scale": {"name": {"vi": "Tỷ lệ hoàn thành", "en": "Completion rate"}},
    "rounding": {"published_score": "2"},
    "ties": "competition",
    "rank_on": "exact",
}
_UNIT_OF_MEASURE = {"count": "việc", "points": "điểm", "yes_no": "Có/Không", "choice": "trường hợp"}
_EXPLAINED = (
    "Đơn vị và số liệu trong ví dụ là giả định. Điểm, hạng và các câu ở cột “chương trình tính” do chính chương trình "
    "lập; cột “tính tay” là phép tính để đối chiếu. Khóa không thấy ở đây (`name`, `groups`, `status`, `source`…) viết "
    "như ở [Viết bộ chỉ tiêu](../bo-chi-tieu.md)."
)
_STATUSES = {status.value: status for status in ObservationStatus if status is not ObservationStatus.REPORTED}
_WITHOUT_FIGURE = {
    ObservationStatus.MISSING: Treatment.MISSING,
    ObservationStatus.NOT_APPLICABLE: Treatment.NOT_APPLICABLE,
    ObservationStatus.NOTHING_TO_COUNT: Treatment.NOTHING_TO_COUNT,
    ObservationStatus.UNREADABLE: Treatment.UNREADABLE,
    ObservationStatus.REJECTED: Treatment.REJECTED,
}


@dataclass(frozen=True, slots=True)
class Example:
    """A set, the figures of its units, and what comes out by hand.

    yaml: the piece as shown; empty where the example goes on with the set of the one before it.
    by_hand: unit → node code, "total", "score", "rank", "level" or "recognised" → what it must come to; "how" is the
    arithmetic. refused: the sentence that the program says instead of scoring.
    """

    caption: str
    yaml: str
    indicator_set: IndicatorSet
    units: tuple[Unit, ...]
    stages: Mapping[Key, tuple[Observation, ...]]
    result: Result
    say: tuple[str, ...]
    show: tuple[str, ...]
    by_hand: Mapping[str, Mapping[str, str]]
    refused: str


@dataclass(frozen=True, slots=True)
class Page:
    """One choice of the method."""

    slug: str
    section: str
    title: str
    covers: tuple[str, ...]
    when: str
    formula: str
    lower: str
    gaps: str
    beware: tuple[str, ...]
    source: tuple[str, ...]
    see: tuple[str, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Front:
    """The words around the list of pages."""

    title: str
    intro: str
    sections: Mapping[str, str]
    outro: str


# --- reading


def read_front() -> Front:
    """Read the words of the index."""
    data = read_yaml(SOURCES / "_index.yaml").data
    return Front(data["title"], data["intro"].strip(), data["sections"], data["outro"].strip())


def read_pages(front: Front) -> tuple[Page, ...]:
    """Read every page, in the order of the sections and then as each section lists them."""
    by_slug = {path.stem: read_page(path) for path in sorted(SOURCES.glob("*.yaml")) if path.stem != "_index"}
    order = list(front.sections)
    numbers = {slug: int(read_yaml(SOURCES / f"{slug}.yaml").data["place"]) for slug in by_slug}
    return tuple(
        sorted(by_slug.values(), key=lambda page: (order.index(page.section), numbers[page.slug], page.slug))
    )


def read_page(path: Path) -> Page:
    """Read one page and work its examples out."""
    data = read_yaml(path).data
    examples: list[Example] = []
    for item in data["examples"]:
        before = examples[-1].indicator_set if examples else None
        examples.append(_example(item, data.get("names") or {}, before))
    return Page(
        slug=path.stem,
        section=data["section"],
        title=data["title"],
        covers=tuple(data["covers"]),
        when=_paragraph(data["when"]),
        formula=(data.get("formula") or "").strip(),
        lower=_paragraph(data.get("lower") or ""),
        gaps=_paragraph(data.get("gaps") or ""),
        beware=tuple(_paragraph(text) for text in data.get("beware") or ()),
        source=tuple(_paragraph(text) for text in data["source"]),
        see=tuple(data.get("see") or ()),
        examples=tuple(examples),
    )


def _paragraph(text: str) -> str:
    return " ".join(text.split())


def _example(item: Mapping[str, Any], names: Mapping[str, str], before: IndicatorSet | None) -> Example:
    text = (item.get("yaml") or "").rstrip()
    if text:
        indicator_set = complete_set(_loaded(text), names)
    else:
        assert before is not None, "the first example needs a set"
        indicator_set = before
    groups = item.get("units") or {}
    units = tuple(
        Unit(code=code, name=f"Xã {code}", short_name=code, group=groups.get(code, indicator_set.group_codes[0]),
             status=Status.RECONSTRUCTED)
        for code in item["figures"]
    )  # fmt: skip
    stages = _observations(item["figures"], indicator_set)
    result, refused = _scored(item, indicator_set, units, stages)
    only = list(indicator_set.indicators)
    show = tuple(item.get("show") or (f"figure {only[0]}", f"derivation {only[0]}"))
    return Example(
        caption=item.get("caption") or "",
        yaml=text,
        indicator_set=indicator_set,
        units=units,
        stages=stages,
        result=result,
        say=tuple(item.get("say") or ()),
        show=show,
        by_hand=item.get("by_hand") or {},
        refused=refused,
    )


def _loaded(text: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "piece.yaml"
        path.write_text(text, encoding="utf-8")
        source = read_yaml(path)
    if source.problems:
        raise ValueError(source.problems)
    return source.data


def complete_set(piece: Any, names: Mapping[str, str]) -> IndicatorSet:
    """Complete a piece of YAML to a whole set: names, groups, sources and a method where the piece is silent.

    piece: parts of a set, or only the list of its tree. Raises pydantic's ValidationError as any set would.
    """
    parts: dict[str, Any] = {"tree": piece} if isinstance(piece, list) else dict(piece)
    groups = parts.pop("groups", [{"code": "xa"}])
    listed = [{"name": _named(group["code"], names)} | group for group in groups]
    tree = [_completed(node, names, [group["code"] for group in groups]) for node in parts.pop("tree")]
    composites = [
        {"name": _named(node["code"], names), **_EXAMPLE} | node for node in parts.pop("composites", [])
    ]
    whole: dict[str, Any] = {
        "id": "vi-du",
        "version": "1.0.0",
        "name": _named("Ví dụ", names),
        "status": "reconstructed",
        "groups": listed,
        "tree": tree,
        "composites": composites,
        "total": {"aggregation": "sum", "members": [{"node": node["code"]} for node in tree]},
        "method": _METHOD | parts.pop("method", {}),
    }
    return IndicatorSet.model_validate(whole | parts)


def _completed(node: Mapping[str, Any], names: Mapping[str, str], groups: Sequence[str]) -> dict[str, Any]:
    name = {"name": _named(node["code"], names)}
    if "children" in node:
        children = [_completed(child, names, groups) for child in node["children"]]
        return {**name, **node, "children": children}
    silent: dict[str, Any] = {
        **name,
        "unit_of_measure": _named(_UNIT_OF_MEASURE.get(node["input"], "%"), {}),
        "direction": "higher_is_better",
        "groups": list(groups),
        "max_points_status": "reconstructed",
        "groups_status": "reconstructed",
        **_EXAMPLE,
    }
    if node.get("input") == "ratio":
        silent |= {"numerator": _named("tử số", names), "denominator": _named("mẫu số", names)}
    return silent | dict(node)


def _named(code: str, names: Mapping[str, str]) -> dict[str, str]:
    return {"vi": names.get(code, code), "en": code}


def _observations(
    figures: Mapping[str, Any], indicator_set: IndicatorSet
) -> dict[Key, tuple[Observation, ...]]:
    found: dict[Key, tuple[Observation, ...]] = {}
    for unit, of_unit in figures.items():
        for code, typed in (of_unit or {}).items():
            indicator = indicator_set.indicators[code]
            stages = typed if isinstance(typed, dict) else {"self": typed}
            found[unit, code] = tuple(
                _observation(unit, indicator, Stage(stage), value) for stage, value in stages.items()
            )
    return found


def _observation(unit: str, indicator: Indicator, stage: Stage, typed: Any) -> Observation:
    given: dict[str, Any] = {}
    status = ObservationStatus.REPORTED
    if isinstance(typed, list):
        given = {"numerator": Decimal(typed[0]), "denominator": Decimal(typed[1])}
    elif typed in _STATUSES:
        status = _STATUSES[typed]
    elif indicator.input in {InputKind.YES_NO, InputKind.CHOICE}:
        given = {"option": typed}
    else:
        given = {"value": Decimal(typed)}
    return Observation(unit, indicator.code, _PERIOD, stage, status, Origin(f"{unit}.xlsx"), **given)


# --- working out


def _scored(
    item: Mapping[str, Any],
    indicator_set: IndicatorSet,
    units: tuple[Unit, ...],
    stages: Mapping[Key, Sequence[Observation]],
) -> tuple[Result, str]:
    stage = StageUsed(item.get("stage") or indicator_set.method.stage)
    figures = used_observations(stages, stage)
    earlier = used_observations(
        _observations(item.get("earlier") or {}, indicator_set), StageUsed.SELF_ASSESSED
    )
    not_held = tuple(item.get("not_held") or ())
    refused = ""
    scores = {}
    try:
        sent = [unit for unit in units if item["figures"][unit.code] is not None]
        scores = build_index(sent, figures, indicator_set, earlier=earlier, not_held=frozenset(not_held))
    except CdsRankError as error:
        if error.code != item.get("refused"):
            raise
        refused = error_text(error, _LANGUAGE)
    record = RunRecord("", "", _PERIOD, stage.value, False, True, (), "", not_held)
    result = Result(
        record=record,
        indicator_set=indicator_set,
        unit_list=UnitListUsed("vi-du", "1.0.0", "", units),
        rankings=rank_units(units, scores, {}, indicator_set),
        scores=scores,
        observations=figures,
        findings=(),
        refused_files=(),
        recognitions=recognise(scores, figures, indicator_set),
    )
    return result, refused


def placements(result: Result) -> dict[str, Placement]:
    """Return everybody's place by unit code."""
    return {place.unit: place for ranking in result.rankings for place in ranking.placements}


def disagreements(example: Example) -> Iterator[str]:
    """Say where the program comes to something else than the hand; nothing when they agree."""
    for unit, stated in example.by_hand.items():
        for what, by_hand in stated.items():
            if what == "how":
                continue
            computed = _computed(example.result, unit, what, by_hand)
            if computed != by_hand:
                yield f"{unit} {what}: by hand {by_hand}, by the program {computed}"


def _computed(result: Result, unit: str, what: str, like: str) -> str:
    """Write what the program came to as the hand wrote its own: as many decimals, a fraction, "a of b"."""
    place = placements(result)[unit]
    match what:
        case "score":
            return _like(place.score, like) if isinstance(place, Ranked) else place.reason.value
        case "rank":
            return str(place.rank) if isinstance(place, Ranked) else place.reason.value
        case "level":
            return str(place.level) if isinstance(place, Ranked) else place.reason.value
        case "recognised":
            return next(str(entry.tier) for entry in result.recognitions if entry.unit == unit)
    scores = result.scores[unit]
    node = scores.total if what == "total" else scores.nodes[what]
    earned, _, attainable = like.partition(" of ")
    if not attainable:
        return _like(node.earned, earned)
    return f"{_like(node.earned, earned)} of {_like(node.attainable, attainable)}"


def _like(number: Fraction, like: str) -> str:
    """Write a number in the form of another: "≈ 7.0711" to as many decimals, anything else exactly."""
    if like.startswith("≈ "):
        digits = len(like.partition(".")[2])
        return f"≈ {_plain(number, digits)}"
    same = Fraction(like) == number
    return like if same else str(number)


def _plain(number: Fraction, digits: int) -> str:
    return number_text(number, "en", digits).replace(",", "")


# --- drawing


def index_markdown(front: Front, pages: Sequence[Page]) -> str:
    """Draw the list of all pages, and which page tells of which key."""
    lines = [f"# {front.title}", "", _made_from("tools/method_pages/_index.yaml"), "", front.intro, ""]
    for section, title in front.sections.items():
        rows = [
            (f"[{page.title}](phuong-phap/{page.slug}.md)", _first_sentence(page.when))
            for page in pages
            if page.section == section
        ]
        lines += [f"## {title}", "", *_table(("cách tính", "khi nào dùng"), rows), ""]
    lines += ["## Khóa trong YAML nằm ở trang nào", "", *_table(("khóa", "trang"), _keys(pages)), ""]
    lines += [front.outro, ""]
    return "\n".join(lines)


def _keys(pages: Sequence[Page]) -> list[tuple[str, str]]:
    rows = []
    for page in pages:
        keys = [_key_text(key) for key in page.covers]
        rows.append((", ".join(dict.fromkeys(keys)), f"[{page.title}](phuong-phap/{page.slug}.md)"))
    return rows


def _key_text(key: str) -> str:
    field, _, value = key.partition(".")[2].partition("=")
    return f"`{field}: {value}`" if value else f"`{field}`"


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?]) ", text, maxsplit=1)[0]


def page_markdown(page: Page, titles: Mapping[str, str]) -> str:
    """Draw one page. titles: of every page by slug, for the links."""
    lines = [f"# {page.title}", "", _made_from(f"tools/method_pages/{page.slug}.yaml"), ""]
    lines += ["## Khi nào dùng", "", page.when, ""]
    if page.formula:
        lines += ["## Công thức", "", "```text", page.formula, "```", ""]
    lines += ["## Viết trong YAML và ví dụ tính", ""]
    for number, example in enumerate(page.examples, start=1):
        if len(page.examples) > 1:
            caption = f": {example.caption}" if example.caption else ""
            lines += [f"### Ví dụ {number}{caption}", ""]
        lines += [*_example_lines(example), ""]
    lines += [_EXPLAINED, ""]
    for title, text in (("Chiều nghịch (thấp hơn tốt hơn)", page.lower), ("Khi thiếu số liệu", page.gaps)):
        if text:
            lines += [f"## {title}", "", text, ""]
    if page.beware:
        lines += ["## Cần chú ý", "", *(f"- {text}" for text in page.beware), ""]
    lines += ["## Nguồn", "", *(f"- {text}" for text in page.source), ""]
    if page.see:
        links = ", ".join(f"[{titles[slug]}]({slug}.md)" for slug in page.see)
        lines += ["## Cách khác, xem thêm", "", f"{links}; [mọi cách tính](../phuong-phap.md).", ""]
    return "\n".join(lines)


def _made_from(source: str) -> str:
    return f"<!-- Dựng bằng `make methods` từ {source}: sửa ở đó, không sửa ở đây. -->"


def _example_lines(example: Example) -> Iterator[str]:
    if example.yaml:
        yield from ("```yaml", example.yaml, "```", "")
    if example.say:
        yield "Báo cáo in phương pháp này như sau:"
        yield ""
        yield from (f"> {line}  " for line in _said(example))
        yield ""
    if example.refused:
        yield "Chương trình không tính được và nói:"
        yield ""
        yield f"> {example.refused}"
        return
    yield from _worked(example)


def _said(example: Example) -> Iterator[str]:
    statements = {
        statement.title: statement.text for statement in method_statements(example.indicator_set, _LANGUAGE)
    }
    for what in example.say:
        indicator = example.indicator_set.indicators.get(what)
        if indicator is not None:
            yield f"**{indicator.code}.** {rule_text(indicator, _LANGUAGE)}"
        elif what in statements:
            yield f"**{what}.** {statements[what]}"
        else:
            raise KeyError(f"no statement “{what}”: {', '.join(statements)}")


def _worked(example: Example) -> list[str]:
    hands = {unit: stated.get("how", "") for unit, stated in example.by_hand.items()}
    headings = ["đơn vị", *(_heading(column, example) for column in example.show)]
    cells = [
        [unit.name, *(_cell(column, unit.code, example) for column in example.show)] for unit in example.units
    ]
    if any(hands.values()):
        headings.append("tính tay")
        for unit, row in zip(example.units, cells, strict=True):
            row.append(hands.get(unit.code, ""))
    return _table(headings, cells)


def _heading(column: str, example: Example) -> str:
    what, _, code = column.partition(" ")
    several = len(example.indicator_set.nodes) > 1
    of = f" {code}" if several and code else ""
    match what:
        case "figure":
            return f"số liệu{of}"
        case "self":
            return f"tự đánh giá{of}"
        case "verified":
            return f"thẩm định{of}"
        case "derivation":
            return f"chương trình tính{of}"
        case "points":
            return f"điểm{of}"
        case "share":
            return f"tỷ lệ đạt{of}"
        case "total":
            return "tổng điểm"
        case "score":
            return example.indicator_set.method.scale.name.vi.lower()
        case "rank":
            return "hạng"
        case "level":
            return "mức"
        case "recognition":
            return "công nhận"
    raise KeyError(column)


def _cell(column: str, unit: str, example: Example) -> str:
    what, _, code = column.partition(" ")
    result = example.result
    if what in {"figure", "self", "verified"}:
        return _figure(what, (unit, code), example)
    if what in _OF_PLACE:
        return _OF_PLACE[what](unit, result)
    scores = result.scores.get(unit)
    if scores is None:
        return ""
    if what == "total":
        return _points(scores.total)
    node = scores.nodes.get(code)
    if node is None:
        return "–"
    match what:
        case "derivation":
            return derivation(node, example.indicator_set.indicators[code], _LANGUAGE)
        case "points":
            return _points(node)
        case "share":
            return "–" if node.share is None else f"{number_text(node.share * 100, _LANGUAGE, None, 4)} %"
    raise KeyError(column)


def _figure(what: str, key: Key, example: Example) -> str:
    if what == "figure":
        observation = example.result.observations.get(key)
    else:
        stage = Stage(what)
        observation = next((o for o in example.stages.get(key, ()) if o.stage is stage), None)
        if observation is None:
            return ""
    indicator = example.indicator_set.indicators[key[1]]
    if observation is None:
        return treatment_label(Treatment.MISSING, _LANGUAGE)
    if observation.status is not ObservationStatus.REPORTED:
        return treatment_label(_WITHOUT_FIGURE[observation.status], _LANGUAGE)
    return figure_text(observation, indicator, _LANGUAGE)


def _score_cell(unit: str, result: Result) -> str:
    place = placements(result)[unit]
    return score_text(place.published, result.indicator_set, _LANGUAGE) if isinstance(place, Ranked) else ""


def _rank_cell(unit: str, result: Result) -> str:
    place = placements(result)[unit]
    return str(place.rank) if isinstance(place, Ranked) else unranked_reason(place, result, _LANGUAGE)


def _level_cell(unit: str, result: Result) -> str:
    place = placements(result)[unit]
    levels = result.indicator_set.levels_of(result.unit(unit).group)
    if not isinstance(place, Ranked) or levels is None:
        return ""
    return next(band.name.vi for band in levels.bands if band.code == place.level)


def _recognition_cell(unit: str, result: Result) -> str:
    view = make_recognition(result, _LANGUAGE)
    standings = (
        [] if view is None else [s for group in view.groups for s in group.standings if s.unit == unit]
    )
    return "".join(standing_text(standing, _LANGUAGE) for standing in standings)


_OF_PLACE: Mapping[str, Callable[[str, Result], str]] = {
    "score": _score_cell,
    "rank": _rank_cell,
    "level": _level_cell,
    "recognition": _recognition_cell,
}


def _points(score: NodeScore) -> str:
    earned = number_text(score.earned, _LANGUAGE, None, 4)
    if not score.attainable:
        return "không áp dụng" if score.treatment is Treatment.NOT_APPLICABLE else earned
    return f"{earned} / {number_text(score.attainable, _LANGUAGE, None, 4)}"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return [line(headings), "|" + "---|" * len(headings), *(line(row) for row in rows)]


def made_pages() -> dict[Path, str]:
    """Draw everything: path → text."""
    front = read_front()
    pages = read_pages(front)
    titles = {page.slug: page.title for page in pages}
    made = {PAGES / f"{page.slug}.md": page_markdown(page, titles) for page in pages}
    return {INDEX: index_markdown(front, pages), **made}


def main() -> None:
    made = made_pages()
    PAGES.mkdir(exist_ok=True)
    for stale in set(PAGES.glob("*.md")) - made.keys():
        stale.unlink()
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
