"""What became of a unit's place and score since the earlier editions, in words."""

from cds_rank.model.history import Comparison, Edition, Standing, UnitHistory
from cds_rank.reporting.sentences import score_text, signed
from cds_rank.reporting.view.teller import Teller
from cds_rank.reporting.view.values import ChangeView, StepView
from cds_rank.wording.numbers import number_text
from cds_rank.wording.periods import period_text

_NOTHING = "—"


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


def step_views(teller: Teller, unit: str) -> tuple[StepView, ...]:
    """Give a unit's place and score in every edition, oldest first; nothing where there is only the present one."""
    history = teller.story.history
    if history is None:
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
    if gained > 0:
        kind, mark, text = "up", "▲", _("tăng {places} bậc, từ hạng {before} lên hạng {now}")
    elif gained < 0:
        kind, mark, text = "down", "▼", _("giảm {places} bậc, từ hạng {before} xuống hạng {now}")
    else:
        kind, mark, text = "same", "=", _("giữ nguyên hạng {now}")
    places = teller.plain(abs(gained))
    score = number_text(change, teller.language, teller.digits)
    return ChangeView(
        kind=kind,
        mark=mark,
        ranks=places,
        words=text.format(places=places, before=before.rank, now=now.rank),
        score=signed(score, change),
        key=str(gained),
    )


def _not_ranked_now(teller: Teller, found: UnitHistory) -> str:
    _ = teller.translate
    before = found.steps[-2]
    if before is None or before.rank is None:
        return _("kỳ này không xếp hạng")
    return _("kỳ này không xếp hạng, kỳ trước hạng {rank}").format(rank=before.rank)


def _apart(kind: str, words: str) -> ChangeView:
    return ChangeView(kind=kind, mark="", ranks="", words=words, score="", key="")
