"""What has to be read before any number."""

from collections.abc import Iterator

from cds_rank.model.method import Levels
from cds_rank.model.unit import Status
from cds_rank.reporting.view.reviews import open_notice
from cds_rank.reporting.view.teller import Teller
from cds_rank.reporting.view.values import Fact, Notice


def notices(teller: Teller) -> Iterator[Notice]:
    """Give the notices in the order in which they are read."""
    _, record = teller.translate, teller.result.record
    if record.illustrative:
        yield Notice(
            "illustrative",
            _("Số liệu minh họa – không phải số liệu thật"),
            _(
                "Ít nhất một báo cáo đầu vào ghi rõ là số liệu bịa ra để thử; không dùng để đánh giá đơn vị nào."
            ),
        )
    if record.accepted_errors:
        yield Notice(
            "accepted_errors",
            _("Đã tính cả báo cáo còn lỗi"),
            _(
                "Người lập chọn tính điểm cả những báo cáo còn lỗi; ô không đọc được tính như chưa báo cáo. "
                "Kết quả này chưa đủ điều kiện công bố."
            ),
        )
    left = open_notice(teller.result, teller.story.stages, teller.language)
    yield from _partial(teller)
    facts = tuple(_reconstructed(teller))
    if teller.set.status is Status.RECONSTRUCTED:
        yield Notice(
            "reconstructed",
            _("Bộ chỉ tiêu có phần do suy ra – không thay cho văn bản gốc"),
            _("Phần có nguồn và phần suy ra được ghi riêng ở từng chỉ tiêu. Số mục có nguồn trên tổng số:"),
            facts,
        )
    elif facts:
        yield Notice(
            "reconstructed",
            _("Một số mục của bộ chỉ tiêu do suy ra"),
            _("Số mục có nguồn trên tổng số:"),
            facts,
        )
    if left is not None:
        yield left
    elif teller.is_unreviewed:
        yield Notice(
            "unreviewed",
            _("Chưa có kết quả thẩm định"),
            _("Toàn bộ số liệu là số do các đơn vị báo cáo; kết quả còn có thể thay đổi khi thẩm định."),
        )


def _partial(teller: Teller) -> Iterator[Notice]:
    """Say where fewer than half of a group's units are ranked: first of five is not first of sixty-three."""
    _ = teller.translate
    few = [
        _("{group}: {ranked}/{count}").format(
            group=teller.set.group(ranking.group).name.in_language(teller.language),
            ranked=len(ranking.ranked),
            count=len(ranking.placements),
        )
        for ranking in teller.result.rankings
        if 0 < 2 * len(ranking.ranked) < len(ranking.placements)
    ]
    if few:
        yield Notice(
            "partial",
            _("Chỉ xếp hạng một phần nhỏ của nhóm"),
            _(
                "Số đơn vị được xếp hạng trên số đơn vị của nhóm: {groups}. Thứ hạng chỉ là giữa các đơn vị này."
            ).format(groups="; ".join(few)),
        )


def _reconstructed(teller: Teller) -> Iterator[Fact]:
    """Count what is confirmed of each kind of statement that has something reconstructed."""
    _, criteria = teller.translate, tuple(teller.set.indicators.values())
    kinds: tuple[tuple[str, list[Status]], ...] = (
        (_("Tên chỉ tiêu"), [item.status for item in criteria]),
        (_("Điểm tối đa"), [item.max_points_status for item in criteria]),
        (_("Phạm vi áp dụng"), [item.groups_status for item in criteria]),
        (_("Mục tiêu"), [item.target.status for item in criteria if item.target]),
        (_("Trụ cột gộp"), [item.status for item in teller.set.composites]),
        (_("Mức độ"), [levels.status for levels in _all_levels(teller)]),
    )
    for title, statuses in kinds:
        confirmed = sum(status is Status.CONFIRMED for status in statuses)
        if confirmed < len(statuses):
            yield Fact(title, f"{confirmed}/{len(statuses)}")


def _all_levels(teller: Teller) -> Iterator[Levels]:
    for levels in (teller.set.method.levels, *(group.levels for group in teller.set.groups)):
        if levels is not None:
            yield levels
