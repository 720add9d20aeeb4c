"""What the sheet with one unit's profile says: labels and values in order, as its template draws them."""

from collections.abc import Iterator
from fractions import Fraction

from cds_rank.reporting.story import Story
from cds_rank.reporting.view.values import (
    BranchRow,
    CriterionRow,
    Fact,
    Losses,
    Neighbour,
    PillarRow,
    ProfileView,
    ReportView,
)
from cds_rank.wording.language import Translate, translator


def profile_sheet(story: Story, profile: ProfileView) -> dict[str, object]:
    """Say everything that stands on a unit's sheet, in the story's language.

    Shares are numbers from 0 to 1; everything else is text. Empty texts and lists are not drawn.
    """
    _, view = translator(story.language), story.view
    review = view.reviews.units[profile.unit].why if view.reviews else ""
    return {
        "page": _("Trang {page} trên {pages}"),
        "name": profile.name,
        "group": profile.group,
        "edition": f"{view.title} · {view.period}",
        "figures": _figures(profile, view, _),
        "notices": view.notices,
        "facts": profile.facts,
        "recognition": {"label": _("Công nhận"), "text": profile.recognition},
        "why": {"title": _("Vì sao ở hạng này"), "texts": [text for text in (profile.why, review) if text]},
        "neighbour": None if profile.neighbour is None else _neighbour(profile.neighbour, view, _),
        "losses": None if profile.losses is None else _losses(profile.losses, _),
        "pillars": {
            "title": _("So với nhóm"),
            "caption": _("Thanh: đơn vị; vạch: trung vị của nhóm; chấm tròn: cao nhất nhóm."),
            "heads": [_("Trụ cột"), "", _("Đơn vị"), _("Trung vị"), _("Cao nhất")],
            "rows": [_pillar(row, _) for row in profile.pillars],
        },
        "sides": [
            {
                "title": title,
                "caption": " ".join((_("Chênh lệch là hiệu của hai số đã in."), *without)),
                "heads": [_("Chỉ tiêu"), _("Đơn vị"), _("Trung vị"), _("Chênh lệch")],
                "rows": [[row.code, row.name, row.points, row.median, row.difference] for row in rows],
            }
            for title, rows, without in (
                (_("Điểm mạnh"), profile.strengths, ()),
                (_("Điểm yếu"), profile.weaknesses, _without_gaps(profile, _)),
            )
            if rows
        ],
        "steps": {
            "title": _("Qua các kỳ"),
            "heads": [_("Kỳ"), _("Hạng"), view.score_name],
            "rows": [[step.period, step.rank, step.score] for step in profile.steps],
        },
        "gaps": {
            "title": _("Chưa có số liệu"),
            "heads": [_("Chỉ tiêu"), _("Lý do"), _("Mất nhiều nhất")],
            "rows": [[row.code, row.name, row.reason, row.lost] for row in profile.gaps],
        },
        "criteria": _criteria(profile, _),
        "findings": {
            "title": _("Phát hiện khi kiểm tra báo cáo"),
            "rows": [
                [item.severity, item.label, item.code, item.place, f"{item.title}: {item.message} {item.fix}"]
                for item in profile.findings
            ],
        },
        "origin": {
            "title": _("Nguồn gốc kết quả"),
            "facts": view.provenance.facts,
            "digests": {
                "label": _("Mã băm SHA-256"),
                "facts": [*view.provenance.digests, *_digest_of_file(profile, view)],
            },
        },
    }


def _digest_of_file(profile: ProfileView, view: ReportView) -> Iterator[Fact]:
    """Give the digest of the file that most of the unit's figures came from."""
    for file in view.provenance.inputs:
        if profile.source == file.name or profile.source.startswith(f"{file.name} › "):
            yield Fact(file.name, file.sha256)


def _figures(profile: ProfileView, view: ReportView, _: Translate) -> list[dict[str, str]]:
    """Give the numbers that are read first: kind is that of the change, for its colour."""
    rank, _slash, of_all = profile.rank.partition("/")
    told = [
        {"label": _("Hạng"), "text": rank or "—", "small": f"/{of_all}" if of_all else "", "kind": ""},
        {"label": view.score_name, "text": profile.score, "small": "", "kind": ""},
    ]
    change = profile.change
    if change is not None:
        mark = f"{change.mark} {change.ranks}" if change.mark and change.ranks != "0" else change.mark
        small = " · ".join(part for part in ((change.words if mark else ""), change.score) if part)
        told.append(
            {"label": _("Thay đổi"), "text": mark or change.words, "small": small, "kind": change.kind}
        )
    return told


