"""What the result was made from and with."""

from collections import Counter
from collections.abc import Iterator

from cds_rank import __version__
from cds_rank.model.method import StageUsed
from cds_rank.reporting.versions import newer_version
from cds_rank.reporting.view.findings import found_text
from cds_rank.reporting.view.teller import Teller, clean
from cds_rank.reporting.view.values import Fact, InputView, ProvenanceView
from cds_rank.wording.labels import label


def provenance_view(teller: Teller) -> ProvenanceView:
    """Say what the result was made from and with."""
    _, record = teller.translate, teller.result.record
    used = teller.result.unit_list
    counts = Counter(finding.severity for finding in teller.result.findings)
    found = found_text(counts, teller.language)
    refused = set(teller.result.refused_files)
    return ProvenanceView(
        facts=(
            Fact(_("Lập lúc"), teller.moment(record.created_at) if record.created_at else _("không ghi")),
            Fact(_("Chương trình"), _made_by(teller)),
            Fact(_("Bộ chỉ tiêu"), teller.versioned(teller.set.id, teller.set.version)),
            Fact(_("Danh sách đơn vị"), teller.versioned(used.id, used.version)),
            Fact(_("Phát hiện khi kiểm tra"), found),
            Fact(_("Tệp đã đọc"), teller.plain(len(record.inputs))),
            Fact(_("Tệp không được tính"), teller.plain(len(refused))),
        ),
        digests=(
            Fact(_("Kết quả"), teller.sealed.digest),
            Fact(_("Bộ chỉ tiêu"), record.set_digest),
            Fact(_("Danh sách đơn vị"), used.digest),
        ),
        inputs=tuple(
            InputView(clean(file.name), teller.plain(file.size), file.sha256, file.name in refused)
            for file in record.inputs
        ),
    )


def _made_by(teller: Teller) -> str:
    """Name the version that made the result, and say so where it is newer than the one that reports it."""
    _, version = teller.translate, teller.result.record.tool_version
    if newer_version(teller.result):
        text = _(
            "cds-rank {version}, mới hơn bản lập báo cáo này ({ours}): có thể có điều báo cáo này chưa biết"
        )
        return text.format(version=version, ours=__version__)
    return f"cds-rank {version}"


def head_facts(teller: Teller) -> Iterator[Fact]:
    """Give the facts that stand below the title."""
    _, record = teller.translate, teller.result.record
    if record.created_at:
        yield Fact(_("Lập"), teller.moment(record.created_at))
    yield Fact(_("Số liệu"), stage_text(teller))
    yield Fact(_("Bộ chỉ tiêu"), teller.versioned(teller.set.id, teller.set.version))


def stage_text(teller: Teller) -> str:
    """Say whose figures were scored; where nothing was reviewed at all, that they are the units' own."""
    stage = StageUsed(teller.result.record.stage)
    return label(StageUsed.SELF_ASSESSED if teller.is_unreviewed else stage, teller.language)
