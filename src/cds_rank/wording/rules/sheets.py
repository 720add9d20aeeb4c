"""SHT: rules about sheets."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, INFO, WARNING, Rule

SHT: dict[str, Rule] = {
    "SHT001": Rule(
        ERROR,
        N_("Thiếu trang tính"),
        N_("Không có trang “{sheet}”; tệp có các trang: {sheets}."),
        N_("Bấm đúp vào tên trang, gõ lại thành “{sheet}”; hoặc lấy lại biểu mẫu và chép số liệu sang."),
        cause=N_(
            "Trang bị xóa hoặc đổi sang tên khác hẳn, hoặc số liệu được chép sang một tệp mới chỉ có Sheet1."
        ),
        example=N_("Tệp chỉ có trang “Sheet1” → trang “Số liệu”"),
    ),
    "SHT002": Rule(
        WARNING,
        N_("Tên trang tính bị sửa"),
        N_("Trang “{found}” được hiểu là trang “{sheet}”."),
        N_(
            "Bấm đúp vào tên trang, gõ lại thành “{sheet}”. Nếu không đổi được: bấm Xem lại › Bảo vệ sổ làm việc (Review › Protect Workbook) để bỏ khóa."
        ),
        cause=N_("Gõ lại tên trang không dấu, thêm khoảng trắng hoặc viết hoa khác đi."),
        example=N_("Trang “So lieu” → “Số liệu”"),
        mendable=True,
    ),
    "SHT003": Rule(
        INFO,
        N_("Trang tính thêm"),
        N_("Tệp có thêm trang không thuộc biểu mẫu, không được đọc: {sheets}."),
        N_(
            "Không phải sửa nếu các trang đó không chứa số liệu báo cáo; nếu có thì chép số liệu sang trang “Số liệu”."
        ),
        cause=N_("Đơn vị thêm trang để tính toán, ghi chú hoặc kèm danh sách các xã."),
        example=N_("Trang “Sheet1” tính tổng 12 xã → để nguyên, số tổng ghi ở trang “Số liệu”"),
    ),
    "SHT004": Rule(
        ERROR,
        N_("Không thấy hàng tiêu đề"),
        N_("Không tìm thấy hàng tiêu đề (Mã, Chỉ tiêu, …) của bảng số liệu."),
        N_(
            "Mở lại biểu mẫu tỉnh gửi, chép số liệu sang từng hàng theo đúng mã chỉ tiêu (dán giá trị); không xóa hàng tiêu đề."
        ),
        cause=N_("Hàng tiêu đề bị xóa, bị gõ đè, hoặc bảng được thay bằng bảng tự kẻ."),
        example=N_(
            "Hàng 7 bị xóa, bảng bắt đầu ngay bằng CQS-01 → hàng 7 có “Mã”, “Chỉ tiêu”, “Đơn vị tính”…"
        ),
    ),
    "SHT005": Rule(
        WARNING,
        N_("Nội dung nằm xa bảng"),
        N_("Có nội dung nằm xa bảng số liệu, không được đọc: “{text}”."),
        N_(
            "Nếu là số liệu thì chuyển về đúng hàng trong bảng; nếu không thì bấm vào ô {cell}, nhấn phím Delete."
        ),
        cause=N_("Tính nháp ở góc xa của trang, hoặc bấm nhầm phím ở một ô trống phía dưới rồi quên xóa."),
        example=N_("Ô AK350 ghi “45+12” → xóa"),
    ),
    "SHT006": Rule(
        INFO,
        N_("Nhiều hàng trống có định dạng"),
        N_("Dưới bảng có {count} hàng trống đã định dạng, làm tệp nặng."),
        N_("Chọn các hàng trống dưới bảng, bấm chuột phải, chọn Xóa (Delete), rồi lưu."),
        cause=N_("Chọn cả cột rồi kẻ khung hoặc tô màu, nên định dạng kéo xuống tận cuối trang."),
        example=N_("Kẻ khung đến hàng 60000 → chỉ kẻ khung trong bảng"),
    ),
    "SHT007": Rule(
        WARNING,
        N_("Hàng bị ẩn"),
        N_("Hàng {row} của bảng đang bị ẩn nhưng có số liệu."),
        N_("Chọn các hàng quanh đó, bấm chuột phải, chọn Bỏ ẩn (Unhide), kiểm tra số liệu rồi lưu."),
        cause=N_("Ẩn những hàng chưa có số liệu cho gọn khi in, rồi quên hiện lại."),
        example=N_("Hàng 14 bị ẩn, D14 có số 25 của năm ngoái → hiện hàng 14, sửa số"),
    ),
    "SHT008": Rule(
        WARNING,
        N_("Cột bị ẩn"),
        N_("Cột {letters} ({columns}) của bảng đang bị ẩn."),
        N_(
            "Chọn các cột hai bên cột {letters}, bấm chuột phải, chọn Bỏ ẩn (Unhide), kiểm tra số liệu rồi lưu."
        ),
        cause=N_("Ẩn bớt cột để in vừa khổ giấy, hoặc để người ký không phải xem."),
        example=N_("Cột Giải trình (I) bị ẩn → chọn cột H và J, bấm Bỏ ẩn"),
    ),
    "SHT009": Rule(
        WARNING,
        N_("Bảng đang bị lọc"),
        N_("Bảng đang bị lọc nên một số hàng không hiện; số liệu ở đó vẫn được đọc."),
        N_("Chọn Dữ liệu › Xóa bộ lọc (Data › Clear), kiểm tra các hàng vừa hiện rồi lưu."),
        cause=N_("Lọc riêng các chỉ tiêu của phòng mình để điền, rồi lưu mà chưa bỏ lọc."),
        example=N_("Chỉ hiện 6 hàng kinh tế số → xóa bộ lọc, hiện đủ 40 hàng"),
    ),
    "SHT010": Rule(
        WARNING,
        N_("Hàng bị chèn, xóa hoặc đổi chỗ"),
        N_(
            "Từ hàng {row} trở xuống, các hàng không còn đúng chỗ như biểu mẫu; số liệu vẫn được đọc theo mã."
        ),
        N_(
            "Kiểm tra quanh hàng {row}: xóa hàng chèn thêm, đưa hàng về chỗ cũ; hoặc chép số liệu sang biểu mẫu mới."
        ),
        cause=N_("Chèn hàng để ghi số liệu từng xã, hoặc xóa hàng tiêu đề của nhóm chỉ tiêu cho ngắn."),
        example=N_("Chèn hàng 15 “trong đó: xã A” dưới CQS-05 → xóa hàng 15, ghi chi tiết ở cột Giải trình"),
    ),
    "SHT011": Rule(
        INFO,
        N_("Ghi chú ngoài bảng"),
        N_("Ô này có ghi chú, không được đọc: “{text}”."),
        N_("Không phải sửa; điều cần giải trình thì ghi ở cột Giải trình của hàng đó."),
        cause=N_(
            "Dùng chú thích của Excel (Comment, Note) hoặc gõ ghi chú bên cạnh bảng để nhắc nhau trong cơ quan."
        ),
        example=N_("Chú thích ở D12 “chị Hoa xem lại” → chuyển lý do thật sang cột Giải trình"),
    ),
    "SHT012": Rule(
        WARNING,
        N_("Hai trang số liệu"),
        N_("Tệp có thêm trang “{found}” giống trang “{sheet}”; chỉ trang “{sheet}” được đọc."),
        N_("Chuyển số liệu đúng về trang “{sheet}”, rồi xóa trang “{found}”."),
        cause=N_("Nhân đôi trang “Số liệu” để giữ bản cũ hoặc để mỗi phòng điền một bản."),
        example=N_("Trang “Số liệu” và “Số liệu (2)” → chỉ còn “Số liệu”"),
    ),
}
