"""VAL: rules about what figures say."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, INFO, WARNING, Rule

VAL: dict[str, Rule] = {
    "VAL001": Rule(
        ERROR,
        N_("Ngoài giới hạn"),
        N_("Ô “{column}” ghi {number}, ngoài giới hạn cho phép ({limits})."),
        N_("Kiểm tra lại số liệu gốc và đơn vị tính, rồi sửa ô {cell}."),
        cause=N_("Gõ thừa chữ số, gõ dấu âm, hoặc ghi theo đơn vị tính khác với biểu mẫu."),
        example=N_("Ô F12 (đơn vị tính %) ghi 950 → gõ 95"),
    ),
    "VAL002": Rule(
        WARNING,
        N_("Thiếu số liệu"),
        N_("Chưa điền số liệu; nếu để trống, {consequence}."),
        N_("Điền số liệu, hoặc chọn lý do ở cột Tình trạng và ghi rõ ở cột Giải trình."),
        cause=N_("Bỏ sót hàng, hoặc chưa có số liệu mà không chọn lý do."),
        example=N_(
            "Hàng CQS-09 để trống → chọn “Chưa thu thập được”, giải trình “chờ số liệu của Cục Thống kê, có trước 15/1/2023”"
        ),
        explainable=True,
    ),
    "VAL003": Rule(
        ERROR,
        N_("Tử số lớn hơn mẫu số"),
        N_("Tử số {numerator} lớn hơn mẫu số {denominator}."),
        N_(
            "Kiểm tra lại hai ô: tử số là một phần của mẫu số; có thể đã gõ đổi chỗ cho nhau hoặc gõ thừa chữ số."
        ),
        cause=N_("Gõ nhầm tử số và mẫu số cho nhau, hoặc hai số lấy ở hai thời điểm khác nhau."),
        example=N_("D12 ghi 340, E12 ghi 320 → D12 là 320, E12 là 340"),
    ),
    "VAL004": Rule(
        ERROR,
        N_("Thiếu mẫu số hoặc tử số"),
        N_("Ô “{column}” {problem}, nên không tính được tỷ lệ."),
        N_(
            "Điền đủ cả tử số và mẫu số; nếu không phát sinh, xóa cả hai và chọn “Không phát sinh” ở cột Tình trạng."
        ),
        cause=N_("Chỉ ghi số đã làm được mà không ghi tổng số, hoặc ghi tổng bằng 0."),
        example=N_("D12 ghi 45, E12 để trống → E12 ghi 50"),
    ),
    "VAL005": Rule(
        ERROR,
        N_("Tổng không bằng các phần"),
        N_("Ô “{column}” ghi {number}, trong khi các phần ({parts}) cộng lại là {sum}."),
        N_("Kiểm tra lại số liệu gốc; sửa tổng ở ô {cell} hoặc sửa phần sai."),
        cause=N_("Sửa một số thành phần mà không sửa tổng, hoặc các số lấy từ hai nguồn khác nhau."),
        example=N_("Tổng 100, các phần 60 + 30 → tổng 90, hoặc sửa phần thiếu"),
    ),
    "VAL006": Rule(
        ERROR,
        N_("Điểm vượt điểm tối đa"),
        N_("Ô “{column}” ghi {number} điểm, vượt điểm tối đa {maximum}."),
        N_("Sửa ô {cell} cho không vượt quá {maximum}."),
        cause=N_("Chấm theo thang điểm của năm trước, hoặc cộng thêm điểm thưởng vào ô."),
        example=N_("Điểm tối đa 5, điểm tự đánh giá 8 → 5"),
    ),
    "VAL007": Rule(
        WARNING,
        N_("Biến động lớn so với kỳ trước"),
        N_(
            "Giá trị là {number}, kỳ {period} là {earlier}: biến động {change} {measure}, quá mức {limit} {measure} của bộ chỉ tiêu."
        ),
        N_("Kiểm tra lại số liệu gốc; nếu đúng, ghi nguyên nhân ở cột Giải trình."),
        cause=N_("Gõ nhầm số, đổi cách thống kê, hoặc số liệu tăng giảm thật do có đợt triển khai lớn."),
        example=N_(
            "Quý 3 là 120, quý 4 là 480 → giải trình “từ 10/2022 mở thêm 300 điểm thanh toán điện tử”"
        ),
        explainable=True,
    ),
    "VAL008": Rule(
        WARNING,
        N_("Gấp 10, 100, 1000 lần kỳ trước"),
        N_(
            "Ô “{column}” là {number}, lớn hoặc nhỏ gấp {factor} lần kỳ {period} ({earlier}): có thể nhầm đơn vị tính hoặc thừa, thiếu số 0."
        ),
        N_("Kiểm tra đơn vị tính và số chữ số ở ô {cell}; nếu đúng, ghi nguyên nhân ở cột Giải trình."),
        cause=N_("Ghi theo đồng thay vì triệu đồng, theo người thay vì nghìn người, hoặc gõ thừa một số 0."),
        example=N_("Kỳ trước 1250, kỳ này 12500 → gõ 1250"),
        explainable=True,
    ),
    "VAL009": Rule(
        WARNING,
        N_("Số liệu y nguyên kỳ trước"),
        N_("Cả {count} con số đều giống hệt kỳ {period}: có thể đã gửi nhầm bản cũ."),
        N_(
            "Cập nhật số liệu của kỳ này rồi gửi lại; nếu số liệu thật sự không đổi, báo cho người tổng hợp biết."
        ),
        cause=N_("Chép số liệu kỳ trước sang biểu mẫu mới để sửa dần, rồi gửi trước khi sửa xong."),
        example=N_("40 số của quý 4 trùng hết với quý 3 → điền số của quý 4"),
    ),
    "VAL010": Rule(
        INFO,
        N_("Khác xa các đơn vị cùng nhóm"),
        N_("Ô “{column}” là {number}, khác xa {size} đơn vị cùng nhóm (số đứng giữa là {median})."),
        N_("Không phải sửa nếu số liệu đúng; người tổng hợp nên hỏi lại đơn vị."),
        cause=N_("Đơn vị hiểu chỉ tiêu khác các nơi khác, nhầm đơn vị tính, hoặc có đặc thù thật."),
        example=N_("Các huyện ghi 60–90, một huyện ghi 3 → hỏi lại: 3 xã hay 3 %"),
    ),
    "VAL011": Rule(
        ERROR,
        N_("Tình trạng và số liệu mâu thuẫn"),
        N_("Tình trạng là “{status}” nhưng hàng {contradiction}."),
        N_("Chọn lại ở cột Tình trạng cho đúng với số liệu của hàng, hoặc xóa số liệu nếu thật sự không có."),
        cause=N_("Đã có số liệu mà quên đổi lại cột Tình trạng, hoặc chọn nhầm dòng trong danh sách."),
        example=N_("Tình trạng “Chưa thu thập được” mà D12 ghi 45 → chọn “Đã có số liệu”"),
    ),
    "VAL012": Rule(
        ERROR,
        N_("Phải là số nguyên"),
        N_("Ô “{column}” ghi {number}, phải là số nguyên."),
        N_("Kiểm tra lại số liệu gốc, gõ số nguyên vào ô {cell}."),
        cause=N_("Ghi số bình quân, ghi theo nghìn, hoặc gõ dấu phẩy ngăn hàng nghìn nên thành số lẻ."),
        example=N_("Ô F12 ghi 1,34 vì đã gõ 1,340 → gõ 1340"),
    ),
    "VAL013": Rule(
        ERROR,
        N_("Không có trong danh sách chọn"),
        N_("Ô “{column}” ghi “{text}”, không có trong danh sách; gần nhất là “{nearest}”."),
        N_("Bấm vào ô {cell}, bấm mũi tên ở góc ô và chọn một mục trong danh sách."),
        cause=N_("Gõ tay hoặc dán từ tệp khác nên khác chữ trong danh sách thả xuống."),
        example=N_("Ô F12 ghi “Rồi” → chọn “Có”"),
    ),
    "VAL014": Rule(
        WARNING,
        N_("Mẫu số bằng 0"),
        N_("Tử số và mẫu số đều bằng 0, được hiểu là không phát sinh: {consequence}."),
        N_("Nếu đúng là không phát sinh, xóa hai ô và chọn “Không phát sinh” ở cột Tình trạng."),
        cause=N_("Trong kỳ không có hồ sơ hay vụ việc nào, nên ghi 0 vào cả hai ô."),
        example=N_("D12 ghi 0, E12 ghi 0 → xóa hai ô, chọn “Không phát sinh” ở cột Tình trạng"),
        explainable=True,
    ),
    "VAL015": Rule(
        ERROR,
        N_("Không được khai “Không áp dụng”"),
        N_("Chỉ tiêu {indicator} không cho phép khai “Không áp dụng”."),
        N_("Điền số liệu, hoặc chọn tình trạng khác và ghi rõ ở cột Giải trình."),
        cause=N_(
            "Đơn vị cho rằng chỉ tiêu không thuộc nhiệm vụ của mình, nhưng bộ chỉ tiêu buộc mọi đơn vị của nhóm báo cáo."
        ),
        example=N_("CQS-02 chọn “Không áp dụng” → điền số liệu, hoặc chọn “Chưa thu thập được” và ghi lý do"),
    ),
    "VAL016": Rule(
        WARNING,
        N_("Không có số liệu mà không giải trình"),
        N_("Tình trạng là “{status}” nhưng cột Giải trình để trống."),
        N_("Ghi vào cột Giải trình lý do và khi nào có số liệu."),
        cause=N_("Chọn tình trạng trong danh sách rồi chuyển sang hàng khác mà chưa ghi lý do."),
        example=N_("Giải trình để trống → “phần mềm một cửa lỗi từ 20/12/2022, có số liệu trước 10/1/2023”"),
    ),
    "VAL017": Rule(
        WARNING,
        N_("Số lũy kế giảm"),
        N_("Ô “{column}” là {number}, nhỏ hơn kỳ {period} ({earlier}) trong khi đây là số lũy kế."),
        N_("Kiểm tra lại số liệu hai kỳ; nếu kỳ trước sai, ghi rõ ở cột Giải trình."),
        cause=N_("Ghi số phát sinh trong kỳ thay vì số cộng dồn từ đầu, hoặc kỳ trước ghi thừa."),
        example=N_("Lũy kế quý 3 là 300, quý 4 ghi 80 → ghi 380"),
        explainable=True,
    ),
    "VAL018": Rule(
        ERROR,
        N_("Số liệu gõ nhầm cột"),
        N_("Ô “{column}” ghi {text}, nhưng chỉ tiêu này điền ở cột “{wanted_column}”."),
        N_(
            "Chuyển con số sang cột “{wanted_column}” cùng hàng, rồi xóa ô {cell}. Riêng chỉ tiêu tỷ lệ: không chuyển số đã tính, mà gõ tử số và mẫu số vào hai cột của chúng; cột Giá trị tự tính (chép lại công thức từ biểu mẫu gốc). Nếu ô bị khóa: Xem lại › Bỏ bảo vệ trang tính (Review › Unprotect Sheet), không cần mật khẩu."
        ),
        cause=N_("Mỗi chỉ tiêu điền ở cột khác nhau mà người điền gõ liền một cột từ trên xuống."),
        example=N_("D15 ghi 12 mà chỉ tiêu này điền ở cột Giá trị → F15 ghi 12, xóa D15"),
    ),
}
