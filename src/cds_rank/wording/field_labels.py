"""The names of a submission's parts: columns, identity fields, severities; all that `validate` needs to speak."""

from collections.abc import Mapping

from cds_rank.model.finding import Severity
from cds_rank.wording.language import N_

COLUMN_LABELS: Mapping[str, str] = {
    "code": N_("Mã"),
    "name": N_("Chỉ tiêu"),
    "unit_of_measure": N_("Đơn vị tính"),
    "numerator": N_("Tử số"),
    "denominator": N_("Mẫu số"),
    "value": N_("Giá trị"),
    "max_points": N_("Điểm tối đa"),
    "points": N_("Điểm tự đánh giá"),
    "verified_points": N_("Điểm thẩm định"),
    "status": N_("Tình trạng"),
    "evidence": N_("Tài liệu kiểm chứng"),
    "explanation": N_("Giải trình"),
}
IDENTITY_LABELS: Mapping[str, str] = {
    "set_id": N_("bộ chỉ tiêu"),
    "set_version": N_("phiên bản bộ chỉ tiêu"),
    "set_digest": N_("mã băm bộ chỉ tiêu"),
    "unit": N_("mã đơn vị"),
    "group": N_("nhóm"),
    "period": N_("kỳ báo cáo"),
    "form_version": N_("phiên bản biểu mẫu"),
    "illustrative": N_("số liệu minh họa"),
    "kind": N_("loại phiếu"),
    "part": N_("phần được giao"),
}
SEVERITY_LABELS: Mapping[Severity, str] = {
    Severity.ERROR: N_("lỗi"),
    Severity.WARNING: N_("cảnh báo"),
    Severity.INFO: N_("thông tin"),
}
