"""NUM: rules about numbers."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, WARNING, Rule

NUM: dict[str, Rule] = {
    "NUM001": Rule(
        ERROR,
        N_("Không phải số"),
        N_("Ô “{column}” ghi “{text}”, không phải con số."),
        N_("Bấm vào ô {cell}, gõ con số; chữ giải thích ghi ở cột Giải trình."),
    ),
    "NUM002": Rule(
        WARNING,
        N_("Số lưu dưới dạng chữ"),
        N_("Ô “{column}” ghi chữ “{text}”, được hiểu là {value}."),
        N_("Bấm vào ô {cell}, gõ lại {value}, nhấn Enter."),
        mendable=True,
    ),
    "NUM003": Rule(
        ERROR,
        N_("Dấu ngăn cách không rõ nghĩa"),
        N_("Ô “{column}” ghi chữ “{text}”: có thể là {first} hoặc {second}."),
        N_("Bấm vào ô {cell}, gõ lại con số không có dấu ngăn cách hàng nghìn (ví dụ {first}), nhấn Enter."),
    ),
    "NUM004": Rule(
        ERROR,
        N_("Số viết kiểu nước ngoài"),
        N_("Ô “{column}” ghi chữ “{text}” theo kiểu dùng dấu chấm thập phân; có phải {suggestion} không?"),
        N_("Bấm vào ô {cell}, gõ lại {suggestion} (dấu phẩy là dấu thập phân), nhấn Enter."),
    ),
    "NUM005": Rule(
        ERROR,
        N_("Số viết kiểu khoa học"),
        N_("Ô “{column}” ghi chữ “{text}” theo kiểu khoa học (E)."),
        N_("Bấm vào ô {cell}, gõ lại con số đầy đủ."),
    ),
    "NUM006": Rule(
        WARNING,
        N_("Quá nhiều chữ số thập phân"),
        N_("Ô “{column}” ghi {number}, nhiều hơn {decimals} chữ số thập phân."),
        N_("Bấm vào ô {cell}, làm tròn đến {decimals} chữ số thập phân."),
        explainable=True,
    ),
    "NUM007": Rule(
        ERROR,
        N_("Chữ lẫn trong ô số"),
        N_("Ô “{column}” ghi “{text}”: có chữ hoặc ký hiệu lẫn với con số."),
        N_("Bấm vào ô {cell}, chỉ để lại con số; phần chữ chuyển sang cột Giải trình."),
    ),
    "NUM008": Rule(
        ERROR,
        N_("Dấu tích hoặc chữ trong ô số"),
        N_("Ô “{column}” ghi “{text}” trong khi phải là con số."),
        N_("Bấm vào ô {cell}, gõ con số."),
    ),
    "NUM009": Rule(
        WARNING,
        N_("Ký tự lạ trong số"),
        N_("Ô “{column}” ghi “{text}” có ký tự lạ (khoảng trắng, chữ số toàn khổ…), được hiểu là {value}."),
        N_("Bấm vào ô {cell}, gõ lại {value}, nhấn Enter."),
        mendable=True,
    ),
    "NUM010": Rule(
        ERROR,
        N_("Ký hiệu thay cho số"),
        N_("Ô “{column}” ghi “{text}” mà cột Tình trạng không nói vì sao không có số liệu."),
        N_("Xóa ô {cell}, rồi chọn lý do ở cột Tình trạng (Chưa thu thập được, Không phát sinh…)."),
    ),
    "NUM011": Rule(
        ERROR,
        N_("Số bị đổi thành ngày tháng"),
        N_("Ô “{column}” là ngày tháng, không phải con số."),
        N_("Chọn ô {cell}, đổi định dạng ô thành Number, rồi gõ lại con số."),
    ),
}
