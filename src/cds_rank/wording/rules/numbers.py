"""NUM: rules about numbers."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, WARNING, Rule

NUM: dict[str, Rule] = {
    "NUM001": Rule(
        ERROR,
        N_("Không phải số"),
        N_("Ô “{column}” ghi “{text}”, không phải con số."),
        N_("Bấm vào ô {cell}, gõ con số; chữ giải thích ghi ở cột Giải trình."),
        cause=N_("Ghi câu trả lời bằng lời vào ô phải là con số."),
        example=N_("Ô D12 ghi “đã xong toàn bộ” → gõ 25, là số đã xong"),
    ),
    "NUM002": Rule(
        WARNING,
        N_("Số lưu dưới dạng chữ"),
        N_("Ô “{column}” ghi chữ “{text}”, được hiểu là {value}."),
        N_("Bấm vào ô {cell}, gõ lại {value}, nhấn Enter."),
        cause=N_("Ô được định dạng kiểu Văn bản (Text), hoặc số được chép từ Word, từ phần mềm khác sang."),
        example=N_("Ô D12 ghi chữ “37,5” lệch bên trái ô → gõ lại 37,5, số nằm bên phải ô"),
        mendable=True,
    ),
    "NUM003": Rule(
        ERROR,
        N_("Dấu ngăn cách không rõ nghĩa"),
        N_("Ô “{column}” ghi chữ “{text}”: có thể là {first} hoặc {second}."),
        N_(
            "Xem lại số liệu gốc, bấm vào ô {cell}, gõ lại con số không có dấu ngăn cách hàng nghìn ({first} hoặc {second}), nhấn Enter."
        ),
        cause=N_(
            "Gõ dấu chấm ngăn hàng nghìn trong khi Excel hiểu dấu chấm là dấu thập phân, hoặc ngược lại; số thành chữ và có hai cách hiểu."
        ),
        example=N_("Ô D12 ghi “1.340” → gõ 1340"),
    ),
    "NUM004": Rule(
        ERROR,
        N_("Số viết kiểu nước ngoài"),
        N_("Ô “{column}” ghi chữ “{text}” theo kiểu dùng dấu chấm thập phân; có phải {suggestion} không?"),
        N_("Bấm vào ô {cell}, gõ lại {suggestion} (dấu phẩy là dấu thập phân), nhấn Enter."),
        cause=N_(
            "Chép số từ phần mềm hoặc trang web dùng dấu chấm thập phân, trong khi Excel đặt theo kiểu Việt Nam."
        ),
        example=N_("Ô F12 ghi “95.29” → gõ 95,29"),
    ),
    "NUM005": Rule(
        ERROR,
        N_("Số viết kiểu khoa học"),
        N_("Ô “{column}” ghi chữ “{text}” theo kiểu khoa học (có chữ E)."),
        N_("Bấm vào ô {cell}, gõ lại con số đầy đủ, không dùng chữ E."),
        cause=N_("Số lớn bị phần mềm hoặc tệp CSV rút gọn khi xuất ra, rồi được chép dưới dạng chữ."),
        example=N_("Ô D12 ghi “1,2E+06” → gõ 1200000"),
    ),
    "NUM006": Rule(
        WARNING,
        N_("Quá nhiều chữ số thập phân"),
        N_("Ô “{column}” ghi {number}; chỉ tiêu này chỉ nhận đến {decimals} chữ số thập phân."),
        N_("Bấm vào ô {cell}, gõ lại con số làm tròn đến {decimals} chữ số thập phân."),
        cause=N_("Chép kết quả phép chia, còn nguyên mọi chữ số phía sau mà Excel không hiện hết."),
        example=N_("Ô F12 ghi 95,294117647 → gõ 95,29"),
        explainable=True,
    ),
    "NUM007": Rule(
        ERROR,
        N_("Chữ lẫn trong ô số"),
        N_("Ô “{column}” ghi “{text}”: có chữ hoặc ký hiệu lẫn với con số."),
        N_(
            "Bấm vào ô {cell}, gõ lại chỉ con số, không có dấu chấm hàng nghìn. Đơn vị tính thì bỏ; chữ như “ước”, “khoảng” chuyển sang cột Giải trình."
        ),
        cause=N_("Ghi luôn đơn vị tính, chữ “khoảng”, “ước” hoặc dấu >, ~ cùng với con số."),
        example=N_("Ô D12 ghi “12 hồ sơ (ước)” → gõ 12, ghi “số ước” ở cột Giải trình"),
    ),
    "NUM008": Rule(
        ERROR,
        N_("Dấu tích hoặc chữ trong ô số"),
        N_("Ô “{column}” ghi “{text}” trong khi phải là con số."),
        N_("Bấm vào ô {cell}, gõ con số."),
        cause=N_("Đánh dấu x, ✓ hoặc ghi “Có” như phiếu khảo sát, trong khi ô hỏi số lượng."),
        example=N_("Ô D12 ghi “x” → gõ 1"),
    ),
    "NUM009": Rule(
        WARNING,
        N_("Ký tự lạ trong số"),
        N_("Ô “{column}” ghi “{text}” có ký tự lạ (khoảng trắng, chữ số toàn khổ…), được hiểu là {value}."),
        N_("Bấm vào ô {cell}, gõ lại {value}, nhấn Enter."),
        cause=N_(
            "Chép số từ tệp PDF, trang web hoặc gõ bằng bộ gõ khác, nên có khoảng trắng hay chữ số khác loại."
        ),
        example=N_("Ô D12 ghi “1 340” → gõ 1340"),
        mendable=True,
    ),
    "NUM010": Rule(
        ERROR,
        N_("Ký hiệu thay cho số"),
        N_("Ô “{column}” ghi “{text}” mà cột Tình trạng không nói vì sao không có số liệu."),
        N_(
            "Nếu có số liệu thì gõ con số. Nếu không: xóa ô {cell}, chọn lý do ở cột Tình trạng (Chưa thu thập được, Không phát sinh…) và ghi rõ ở cột Giải trình."
        ),
        cause=N_(
            "Không có số liệu nên ghi gạch ngang hoặc “không có” cho khỏi trống, theo thói quen của báo cáo giấy."
        ),
        example=N_("Ô D12 ghi “-” → xóa, chọn “Chưa thu thập được” ở cột Tình trạng"),
    ),
    "NUM011": Rule(
        ERROR,
        N_("Số bị đổi thành ngày tháng"),
        N_("Ô “{column}” là ngày tháng, không phải con số."),
        N_(
            "Chọn ô {cell}, đổi định dạng ô thành Số (Number), rồi gõ lại con số; nếu Excel không cho, trước hết chọn Xem lại › Bỏ bảo vệ trang tính (Review › Unprotect Sheet)."
        ),
        cause=N_("Gõ 5/12 hoặc 1.5 nên Excel tự đổi thành ngày, hoặc dán từ một ô có định dạng ngày tháng."),
        example=N_("Ô D12 gõ 5/12, Excel hiện 05-Thg12 → gõ 5 ở ô Tử số, 12 ở ô Mẫu số"),
    ),
}
