"""SYS: rules about the program itself."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, Rule

SYS: dict[str, Rule] = {
    "SYS001": Rule(
        ERROR,
        N_("Lỗi của chương trình với tệp này"),
        N_("Chương trình gặp lỗi khi đọc tệp này ({detail}); các tệp khác vẫn được xử lý."),
        N_("Gửi tệp này cho người phụ trách cds-rank để tìm nguyên nhân; đơn vị chưa phải sửa gì."),
        cause=N_(
            "Tệp có một điểm mà chương trình chưa lường tới; đây là lỗi của chương trình, không phải của đơn vị."
        ),
        example=N_(
            "Tệp mở được trong Excel mà cds-rank báo lỗi → gửi tệp và dòng báo lỗi cho người phụ trách"
        ),
    ),
}
