"""KEY: rules about which unit, which indicator."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, INFO, WARNING, Rule

KEY: dict[str, Rule] = {
    "KEY001": Rule(
        ERROR,
        N_("Thiếu chỉ tiêu"),
        N_("Bảng không có hàng của chỉ tiêu {indicator}."),
        N_("Lấy lại biểu mẫu và chép số liệu sang; không xóa hàng."),
        cause=N_("Xóa hàng của chỉ tiêu không làm, hoặc chỉ chép sang những hàng có số liệu."),
        example=N_("Không có hàng CQS-07 → giữ hàng CQS-07, chọn lý do ở cột Tình trạng"),
    ),
    "KEY002": Rule(
        ERROR,
        N_("Chỉ tiêu lặp lại"),
        N_("Chỉ tiêu {indicator} có hơn một hàng: {cells}."),
        N_("Xóa hàng thừa, chỉ giữ một hàng cho mỗi chỉ tiêu."),
        cause=N_("Chép hàng để ghi số liệu của từng xã hoặc từng quý, nên mã chỉ tiêu lặp lại."),
        example=N_("A12 và A13 đều là CQS-05 → một hàng CQS-05 với số tổng"),
    ),
    "KEY003": Rule(
        ERROR,
        N_("Mã chỉ tiêu lạ"),
        N_("Mã “{text}” không có trong bộ chỉ tiêu{nearest}."),
        N_(
            "Sửa lại mã ở ô {cell} cho đúng biểu mẫu (chữ O và số 0 rất giống nhau). Nếu ô bị khóa: Xem lại › Bỏ bảo vệ trang tính (Review › Unprotect Sheet), không cần mật khẩu."
        ),
        cause=N_("Gõ lại mã bằng tay, thiếu số 0 hoặc thừa dấu cách, hay dùng mã của năm trước."),
        example=N_("Ô A12 ghi CQS-5 → CQS-05"),
    ),
    "KEY004": Rule(
        ERROR,
        N_("Mã bị Excel đổi thành số"),
        N_("Mã chỉ tiêu là số {text}, không phải chữ{nearest}; 4.10 và 4.1 không còn phân biệt được."),
        N_(
            "Chọn ô {cell}, đổi định dạng ô thành Văn bản (Text), rồi gõ lại mã như biểu mẫu; nếu Excel không cho, trước hết chọn Xem lại › Bỏ bảo vệ trang tính (Review › Unprotect Sheet)."
        ),
        cause=N_("Gõ lại mã, hoặc dán bảng từ tệp khác; Excel thấy mã giống số nên bỏ số 0 ở cuối."),
        example=N_("Ô A12 là số 4,1 → chữ 4.10"),
    ),
    "KEY005": Rule(
        ERROR,
        N_("Đơn vị thuộc nhóm khác"),
        N_(
            "Biểu mẫu của {unit_name} ({unit}) lập cho nhóm {found}; trong danh sách, đơn vị thuộc nhóm {wanted}."
        ),
        N_("Lấy biểu mẫu đúng nhóm do tỉnh gửi, chép số liệu sang, lưu và gửi lại."),
        cause=N_("Danh sách đơn vị đã xếp lại nhóm sau khi gửi biểu mẫu."),
        example=N_("STTTT có biểu mẫu của nhóm huyen → biểu mẫu của nhóm so-ban-nganh"),
    ),
    "KEY006": Rule(
        ERROR,
        N_("Đơn vị đã đổi tên hoặc sáp nhập"),
        N_("Đơn vị {name} ({unit}) không còn trong danh sách; nay là {became}."),
        N_(
            "Lấy biểu mẫu của {became} và chép số liệu sang; với kỳ cũ, người tổng hợp chỉ rõ danh sách cũ bằng --units."
        ),
        cause=N_("Đơn vị được đổi tên, chia tách hoặc sáp nhập theo nghị quyết mới mà vẫn dùng biểu mẫu cũ."),
        example=N_(
            "Xã cũ đã nhập vào phường mới → số liệu của cả hai nơi ghi chung trong biểu mẫu của phường mới"
        ),
    ),
    "KEY007": Rule(
        INFO,
        N_("Chưa nộp"),
        N_("Đơn vị {unit_name} ({unit}) chưa gửi báo cáo."),
        N_("Đôn đốc đơn vị gửi báo cáo."),
        cause=N_("Đơn vị chưa gửi, gửi vào thư rác, hoặc tệp chưa được chép vào thư mục tổng hợp."),
        example=N_("Chưa có tệp của huyện Mù Cang Chải (137) → nhắc đơn vị gửi, hoặc tìm trong hộp thư"),
    ),
    "KEY008": Rule(
        WARNING,
        N_("Chỉ tiêu không áp dụng cho nhóm"),
        N_("Chỉ tiêu {indicator} không áp dụng cho nhóm của đơn vị; không tính điểm."),
        N_("Xóa số liệu ở hàng này."),
        cause=N_("Chép hàng từ biểu mẫu của nhóm khác, hoặc đơn vị tự điền cho đủ bảng."),
        example=N_("Sở Y tế điền chỉ tiêu KTS-03 dành cho cấp tỉnh → xóa số liệu ở hàng đó"),
    ),
    "KEY009": Rule(
        ERROR,
        N_("Số liệu ở hàng không có mã"),
        N_("Hàng {row} có số liệu nhưng không có mã chỉ tiêu."),
        N_("Điền mã chỉ tiêu vào cột Mã của hàng, hoặc chuyển số liệu về đúng hàng."),
        cause=N_("Xóa nhầm ô mã, hoặc chèn hàng trống rồi gõ số liệu vào đó."),
        example=N_("A15 trống, D15 có 30 → A15 ghi CQS-08, hoặc chuyển 30 về hàng CQS-08"),
    ),
    "KEY010": Rule(
        ERROR,
        N_("Bảng không phải của bộ chỉ tiêu này"),
        N_(
            "Có {count} trong {rows} hàng mang mã không thuộc bộ chỉ tiêu này: có thể bảng của bộ khác đã được dán vào."
        ),
        N_("Lấy lại biểu mẫu của đơn vị và chép số liệu sang theo từng chỉ tiêu, không dán đè cả bảng."),
        cause=N_(
            "Dán nguyên bảng của năm trước, hoặc bảng của bộ chỉ tiêu cấp trên, đè lên bảng của biểu mẫu."
        ),
        example=N_("Cột Mã ghi 1.1, 1.2, 1.3… của bộ cũ → CQS-01, CQS-02… như biểu mẫu"),
    ),
}