def _without_gaps(profile: ProfileView, _: Translate) -> tuple[str, ...]:
    """Say where the criteria without a figure are: they are no weaknesses."""
    return (_("Chỉ tiêu chưa có số liệu xem ở mục riêng."),) if profile.gaps else ()


def _neighbour(beside: Neighbour, view: ReportView, _: Translate) -> dict[str, object]:
    split = _(
        "Hiệu hai điểm xếp hạng, tách theo chỉ tiêu: + là hơn, − là kém. Các dòng cộng lại đúng bằng hiệu đã in."
    )
    rows = [
        [row.code, row.name, row.own, row.own_note, row.other, row.other_note, row.difference]
        for row in beside.rows
    ]
    return {
        "title": _("So với đơn vị xếp ngay trên") if beside.is_above else _("So với đơn vị xếp ngay dưới"),
        "caption": f"{split} {beside.note}".rstrip() if rows else beside.note,
        "heads": [_("Chỉ tiêu"), _("Đơn vị này"), beside.short_name, _("Hơn, kém")],
        "rows": rows,
        "rest": [beside.rest_name, "", "", beside.rest] if beside.rest else [],
        "total": [view.score_name, beside.own_score, beside.score, beside.total],
    }


def _losses(losses: Losses, _: Translate) -> dict[str, object]:
    caption = _("Những chỗ mất nhiều điểm nhất, cộng lại bằng {share} % số điểm chưa đạt.").format(
        share=losses.share
    )
    return {
        "caption": f"{caption} {losses.note}".rstrip(),
        "heads": [_("Chỉ tiêu"), _("Điểm chưa đạt")],
        "rows": [[row.code, row.name, row.lost] for row in losses.rows],
        "rest": [_("Các chỉ tiêu còn lại"), losses.rest],
        "total": [_("Tổng điểm chưa đạt"), losses.total],
    }


def _pillar(row: PillarRow, _: Translate) -> dict[str, object]:
    points = _("{earned} trên {attainable} điểm").format(earned=row.earned, attainable=row.attainable)
    return {
        "name": row.name,
        "points": points,
        "own": _drawn(row.own),
        "median": _drawn(row.median),
        "best": _drawn(row.best),
        "texts": [row.own_text, row.median_text, row.best_text],
    }


def _drawn(share: Fraction) -> float:
    return round(float(share), 4)


def _criteria(profile: ProfileView, _: Translate) -> dict[str, object]:
    caption = _(
        "Số liệu lấy từ {source}; ô ghi dưới mỗi con số. Thứ: theo điểm, trong những đơn vị cùng nhóm được áp dụng."
    )
    heads = [_("Chỉ tiêu"), _("Số liệu"), _("Mục tiêu"), _("Điểm / tối đa"), _("Trung vị"), _("Thứ")]
    if profile.shows_counted:
        heads.append(_("Tính vào tổng"))
    return {
        "title": _("Từng chỉ tiêu"),
        "caption": caption.format(source=profile.source),
        "heads": [*heads, _("Cách tính và tài liệu kiểm chứng")],
        "counted": profile.shows_counted,
        "rows": [
            _branch(line) if isinstance(line, BranchRow) else _criterion(line, _) for line in profile.lines
        ],
        "total": {
            "label": _("Tổng điểm"),
            "note": profile.rounding_note,
            "points": f"{profile.total_earned} / {profile.total_attainable}",
            "score": profile.score,
        },
    }


def _branch(line: BranchRow) -> dict[str, object]:
    return {
        "branch": True,
        "depth": line.depth,
        "name": line.name,
        "how": line.how,
        "points": f"{line.earned} / {line.attainable}",
    }


def _criterion(line: CriterionRow, _: Translate) -> dict[str, object]:
    state = line.treatment_label or (_("cho điểm trực tiếp") if line.verdict_cell else "")
    return {
        "branch": False,
        "code": line.code,
        "name": line.name,
        # Confirmed is the rule; what is not has to be seen.
        "status": "" if line.status == "confirmed" else line.status_label,
        "figure": line.figure,
        "cells": [
            text for text in (line.cell, line.verdict_cell if line.verdict_cell != line.cell else "") if text
        ],
        "state": state,
        "target": line.target,
        "points": f"{line.earned} / {line.attainable}",
        "share": None if line.share is None else _drawn(min(max(line.share, Fraction(0)), Fraction(1))),
        "median": line.median,
        "place": line.place,
        "counted": line.counted,
        "told": [text for text in (line.derivation, line.review, line.evidence, line.explanation) if text],
    }
