"""The names of the model's terms: treatments, statuses, policies, reasons."""

from collections.abc import Mapping
from enum import StrEnum

from cds_rank.model.indicator_set import MissingPolicy, RankedOn, StageUsed, Ties, ZeroDenominator
from cds_rank.model.observation import Stage
from cds_rank.model.result import Treatment, UnrankedReason
from cds_rank.model.unit import Status
from cds_rank.wording.language import N_, Language, translator

# By type: two terms of different types may have the same value, and would be one key.
_LABELS: Mapping[type[StrEnum], Mapping[str, str]] = {
    Treatment: {
        Treatment.SCORED: N_("đã chấm điểm"),
        Treatment.MISSING: N_("chưa báo cáo"),
        Treatment.UNREADABLE: N_("không đọc được"),
        Treatment.NOT_APPLICABLE: N_("không áp dụng"),
        Treatment.NOTHING_TO_COUNT: N_("không phát sinh"),
        Treatment.AGGREGATED: N_("gộp"),
    },
    Status: {
        Status.CONFIRMED: N_("có nguồn"),
        Status.RECONSTRUCTED: N_("suy ra"),
    },
    Stage: {
        Stage.SELF_ASSESSED: N_("tự đánh giá"),
        Stage.VERIFIED: N_("thẩm định"),
    },
    StageUsed: {
        StageUsed.FINAL: N_("kết quả thẩm định nếu có, nếu không thì tự đánh giá"),
        StageUsed.SELF_ASSESSED: N_("kết quả tự đánh giá"),
        StageUsed.VERIFIED: N_("kết quả thẩm định"),
    },
    UnrankedReason: {
        UnrankedReason.REFUSED: N_("báo cáo có lỗi"),
        UnrankedReason.NOT_SUBMITTED: N_("chưa nộp báo cáo"),
        UnrankedReason.MISSING_VALUES: N_("thiếu số liệu"),
        UnrankedReason.NOTHING_ATTAINABLE: N_("không có chỉ tiêu nào áp dụng"),
        UnrankedReason.GROUP_NOT_RANKED: N_("nhóm không xếp hạng"),
    },
    MissingPolicy: {
        MissingPolicy.ZERO: N_("được 0 điểm, điểm tối đa giữ nguyên"),
        MissingPolicy.UNRANKED: N_("đơn vị không được xếp hạng"),
    },
    ZeroDenominator: {
        ZeroDenominator.MAXIMUM: N_("được điểm tối đa"),
        ZeroDenominator.ZERO: N_("được 0 điểm"),
        ZeroDenominator.NOT_APPLICABLE: N_("không áp dụng: không tính cả điểm đạt và điểm tối đa"),
    },
    Ties: {
        Ties.COMPETITION: N_("cùng hạng, hạng kế tiếp bỏ qua (1-2-2-4)"),
        Ties.MODIFIED_COMPETITION: N_("cùng hạng theo vị trí cuối (1-3-3-4)"),
        Ties.DENSE: N_("cùng hạng, hạng kế tiếp liền sau (1-2-2-3)"),
    },
    RankedOn: {
        RankedOn.EXACT: N_("điểm chính xác, chưa làm tròn"),
        RankedOn.PUBLISHED: N_("điểm đã làm tròn như công bố"),
    },
}


def label(term: StrEnum, language: Language) -> str:
    """Return the reader's word for one of the model's terms."""
    return translator(language)(_LABELS[type(term)][term])
