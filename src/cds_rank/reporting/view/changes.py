"""What became of a unit's place and score since the earlier editions, in words."""

from collections.abc import Sequence

from cds_rank.model.history import Comparison, Edition, History, Standing, UnitHistory
from cds_rank.model.result import GroupRanking
from cds_rank.reporting.sentences import score_text, signed
from cds_rank.reporting.view.teller import Teller, clean
from cds_rank.reporting.view.values import ChangeView, StepView
from cds_rank.wording.numbers import number_text
from cds_rank.wording.periods import period_text

_NOTHING = "—"
_MOST_NAMED = 5  # units that joined or left a ranking


def change_view(teller: Teller, unit: str) -> ChangeView | None:
    """Say what became of a unit since the latest earlier edition; None where there is none."""
    _, history = teller.translate, teller.story.history
    if history is None:
        return None
    found = history.units[unit]
    match found.standing:
        case Standing.COMPARED:
            return _compared(teller, found)
        case Standing.NEW:
            return _apart("new", _("mới"))
        case Standing.NOT_RANKED_BEFORE:
            return _apart("not_ranked_before", _("kỳ trước không xếp hạng"))
        case Standing.NOT_RANKED_NOW:
            return _apart("not_ranked_now", _not_ranked_now(teller, found))
        case Standing.NOT_COMPARABLE:
            why = comparison_text(teller, history.latest.comparison)
            return _apart("not_comparable", _("không so sánh được: {why}").format(why=why))


def row_change(teller: Teller, unit: str) -> ChangeView | None:
    """Say it of a line of a ranking: None also where nobody is compared, which a note says once."""
    return change_view(teller, unit) if is_compared(teller) else None


def is_compared(teller: Teller) -> bool:
    """Tell whether there is a latest earlier edition and it can be compared with the present one."""
    history = teller.story.history
    return history is not None and history.latest.comparison is Comparison.COMPARABLE


def has_steps(history: History | None) -> bool:
    """Tell whether any earlier edition can be compared with the present one."""
    return history is not None and any(
        edition.comparison is Comparison.COMPARABLE for edition in history.editions[:-1]
    )


def step_views(teller: Teller, unit: str) -> tuple[StepView, ...]:
    """Give a unit's place and score in every edition, oldest first; nothing where no earlier one can be compared."""
    history = teller.story.history
    if history is None or not has_steps(history):
        return ()
    return tuple(
        StepView(
            period=edition_text(teller, edition),
            rank=_NOTHING if step is None or step.rank is None else f"{step.rank}/{step.count}",
            score=_NOTHING
            if step is None or step.score is None
            else score_text(step.score, teller.set, teller.language),
        )
        for edition, step in zip(history.editions, history.units[unit].steps, strict=True)
    )


def joining_text(teller: Teller, ranking: GroupRanking) -> str:
    """Say who joined or left a group's ranking since the edition it is compared with; empty where nobody did."""
    _, story = teller.translate, teller.story
    if story.history is None or not story.earlier or not is_compared(teller):
        return ""
    before = story.earlier[-1].result
    then = [entry.unit for one in before.rankings if one.group == ranking.group for entry in one.ranked]
    now = [entry.unit for entry in ranking.ranked]
    of_then, of_now = frozenset(then), frozenset(now)
    joined = [teller.label_of(unit) for unit in now if unit not in of_then]
    left = [
        teller.unit_labels.get(unit) or clean(before.unit(unit).label) for unit in then if unit not in of_now
    ]
    if not then or not (joined or left):
        return ""
    moves = [_("thêm {units}").format(units=_named(teller, joined))] if joined else []
    moves += [_("bớt {units}").format(units=_named(teller, left))] if left else []
    return _(
        "Kỳ này xếp hạng {now} đơn vị, {period} xếp hạng {then} đơn vị: {moves}. "
        "Một phần thay đổi thứ hạng là do đó."
    ).format(
        now=len(now),
        period=edition_text(teller, story.history.latest),
        then=len(then),
        moves="; ".join(moves),
    )


def _named(teller: Teller, units: Sequence[str]) -> str:
    _ = teller.translate
    return ", ".join(units) if len(units) <= _MOST_NAMED else _("{count} đơn vị").format(count=len(units))


def edition_text(teller: Teller, edition: Edition) -> str:
    """Name an edition by its period."""
    return period_text(edition.period, teller.language)


def comparison_text(teller: Teller, comparison: Comparison) -> str:
    """Say why an edition cannot be compared with the present one; empty where it can."""
    _ = teller.translate
    match comparison:
        case Comparison.COMPARABLE:
            return ""
        case Comparison.OTHER_SET:
            return _("theo bộ chỉ tiêu khác")
        case Comparison.OTHER_METHOD:
            return _("bộ chỉ tiêu đã đổi cách tính")
        case Comparison.OTHER_STAGE:
            return _("một bên theo số tự đánh giá, một bên theo số thẩm định")
        case Comparison.OTHER_UNITS:
            return _("theo danh sách đơn vị khác")


def _compared(teller: Teller, found: UnitHistory) -> ChangeView:
    _ = teller.translate
    before, now = found.steps[-2], found.steps[-1]
    gained, change = found.ranks_gained, found.score_gained
    if before is None or now is None or gained is None or change is None:
        raise ValueError(f"{found.unit} is compared and has no places")
    kind, mark = ("up", "▲") if gained > 0 else ("down", "▼") if gained < 0 else ("same", "=")
    text = _among_as_many(teller, gained) if before.count == now.count else _among_others(teller, gained)
    places = teller.plain(abs(gained))
    score = number_text(change, teller.language, teller.digits)
    return ChangeView(
        kind=kind,
        mark=mark,
        ranks=places,
        words=text.format(
            places=places, before=before.rank, of_before=before.count, now=now.rank, of_now=now.count
        ),
        score=signed(score, change),
        key=str(gained),
        brief=_brief(teller, gained).format(places=places),
    )


def _brief(teller: Teller, gained: int) -> str:
    _ = teller.translate
    if gained > 0:
        return _("tăng {places} bậc")
    return _("giảm {places} bậc") if gained < 0 else _("không đổi")


def _among_as_many(teller: Teller, gained: int) -> str:
    _ = teller.translate
    if gained > 0:
        return _("tăng {places} bậc, từ hạng {before} lên hạng {now}")
    if gained < 0:
        return _("giảm {places} bậc, từ hạng {before} xuống hạng {now}")
    return _("giữ nguyên hạng {now}")


def _among_others(teller: Teller, gained: int) -> str:
    """Give both numbers of units: last of eight and last of nine is no place lost to anybody."""
    _ = teller.translate
    if gained > 0:
        return _(
            "tăng {places} bậc, từ hạng {before} trên {of_before} đơn vị lên hạng {now} trên {of_now} đơn vị"
        )
    if gained < 0:
        return _(
            "giảm {places} bậc, từ hạng {before} trên {of_before} đơn vị xuống hạng {now} trên {of_now} đơn vị"
        )
    return _("giữ nguyên hạng {now}, kỳ trước trên {of_before} đơn vị, kỳ này trên {of_now} đơn vị")


def _not_ranked_now(teller: Teller, found: UnitHistory) -> str:
    _ = teller.translate
    before = found.steps[-2]
    if before is None or before.rank is None:
        return _("kỳ này không xếp hạng")
    return _("kỳ này không xếp hạng, kỳ trước hạng {rank}").format(rank=before.rank)


def _apart(kind: str, words: str) -> ChangeView:
    return ChangeView(kind=kind, mark="", ranks="", words=words, score="", key="", brief=words)
