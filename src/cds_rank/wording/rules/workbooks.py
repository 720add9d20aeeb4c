"""WBK: rules about the workbook as a whole."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, INFO, WARNING, Rule

WBK: dict[str, Rule] = {
    "WBK001": Rule(
        ERROR,
        N_("Không làm từ biểu mẫu"),
        N_("Tệp không làm từ biểu mẫu do tỉnh gửi (không có thông tin nhận dạng của biểu mẫu)."),
        N_(
            "Lấy biểu mẫu của đơn vị do tỉnh gửi, chép số liệu sang bằng Dán đặc biệt › Giá trị (Paste Special › Values), lưu và gửi lại."
        ),
        cause=N_("Đơn vị tự kẻ bảng, dùng biểu của năm trước, hoặc chép bảng số liệu sang một tệp mới."),
        example=N_("“Báo cáo CĐS quý 4.xlsx” tự kẻ → điền vào biểu mẫu 138_2022-Q4.xlsx do tỉnh gửi"),
    ),
    "WBK002": Rule(
        ERROR,
        N_("Biểu mẫu khác phiên bản"),
        N_("Biểu mẫu làm theo bộ chỉ tiêu phiên bản {found}; đang dùng phiên bản {wanted}."),
        N_("Lấy biểu mẫu mới nhất, chép số liệu sang, lưu và gửi lại."),
        cause=N_(
            "Tỉnh đã sửa bộ chỉ tiêu và gửi biểu mẫu mới, nhưng đơn vị vẫn điền vào biểu mẫu cũ lưu trong máy."
        ),
        example=N_("Biểu mẫu phiên bản 1.0.0 → biểu mẫu phiên bản 1.1.0"),
    ),
    "WBK003": Rule(
        ERROR,
        N_("Sai kỳ báo cáo"),
        N_("Biểu mẫu là của kỳ {found}; đang tổng hợp kỳ {wanted}."),
        N_(
            "Lấy biểu mẫu đúng kỳ, chép số liệu sang, lưu và gửi lại; người tổng hợp có thể chọn kỳ khác bằng --period."
        ),
        cause=N_(
            "Lấy biểu mẫu quý trước, sửa số liệu rồi gửi; kỳ báo cáo ghi ẩn trong tệp vẫn là quý trước."
        ),
        example=N_("Tệp 138_2022-Q3.xlsx sửa tên thành 138_2022-Q4.xlsx → lấy biểu mẫu quý 4"),
    ),
    "WBK004": Rule(
        ERROR,
        N_("Đơn vị không có trong danh sách"),
        N_("Mã đơn vị “{unit}” ghi trong tệp không có trong danh sách đơn vị {list}{nearest}."),
        N_(
            "Lấy đúng biểu mẫu của đơn vị do tỉnh gửi; người tổng hợp có thể chỉ rõ danh sách đơn vị bằng --units."
        ),
        cause=N_(
            "Biểu mẫu được lập theo một danh sách đơn vị khác, hoặc đơn vị mới chưa được thêm vào danh sách."
        ),
        example=N_("Mã đơn vị SYTE → SYT"),
    ),
    "WBK005": Rule(
        WARNING,
        N_("Liên kết tới tệp khác"),
        N_("Tệp có liên kết tới tệp khác: {targets}."),
        N_(
            "Trong Excel chọn Dữ liệu › Sửa liên kết › Ngắt liên kết (Data › Edit Links › Break Link), rồi lưu và gửi lại."
        ),
        cause=N_(
            "Chép số từ sổ theo dõi bằng Ctrl+C, Ctrl+V nên ô giữ công thức trỏ về sổ đó trên máy của đơn vị."
        ),
        example=N_("Tệp trỏ tới D:\\CĐS\\Theo dõi 2022.xlsx → ngắt liên kết, trong ô chỉ còn con số"),
    ),
    "WBK006": Rule(
        WARNING,
        N_("Đã bỏ khóa trang tính"),
        N_("Trang “{sheet}” không còn khóa như biểu mẫu gốc; các ô không được sửa có thể đã bị sửa."),
        N_(
            "Chọn Xem lại › Bảo vệ trang tính (Review › Protect Sheet), không cần mật khẩu, rồi lưu; hoặc chép số liệu sang biểu mẫu mới."
        ),
        cause=N_(
            "Bỏ khóa trang để chèn hàng, gộp ô hoặc giãn cột rồi quên khóa lại; hoặc mở và lưu bằng chương trình không giữ khóa."
        ),
        example=N_("Trang “Số liệu” gõ được vào cột Chỉ tiêu → khóa lại, chỉ gõ được ở các ô nhập số liệu"),
    ),
    "WBK007": Rule(
        WARNING,
        N_("Trang tính ẩn có nội dung"),
        N_("Tệp có trang ẩn “{sheet}” không thuộc biểu mẫu; nội dung ở đó không được đọc."),
        N_(
            "Bấm chuột phải vào tên một trang, chọn Bỏ ẩn (Unhide) để xem; nếu là số liệu thì chép sang trang “Số liệu”, nếu không thì xóa trang đó."
        ),
        cause=N_(
            "Người lập thêm một trang để tính nháp rồi ẩn đi, hoặc trang ẩn đi theo khi chép bảng từ tệp khác."
        ),
        example=N_("Trang ẩn “nháp” có số liệu 12 xã → chép số tổng sang trang “Số liệu”, xóa trang “nháp”"),
    ),
    "WBK008": Rule(
        INFO,
        N_("Ngày tính từ năm 1904"),
        N_("Tệp tính ngày từ năm 1904 (kiểu Excel cũ trên máy Mac)."),
        N_("Không phải sửa: số liệu của biểu mẫu không dùng ngày tháng."),
        cause=N_(
            "Tệp được lập trên máy Mac với Excel cũ, hoặc bật mục “Dùng hệ thống ngày 1904” trong tùy chọn của Excel."
        ),
        example=N_("Dán một ngày từ tệp khác vào bị lệch 4 năm → gõ lại ngày đó"),
    ),
    "WBK009": Rule(
        WARNING,
        N_("Lấy dữ liệu từ nguồn ngoài"),
        N_("Khi mở, tệp lấy dữ liệu từ nguồn bên ngoài ({sources})."),
        N_(
            "Chọn Dữ liệu › Truy vấn & Kết nối (Data › Queries & Connections), xóa các kết nối; xóa cả tệp nhúng trong trang; chỉ giữ con số."
        ),
        cause=N_(
            "Bảng được nối với phần mềm một cửa, cơ sở dữ liệu hoặc trang web, hoặc có tệp Word, PDF nhúng vào trang."
        ),
        example=N_("Số hồ sơ tự cập nhật từ phần mềm một cửa → chép và dán thành con số cố định"),
    ),
    "WBK010": Rule(
        ERROR,
        N_("Khác bộ chỉ tiêu"),
        N_("Biểu mẫu thuộc bộ chỉ tiêu {found}; đang tổng hợp bộ {wanted}."),
        N_(
            "Gửi biểu mẫu của bộ chỉ tiêu đang tổng hợp. Người tổng hợp: chuyển tệp này sang thư mục khác, hoặc chọn bộ chỉ tiêu khác bằng --set."
        ),
        cause=N_(
            "Đơn vị cùng lúc báo cáo cho nhiều bộ chỉ tiêu và gửi nhầm, hoặc các tệp được để chung một thư mục."
        ),
        example=N_(
            "Biểu mẫu dti-tinh-2022 nằm trong thư mục của bộ yen-bai-2022 → chuyển sang thư mục riêng"
        ),
    ),
    "WBK011": Rule(
        ERROR,
        N_("Thông tin nhận dạng mâu thuẫn"),
        N_(
            "Thông tin nhận dạng trong tệp mâu thuẫn ở mục “{field}”: trang ẩn ghi “{in_sheet}”, thuộc tính ghi “{in_properties}”."
        ),
        N_("Không ghép trang tính giữa các tệp. Lấy biểu mẫu của đơn vị, chép số liệu sang, lưu và gửi lại."),
        cause=N_(
            "Kéo trang “Số liệu” của đơn vị khác sang tệp này, nên trong một tệp có thông tin của hai biểu mẫu."
        ),
        example=N_("Trang ẩn ghi đơn vị 138, thuộc tính ghi đơn vị 136 → dùng nguyên một biểu mẫu của 138"),
    ),
    "WBK012": Rule(
        ERROR,
        N_("Thông tin nhận dạng hỏng"),
        N_("Thông tin nhận dạng ở mục “{field}” không hợp lệ: “{typed}”."),
        N_("Lấy lại biểu mẫu của đơn vị do tỉnh gửi, chép số liệu sang, lưu và gửi lại."),
        cause=N_("Trang ẩn của biểu mẫu bị sửa hoặc xóa một phần, hoặc bị chương trình khác ghi lại sai."),
        example=N_("Kỳ báo cáo ghi “quý 4” → 2022-Q4 như biểu mẫu gốc"),
    ),
    "WBK013": Rule(
        ERROR,
        N_("Bộ chỉ tiêu đã đổi nội dung"),
        N_(
            "Biểu mẫu cùng phiên bản {version} nhưng nội dung bộ chỉ tiêu khi lập biểu khác với bộ đang dùng."
        ),
        N_(
            "Đơn vị đợi biểu mẫu mới. Người giữ bộ chỉ tiêu: tăng số phiên bản khi sửa nội dung, lập và gửi lại biểu mẫu."
        ),
        cause=N_(
            "Sau khi gửi biểu mẫu, người giữ bộ chỉ tiêu sửa điểm hoặc tên chỉ tiêu mà không tăng số phiên bản."
        ),
        example=N_("Sửa điểm tối đa của CQS-01 từ 10 thành 12, version vẫn là “1.0.0” → đổi thành “1.1.0”"),
    ),
    "WBK014": Rule(
        ERROR,
        N_("Biểu mẫu bản khác"),
        N_("Biểu mẫu là bản {found}; chương trình này đọc bản {wanted}."),
        N_(
            "Lấy biểu mẫu mới nhất do tỉnh gửi và chép số liệu sang; nếu biểu mẫu mới hơn, nâng cấp cds-rank."
        ),
        cause=N_("Biểu mẫu được lập bằng một bản cds-rank cũ hơn hoặc mới hơn bản đang chạy."),
        example=N_("Biểu mẫu bản 2, chương trình đọc bản 1 → nâng cấp cds-rank"),
    ),
    "WBK015": Rule(
        ERROR,
        N_("Tên đơn vị trên phiếu khác"),
        N_("Dòng đơn vị trên phiếu ghi “{text}”, nhưng biểu mẫu này lập cho đơn vị {unit}."),
        N_(
            "Không dùng biểu mẫu của đơn vị khác: lấy biểu mẫu của đơn vị mình, chép số liệu sang, lưu và gửi lại."
        ),
        cause=N_(
            "Xin tệp của đơn vị bạn, gõ đè tên và mã đơn vị mình lên dòng đầu; mã ghi ẩn trong tệp vẫn là của đơn vị bạn."
        ),
        example=N_("Dòng đầu ghi “Huyện Trấn Yên (138)” trong biểu của 136 → điền vào biểu của 138"),
    ),
    "WBK016": Rule(
        ERROR,
        N_("Phiếu thẩm định để lẫn với báo cáo"),
        N_("Tệp là phiếu thẩm định, không phải báo cáo của đơn vị."),
        N_("Người tổng hợp chuyển tệp sang thư mục riêng, rồi chỉ ra thư mục đó bằng --reviews."),
        cause=N_("Phiếu thẩm định gửi về được lưu chung với báo cáo của các đơn vị."),
        example=N_("tham-dinh.xlsx nằm cùng SYT_2022-Q4.xlsx → chuyển sang thư mục thẩm định"),
    ),
}
