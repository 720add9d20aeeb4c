"""The names of the model's terms: treatments, statuses, policies, reasons."""

from collections.abc import Mapping
from enum import StrEnum

from cds_rank.model.indicator_set import Effect
from cds_rank.model.method import Beyond, ImputedBy, MissingPolicy, RankedOn, StageUsed, Ties
from cds_rank.model.observation import Stage
from cds_rank.model.recognition import CountRounding, Inapplicable
from cds_rank.model.result import Treatment, UnrankedReason
from cds_rank.model.review import Cause, Verdict
from cds_rank.model.rule import ZeroDenominator
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
        Treatment.REJECTED: N_("không được chấp nhận"),
        Treatment.IMPUTED: N_("điền thay"),
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
        UnrankedReason.LOW_COVERAGE: N_("số liệu chưa đủ"),
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
    Verdict: {
        Verdict.AGREED: N_("thống nhất"),
        Verdict.ADJUSTED: N_("điều chỉnh"),
        Verdict.REJECTED: N_("không chấp nhận"),
        Verdict.PENDING: N_("chưa thẩm định"),
    },
    Cause: {
        Cause.NO_EVIDENCE: N_("thiếu tài liệu kiểm chứng"),
        Cause.WRONG_EVIDENCE: N_("tài liệu kiểm chứng không phù hợp"),
        Cause.WRONG_FIGURE: N_("số liệu chưa đúng"),
        Cause.WRONG_PERIOD: N_("ngoài kỳ đánh giá"),
        Cause.OWN_DATA: N_("theo số liệu của cơ quan thẩm định"),
        Cause.OTHER: N_("lý do khác"),
    },
    Beyond: {
        Beyond.KEPT: N_("giữ nguyên"),
        Beyond.CUT: N_("cắt về giới hạn của thang điểm"),
    },
    ImputedBy: {
        ImputedBy.GROUP_MEDIAN: N_("trung vị của nhóm"),
        ImputedBy.GROUP_MEAN: N_("trung bình của nhóm"),
        ImputedBy.PREVIOUS: N_("số liệu kỳ trước của chính đơn vị"),
    },
    Effect: {
        Effect.SCORE: N_("điểm"),
        Effect.BONUS: N_("điểm cộng"),
        Effect.DEDUCTION: N_("điểm trừ"),
    },
    CountRounding: {
        CountRounding.UP: N_("làm tròn lên"),
        CountRounding.HALF_UP: N_("làm tròn nửa lên"),
        CountRounding.DOWN: N_("làm tròn xuống"),
    },
    Inapplicable: {
        Inapplicable.LEAVES: N_("không tính vào số chỉ tiêu"),
        Inapplicable.MET: N_("coi là đạt"),
        Inapplicable.UNMET: N_("coi là chưa đạt"),
    },
    RankedOn: {
        RankedOn.EXACT: N_("điểm chính xác, chưa làm tròn"),
        RankedOn.PUBLISHED: N_("điểm đã làm tròn như công bố"),
    },
}


def label(term: StrEnum, language: Language) -> str:
    """Return the reader's word for one of the model's terms."""
    return translator(language)(_LABELS[type(term)][term])
