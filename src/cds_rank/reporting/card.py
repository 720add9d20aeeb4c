"""One unit's result as a picture to be shared: a drawing by itself, in the measure that social pages show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from cds_rank.reporting import drawing
from cds_rank.reporting.story import Story
from cds_rank.reporting.view.values import PillarRow, ProfileView, ReportView
from cds_rank.wording.language import Translate, translator

WIDTH, HEIGHT = 1200, 630
_LEFT, _RIGHT = 64, 1136
_COLUMN = 600  # where the pillars begin
_PAPER, _INK, _QUIET, _ACCENT, _TRACK, _RULE = (
    "#ffffff",
    "#1a232e",
    "#566270",
    "#124a7e",
    "#dfe5ec",
    "#c9d1da",
)
_WARN, _WARN_INK = "#fff0cc", "#6b4400"
_CHANGE_INK = {"up": "#1d6b40", "down": "#a3271d"}
_SANS = '"Segoe UI", Roboto, "Noto Sans", Arimo, "Liberation Sans", "Helvetica Neue", Arial, sans-serif'
_SERIF = 'Cambria, "Noto Serif", Tinos, "Liberation Serif", "Times New Roman", serif'
_MOST_PILLARS = 7
_MOST_CRITERIA = 2
_NOT_IN_XML = dict.fromkeys([*range(0xD800, 0xE000), 0xFFFE, 0xFFFF])


@dataclass(frozen=True, slots=True)
class _Ink:
    """How a text looks; size in pixels."""

    size: int
    fill: str = _INK
    weight: str = "400"
    family: str = _SANS
    anchor: str = "start"


def render_unit_svg(story: Story, unit: str) -> str:
    """Draw one unit's card, 1200 x 630, as SVG that asks for nothing outside of it.

    Texts stand in it as text: whoever makes a PNG of it needs a font with Vietnamese letters. What is too long for its
    place ends in “…”; the whole of it stands in the title and the description.
    Raises KeyError for a unit without a profile.
    """
    view = story.view
    profile = view.profiles.of(unit)
    _ = translator(story.language)
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": str(WIDTH),
            "height": str(HEIGHT),
            "viewBox": f"0 0 {WIDTH} {HEIGHT}",
            "role": "img",
            "aria-labelledby": "title desc",
            "lang": story.language,
        },
    )
    ET.SubElement(svg, "title", {"id": "title"}).text = _plain(
        f"{profile.name} – {view.title}, {view.period}"
    )
    ET.SubElement(svg, "desc", {"id": "desc"}).text = _plain(" ".join(_described(profile, view, _)))
    _box(svg, 0, 0, WIDTH, HEIGHT, _PAPER)
    _box(svg, 0, 0, WIDTH, 12, _ACCENT)
    _head(svg, profile, view)
    _place(svg, profile, view, _)
    _pillars(svg, profile.pillars, _)
    if len(profile.pillars) == 1:
        _apart_most(svg, profile, _)
    _foot(svg, story, _)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(svg, encoding="unicode") + "\n"


def _described(profile: ProfileView, view: ReportView, _: Translate) -> Iterator[str]:
    """Say in sentences what the drawing shows, for those who cannot see it."""
    for notice in view.notices:
        yield f"{notice.title}."
    yield f"{profile.name} ({profile.group})."
    yield _("Hạng: {rank}.").format(rank=profile.rank or _("không xếp hạng"))
    yield f"{view.score_name}: {profile.score}."
    if profile.change is not None and profile.change.words:
        yield f"{profile.change.words}."
    for row in profile.pillars:
        yield _("{name}: {own}, trung vị của nhóm {median}.").format(
            name=row.name, own=row.own_text, median=row.median_text
        )


def _head(svg: ET.Element, profile: ProfileView, view: ReportView) -> None:
    title = _Ink(24, _QUIET)
    period = view.period[:1].upper() + view.period[1:]
    _text(svg, _LEFT, 62, _fitted(view.title, title, _RIGHT - _LEFT - _wide(period, _Ink(24)) - 40), title)
    _text(svg, _RIGHT, 62, period, _Ink(24, _ACCENT, "600", anchor="end"))
    lines, ink = _name_lines(profile.name)
    top = 142 if len(lines) == 1 else 120
    for number, line in enumerate(lines):
        _text(svg, _LEFT, top + number * round(ink.size * 1.12), line, ink)


def _name_lines(name: str) -> tuple[list[str], _Ink]:
    """Write a name as large as it fits: on one line, else on two, the second one cut if need be."""
    room = _RIGHT - _LEFT
    for size in (64, 56, 48):
        ink = _Ink(size, weight="700", family=_SERIF)
        if _wide(_plain(name), ink) <= room:
            return [name], ink
    ink = _Ink(44, weight="700", family=_SERIF)
    return _wrapped(name, ink, room, 2), ink


def _place(svg: ET.Element, profile: ProfileView, view: ReportView, _: Translate) -> None:
    """Draw the left half: rank, group, score, level, and what changed."""
    room = _COLUMN - _LEFT - 30
    quiet = _Ink(20, _QUIET)
    if profile.rank:
        place = _("Hạng · {group}").format(group=profile.group)
        _text(svg, _LEFT, 222, _fitted(place, quiet, room), quiet)
        rank, _slash, count = profile.rank.partition("/")
        of_all = _Ink(52, _QUIET, family=_SERIF)
        _texts(svg, _LEFT - 4, 370, (rank, _Ink(156, _ACCENT, "700", _SERIF)), (f" / {count}", of_all))
    else:
        _text(svg, _LEFT, 222, _fitted(profile.group, quiet, room), quiet)
        _text(svg, _LEFT, 290, _("Không xếp hạng"), _Ink(48, _ACCENT, "700", _SERIF))
        for number, line in enumerate(_wrapped(profile.why, quiet, room, 3)):
            _text(svg, _LEFT, 330 + 30 * number, line, quiet)
    _text(svg, _LEFT, 430, view.score_name, quiet)
    _text(svg, _LEFT, 474, profile.score, _Ink(42, weight="700"))
    change = profile.change
    if change is not None and change.words:
        ink = _Ink(20, _CHANGE_INK.get(change.kind, _QUIET), "600")
        for number, line in enumerate(_wrapped(f"{change.mark} {change.words}", ink, room, 2)):
            _text(svg, _LEFT, 510 + 25 * number, line, ink)


def _pillars(svg: ET.Element, rows: Sequence[PillarRow], _: Translate) -> None:
    """Draw the right half: each pillar's bar, and a mark at the median of the group."""
    if not rows:
        return
    shown, left = rows[:_MOST_PILLARS], rows[_MOST_PILLARS:]
    room = _RIGHT - _COLUMN
    quiet = _Ink(20, _QUIET)
    _text(svg, _COLUMN, 222, _("Từng trụ cột; vạch: trung vị của nhóm"), quiet)
    if left:
        more = _("và {count} trụ cột nữa").format(count=len(left))
        _text(svg, _RIGHT, 222, more, _Ink(20, _QUIET, anchor="end"))
    step = min(84, 308 // len(shown))
    bar = 16 if step > 50 else 10
    own = _Ink(22, weight="700", anchor="end")
    for number, row in enumerate(shown):
        y = 222 + step * number + min(step, 60) - 6
        middle = _("trung vị {score}").format(score=row.median_text)
        _texts(svg, _RIGHT, y, (f"{middle}   ", quiet), (row.own_text, own))
        space = room - _wide(f"{middle}   ", quiet) - _wide(row.own_text, own) - 20
        _text(svg, _COLUMN, y, _fitted(row.name, _Ink(22), space), _Ink(22))
        _box(svg, _COLUMN, y + 11, room, bar, _TRACK)
        _box(svg, _COLUMN, y + 11, float(row.own) * room, bar, _ACCENT)
        at = _COLUMN + min(float(row.median) * room, room - 4)
        _box(svg, at - 2, y + 8, 8, bar + 6, _PAPER)  # a rim, so that the mark shows on the bar too
        _box(svg, at, y + 8, 4, bar + 6, _INK)


def _apart_most(svg: ET.Element, profile: ProfileView, _: Translate) -> None:
    """Draw, where one pillar leaves room, the criteria that lie furthest above and below the middle of the group."""
    y = 356
    parts = (
        (_("Trên trung vị nhiều nhất"), profile.strengths),
        (_("Dưới trung vị nhiều nhất"), profile.weaknesses),
    )
    for (heading, rows), kind in zip(parts, ("up", "down"), strict=True):
        if not rows:
            continue
        _text(svg, _COLUMN, y, heading, _Ink(20, _QUIET))
        number = _Ink(20, _CHANGE_INK[kind], "700", anchor="end")
        for line, row in enumerate(rows[:_MOST_CRITERIA], start=1):
            _text(svg, _RIGHT, y + 29 * line, row.difference, number)
            space = _RIGHT - _COLUMN - _wide(row.difference, number) - 24
            _text(svg, _COLUMN, y + 29 * line, _fitted(row.name, _Ink(20), space), _Ink(20))
        y += 106


def _foot(svg: ET.Element, story: Story, _: Translate) -> None:
    view = story.view
    warnings = [notice.title for notice in view.notices if notice.kind != "reconstructed"]
    line = 596
    if warnings:
        _box(svg, 0, 574, WIDTH, 56, _WARN)
        ink = _Ink(26, _WARN_INK, "700", anchor="middle")
        _text(svg, WIDTH / 2, 611, _fitted(" · ".join(warnings), ink, _RIGHT - _LEFT), ink)
        line = 560
    else:
        _box(svg, _LEFT, 574, _RIGHT - _LEFT, 1, _RULE)
        line = 606
    digest = _("Kết quả {digest}").format(digest=story.sealed.digest[:12])
    open_parts = [notice.title for notice in view.notices if notice.kind == "reconstructed"]
    told = " · ".join((*(fact.text for fact in view.head[-1:]), *open_parts, digest))
    _text(svg, _LEFT, line, _fitted(told, _Ink(16), _RIGHT - _LEFT), _Ink(16, _QUIET))


# --- texts and boxes


def _text(svg: ET.Element, x: float, y: float, text: str, ink: _Ink) -> None:
    place = {"x": _pixels(x), "y": _pixels(y)}
    ET.SubElement(svg, "text", place | _looks(ink)).text = _plain(text)


def _texts(svg: ET.Element, x: float, y: float, *parts: tuple[str, _Ink]) -> None:
    """Write parts one after the other; the last one says to which side of x they stand."""
    line = ET.SubElement(svg, "text", {"x": _pixels(x), "y": _pixels(y), "xml:space": "preserve"})
    if parts[-1][1].anchor != "start":
        line.set("text-anchor", parts[-1][1].anchor)
    for text, ink in parts:
        ET.SubElement(line, "tspan", _looks(replace(ink, anchor="start"))).text = text


def _looks(ink: _Ink) -> dict[str, str]:
    looks = {
        "font-family": ink.family,
        "font-size": str(ink.size),
        "font-weight": ink.weight,
        "fill": ink.fill,
    }
    return looks if ink.anchor == "start" else looks | {"text-anchor": ink.anchor}


def _box(svg: ET.Element, x: float, y: float, width: float, height: float, fill: str) -> None:
    sides = {"x": x, "y": y, "width": width, "height": height}
    ET.SubElement(svg, "rect", {name: _pixels(length) for name, length in sides.items()} | {"fill": fill})


def _pixels(length: float) -> str:
    return f"{length:.1f}".removesuffix(".0")


def _plain(text: str) -> str:
    """Write a text of the view on one line, without what XML cannot hold."""
    return " ".join(text.translate(_NOT_IN_XML).split())


def _wide(text: str, ink: _Ink) -> float:
    """Reckon how wide a text is at most, in pixels: which font the reader has is not known here."""
    heavy = 1.06 if ink.weight != "400" else 1.0
    return heavy * drawing.wide(text, ink.size)


def _fitted(text: str, ink: _Ink, room: float) -> str:
    """Cut a text so that it fits."""
    text = _plain(text)
    if _wide(text, ink) <= room:
        return text
    while text and _wide(text + "…", ink) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _wrapped(text: str, ink: _Ink, room: float, most: int) -> list[str]:
    """Break a text into at most so many lines; the last one is cut where it does not fit."""
    lines = [""]
    for word in _plain(text).split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(lines) < most and _wide(longer, ink) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return [_fitted(line, ink, room) for line in lines]
