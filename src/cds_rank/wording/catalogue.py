"""The catalogue of rules: each code's severity and its wording; a code is stable and never reused."""

from dataclasses import dataclass

from cds_rank.model.finding import Severity
from cds_rank.wording.language import N_


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its severity, and what is said of it in Vietnamese (translated where it is shown).

    message: one sentence with named facts. fix: what to do, in Excel's terms.
    """

    severity: Severity
    title: str
    message: str
    fix: str


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

RULES: dict[str, Rule] = {
    # FIL: the file itself
    "FIL001": Rule(
        _E,
        N_("Tệp rỗng"),
        N_("Tệp có 0 byte, không có nội dung."),
        N_("Mở lại tệp gốc trong Excel, bấm Ctrl+S rồi gửi lại."),
    ),
    "FIL002": Rule(
        _E,
        N_("Không phải bảng tính Excel"),
        N_("Nội dung tệp là {kind}, không phải bảng tính Excel (.xlsx)."),
        N_(
            "Mở biểu mẫu của tỉnh trong Excel, điền số liệu, rồi chọn Lưu với kiểu “Excel Workbook (*.xlsx)”."
        ),
    ),
    "FIL003": Rule(
        _E,
        N_("Định dạng Excel cũ (.xls)"),
        N_("Tệp ở định dạng Excel 97–2003 (.xls)."),
        N_("Mở tệp trong Excel, chọn Tệp › Lưu dưới dạng, kiểu “Excel Workbook (*.xlsx)”, rồi gửi tệp mới."),
    ),
    "FIL004": Rule(
        _E,
        N_("Tệp đặt mật khẩu"),
        N_("Tệp được bảo vệ bằng mật khẩu nên không đọc được."),
        N_(
            "Mở tệp, chọn Tệp › Thông tin › Bảo vệ sổ làm việc › Mã hóa bằng mật khẩu, xóa mật khẩu, lưu và gửi lại."
        ),
    ),
    "FIL005": Rule(
        _E,
        N_("Tệp hỏng"),
        N_("Tệp hỏng hoặc bị cắt cụt, không đọc được phần “{part}”."),
        N_(
            "Mở tệp gốc trong Excel để kiểm tra, lưu lại và gửi lại; nếu gửi qua thư hoặc Zalo, hãy tải lên lại từ đầu."
        ),
    ),
    "FIL006": Rule(
        _E,
        N_("Tệp quá lớn"),
        N_("Tệp vượt giới hạn cho phép ({what}: {size}, giới hạn {limit})."),
        N_("Chép số liệu sang một biểu mẫu mới của tỉnh (dán giá trị), lưu và gửi lại."),
    ),
    "FIL007": Rule(
        _E,
        N_("Tệp chứa khai báo DTD"),
        N_("Phần “{part}” trong tệp chứa khai báo DTD; Excel không bao giờ ghi như vậy."),
        N_("Không dùng tệp này. Điền lại vào biểu mẫu của tỉnh bằng Excel."),
    ),
    "FIL008": Rule(
        _W,
        N_("Tệp có macro"),
        N_("Tệp có chứa macro (mã lệnh)."),
        N_("Lưu dưới dạng “Excel Workbook (*.xlsx)” để bỏ macro, rồi gửi lại."),
    ),
    "FIL009": Rule(
        _E,
        N_("Loại bảng tính không hỗ trợ"),
        N_("Tệp là loại {kind}, không phải .xlsx."),
        N_("Mở tệp, chọn Lưu dưới dạng, kiểu “Excel Workbook (*.xlsx)”, rồi gửi tệp mới."),
    ),
    "FIL010": Rule(
        _E,
        N_("Tệp đang bị khóa"),
        N_("Không mở được tệp: có chương trình khác đang giữ, hoặc không có quyền đọc."),
        N_("Đóng tệp trong Excel rồi chạy lại."),
    ),
    "FIL011": Rule(
        _E,
        N_("Hai tệp cho một đơn vị"),
        N_("Đơn vị {unit_name} có hơn một tệp với nội dung khác nhau: {files}."),
        N_("Hỏi đơn vị tệp nào là bản cuối cùng, giữ lại một tệp."),
    ),
    "FIL012": Rule(
        _W,
        N_("Tên tệp không khớp nội dung"),
        N_("Tên tệp có mã đơn vị {named}, nhưng bên trong là biểu của {unit_name} ({unit})."),
        N_("Kiểm tra xem có gửi nhầm tệp không; nếu đúng thì đặt lại tên tệp."),
    ),
    "FIL014": Rule(
        _W,
        N_("Cùng một nội dung gửi hai lần"),
        N_("Tệp này giống hệt tệp {other}; chỉ tính một lần."),
        N_("Xóa một trong hai tệp."),
    ),
    # WBK: the workbook as a whole
    "WBK001": Rule(
        _E,
        N_("Không làm từ biểu mẫu"),
        N_("Tệp không phải biểu mẫu do tỉnh phát hành (không có thông tin nhận dạng)."),
        N_("Lấy biểu mẫu của đơn vị do tỉnh gửi, chép số liệu sang (dán giá trị), lưu và gửi lại."),
    ),
    "WBK002": Rule(
        _E,
        N_("Biểu mẫu khác phiên bản"),
        N_("Biểu mẫu làm theo bộ chỉ tiêu phiên bản {found}; đang dùng phiên bản {wanted}."),
        N_("Lấy biểu mẫu mới nhất, chép số liệu sang, lưu và gửi lại."),
    ),
    "WBK003": Rule(
        _E,
        N_("Sai kỳ báo cáo"),
        N_("Biểu mẫu là của kỳ {found}; đang tổng hợp kỳ {wanted}."),
        N_("Lấy biểu mẫu đúng kỳ, hoặc chọn kỳ khác bằng --period."),
    ),
    "WBK004": Rule(
        _E,
        N_("Đơn vị không có trong danh sách"),
        N_("Mã đơn vị “{unit}” ghi trong tệp không có trong danh sách đơn vị {list}."),
        N_("Lấy đúng biểu mẫu của đơn vị do tỉnh gửi, hoặc chỉ rõ danh sách bằng --units."),
    ),
    "WBK010": Rule(
        _E,
        N_("Khác bộ chỉ tiêu"),
        N_("Biểu mẫu thuộc bộ chỉ tiêu {found}; đang tổng hợp bộ {wanted}."),
        N_("Tách tệp này ra thư mục khác, hoặc chọn bộ chỉ tiêu khác bằng --set."),
    ),
    "WBK011": Rule(
        _E,
        N_("Thông tin nhận dạng mâu thuẫn"),
        N_(
            "Thông tin nhận dạng trong tệp mâu thuẫn ở mục “{field}”: trang ẩn ghi “{in_sheet}”, thuộc tính ghi “{in_properties}”."
        ),
        N_("Không ghép trang tính giữa các tệp. Lấy biểu mẫu của đơn vị, chép số liệu sang, lưu và gửi lại."),
    ),
    "WBK012": Rule(
        _E,
        N_("Thông tin nhận dạng hỏng"),
        N_("Thông tin nhận dạng ở mục “{field}” không hợp lệ: “{value}”."),
        N_("Lấy lại biểu mẫu của đơn vị do tỉnh gửi, chép số liệu sang, lưu và gửi lại."),
    ),
    "WBK013": Rule(
        _E,
        N_("Bộ chỉ tiêu đã đổi nội dung"),
        N_(
            "Biểu mẫu cùng phiên bản {version} nhưng nội dung bộ chỉ tiêu khi lập biểu khác với bộ đang dùng."
        ),
        N_("Người giữ bộ chỉ tiêu phải đổi số phiên bản khi sửa; lập và gửi lại biểu mẫu mới."),
    ),
    # SHT: sheets
    "SHT001": Rule(
        _E,
        N_("Thiếu trang tính"),
        N_("Không có trang “{sheet}”; tệp có các trang: {sheets}."),
        N_("Đổi lại tên trang thành “{sheet}”, hoặc lấy lại biểu mẫu và chép số liệu sang."),
    ),
    "SHT002": Rule(
        _W,
        N_("Tên trang tính bị sửa"),
        N_("Trang “{found}” được hiểu là trang “{sheet}”."),
        N_("Đổi lại tên trang thành “{sheet}”."),
    ),
    "SHT004": Rule(
        _E,
        N_("Không thấy hàng tiêu đề"),
        N_("Không tìm thấy hàng tiêu đề (Mã, Chỉ tiêu, …) của bảng số liệu."),
        N_("Lấy lại biểu mẫu và chép số liệu sang; không xóa hàng tiêu đề."),
    ),
    "SHT007": Rule(
        _W,
        N_("Hàng bị ẩn"),
        N_("Hàng {row} của bảng đang bị ẩn nhưng có số liệu."),
        N_("Chọn các hàng quanh đó, bấm chuột phải, chọn Bỏ ẩn (Unhide), kiểm tra số liệu rồi lưu."),
    ),
    # HDR: headings
    "HDR001": Rule(
        _E,
        N_("Thiếu cột"),
        N_("Bảng số liệu thiếu cột “{column}”."),
        N_("Lấy lại biểu mẫu và chép số liệu sang; không xóa hay đổi tên cột."),
    ),
    "HDR002": Rule(
        _E,
        N_("Cột lặp lại"),
        N_("Cột “{column}” có hai lần: {cells}."),
        N_("Xóa cột thừa, hoặc lấy lại biểu mẫu và chép số liệu sang."),
    ),
    # CEL: cells
    "CEL001": Rule(
        _E,
        N_("Công thức chưa tính"),
        N_("Ô “{column}” có công thức nhưng chưa có kết quả."),
        N_("Mở tệp bằng Excel, đợi tính xong, bấm Ctrl+S rồi gửi lại; tốt nhất là gõ thẳng con số."),
    ),
    "CEL002": Rule(
        _E,
        N_("Ô báo lỗi"),
        N_("Ô “{column}” đang báo lỗi {text}."),
        N_("Bấm vào ô, xóa công thức và gõ lại con số."),
    ),
    "CEL005": Rule(
        _E,
        N_("Ô bị gộp"),
        N_("Ô “{column}” nằm trong một vùng ô bị gộp nên không rõ số liệu thuộc chỉ tiêu nào."),
        N_("Chọn vùng ô đó, bấm Merge & Center để bỏ gộp, rồi điền lại từng hàng."),
    ),
    "CEL007": Rule(
        _W,
        N_("Giá trị khác tử số chia mẫu số"),
        N_(
            "Ô “{column}” ghi {text}, trong khi tử số và mẫu số cho {computed}; điểm tính theo tử số và mẫu số."
        ),
        N_("Kiểm tra tử số và mẫu số; không gõ đè lên công thức ở cột Giá trị."),
    ),
    "CEL008": Rule(
        _E,
        N_("Nội dung khóa bị sửa"),
        N_("Ô “{column}” bị sửa thành “{text}”; biểu mẫu ghi “{wanted}”."),
        N_("Trả lại đúng nội dung của biểu mẫu: bấm Ctrl+Z, hoặc chép từ biểu mẫu gốc."),
    ),
    # NUM: numbers
    "NUM001": Rule(
        _E,
        N_("Không phải số"),
        N_("Ô “{column}” ghi “{text}”, không phải con số."),
        N_("Bấm vào ô {cell}, gõ con số; chữ giải thích ghi ở cột Giải trình."),
    ),
    "NUM002": Rule(
        _W,
        N_("Số lưu dưới dạng chữ"),
        N_("Ô “{column}” ghi chữ “{text}”, được hiểu là {value}."),
        N_("Bấm vào ô {cell}, gõ lại {value}, nhấn Enter."),
    ),
    "NUM003": Rule(
        _E,
        N_("Dấu ngăn cách không rõ nghĩa"),
        N_("Ô “{column}” ghi chữ “{text}”: có thể là {first} hoặc {second}."),
        N_("Bấm vào ô {cell}, gõ lại con số không có dấu ngăn cách hàng nghìn (ví dụ {first}), nhấn Enter."),
    ),
    "NUM004": Rule(
        _E,
        N_("Số viết kiểu nước ngoài"),
        N_("Ô “{column}” ghi chữ “{text}” theo kiểu dùng dấu chấm thập phân; có phải {suggestion} không?"),
        N_("Bấm vào ô {cell}, gõ lại {suggestion} (dấu phẩy là dấu thập phân), nhấn Enter."),
    ),
    "NUM007": Rule(
        _E,
        N_("Chữ lẫn trong ô số"),
        N_("Ô “{column}” ghi “{text}”: có chữ hoặc ký hiệu lẫn với con số."),
        N_("Bấm vào ô {cell}, chỉ để lại con số; phần chữ chuyển sang cột Giải trình."),
    ),
    "NUM008": Rule(
        _E,
        N_("Dấu tích hoặc chữ trong ô số"),
        N_("Ô “{column}” ghi “{text}” trong khi phải là con số."),
        N_("Bấm vào ô {cell}, gõ con số."),
    ),
    "NUM009": Rule(
        _W,
        N_("Ký tự lạ trong số"),
        N_("Ô “{column}” ghi “{text}” có ký tự lạ (khoảng trắng, chữ số toàn khổ…), được hiểu là {value}."),
        N_("Bấm vào ô {cell}, gõ lại {value}, nhấn Enter."),
    ),
    "NUM010": Rule(
        _E,
        N_("Ký hiệu thay cho số"),
        N_("Ô “{column}” ghi “{text}” mà cột Tình trạng không nói vì sao không có số liệu."),
        N_("Xóa ô {cell}, rồi chọn lý do ở cột Tình trạng (Chưa thu thập được, Không phát sinh…)."),
    ),
    "NUM011": Rule(
        _E,
        N_("Số bị đổi thành ngày tháng"),
        N_("Ô “{column}” là ngày tháng, không phải con số."),
        N_("Chọn ô {cell}, đổi định dạng ô thành Number, rồi gõ lại con số."),
    ),
    # PCT: percentages
    "PCT002": Rule(
        _W,
        N_("Có thể nhầm thang phần trăm"),
        N_("Ô “{column}” ghi {text}; cột này tính theo thang 0–100, có phải {suggestion} không?"),
        N_("Nếu đúng là {suggestion} %, gõ lại {suggestion}; nếu không, ghi rõ ở cột Giải trình."),
    ),
    "PCT003": Rule(
        _W,
        N_("Dấu % gõ dưới dạng chữ"),
        N_("Ô “{column}” ghi chữ “{text}”, được hiểu là {value}."),
        N_("Bấm vào ô {cell}, gõ lại {value} (không gõ dấu %), nhấn Enter."),
    ),
    "PCT004": Rule(
        _E,
        N_("Phần trăm ở ô không phải phần trăm"),
        N_("Ô “{column}” ghi dưới dạng phần trăm ({text}) trong khi phải là số lượng."),
        N_("Chọn ô {cell}, đổi định dạng thành Number, rồi gõ lại số lượng."),
    ),
    # KEY: which indicator
    "KEY001": Rule(
        _E,
        N_("Thiếu chỉ tiêu"),
        N_("Bảng không có hàng của chỉ tiêu {indicator}."),
        N_("Lấy lại biểu mẫu và chép số liệu sang; không xóa hàng."),
    ),
    "KEY002": Rule(
        _E,
        N_("Chỉ tiêu lặp lại"),
        N_("Chỉ tiêu {indicator} có hơn một hàng: {cells}."),
        N_("Xóa hàng thừa, chỉ giữ một hàng cho mỗi chỉ tiêu."),
    ),
    "KEY003": Rule(
        _E,
        N_("Mã chỉ tiêu lạ"),
        N_("Mã “{text}” không có trong bộ chỉ tiêu{nearest}."),
        N_("Sửa lại mã ở ô {cell} cho đúng biểu mẫu."),
    ),
    "KEY004": Rule(
        _E,
        N_("Mã bị Excel đổi thành số"),
        N_("Mã chỉ tiêu là số {text}, không phải chữ; 4.10 và 4.1 không còn phân biệt được."),
        N_("Chọn ô {cell}, đổi định dạng thành Text, rồi gõ lại mã như biểu mẫu."),
    ),
    "KEY008": Rule(
        _W,
        N_("Chỉ tiêu không áp dụng cho nhóm"),
        N_("Chỉ tiêu {indicator} không áp dụng cho nhóm của đơn vị; không tính điểm."),
        N_("Xóa số liệu ở hàng này."),
    ),
    "KEY009": Rule(
        _E,
        N_("Số liệu ở hàng không có mã"),
        N_("Hàng {row} có số liệu nhưng không có mã chỉ tiêu."),
        N_("Điền mã chỉ tiêu vào cột Mã của hàng, hoặc chuyển số liệu về đúng hàng."),
    ),
    # VAL: values
    "VAL001": Rule(
        _E,
        N_("Ngoài giới hạn"),
        N_("Ô “{column}” ghi {text}, ngoài giới hạn cho phép ({limits})."),
        N_("Kiểm tra lại số liệu gốc và đơn vị tính, rồi sửa ô {cell}."),
    ),
    "VAL002": Rule(
        _W,
        N_("Thiếu số liệu"),
        N_("Chưa điền số liệu; nếu để trống, {consequence}."),
        N_("Điền số liệu, hoặc chọn lý do ở cột Tình trạng và ghi rõ ở cột Giải trình."),
    ),
    "VAL003": Rule(
        _E,
        N_("Tử số lớn hơn mẫu số"),
        N_("Tử số {numerator} lớn hơn mẫu số {denominator}."),
        N_("Kiểm tra lại hai ô; tử số là một phần của mẫu số."),
    ),
    "VAL004": Rule(
        _E,
        N_("Thiếu mẫu số hoặc tử số"),
        N_("Ô “{column}” {problem}, nên không tính được tỷ lệ."),
        N_(
            "Điền đủ cả tử số và mẫu số; nếu không phát sinh, xóa cả hai và chọn “Không phát sinh” ở cột Tình trạng."
        ),
    ),
    "VAL006": Rule(
        _E,
        N_("Điểm vượt điểm tối đa"),
        N_("Ô “{column}” ghi {text} điểm, vượt điểm tối đa {maximum}."),
        N_("Sửa ô {cell} cho không quá {maximum}."),
    ),
    "VAL011": Rule(
        _E,
        N_("Tình trạng và số liệu mâu thuẫn"),
        N_("Tình trạng là “{status}” nhưng hàng {contradiction}."),
        N_("Chọn lại ở cột Tình trạng cho đúng với số liệu của hàng, hoặc xóa số liệu nếu thật sự không có."),
    ),
    "VAL012": Rule(
        _E,
        N_("Phải là số nguyên"),
        N_("Ô “{column}” ghi {text}, phải là số nguyên."),
        N_("Kiểm tra lại và sửa ô {cell}."),
    ),
    "VAL013": Rule(
        _E,
        N_("Không có trong danh sách chọn"),
        N_("Ô “{column}” ghi “{text}”, không có trong danh sách; gần nhất là “{nearest}”."),
        N_("Bấm vào ô {cell} và chọn trong danh sách thả xuống."),
    ),
    "VAL014": Rule(
        _W,
        N_("Mẫu số bằng 0"),
        N_("Tử số và mẫu số đều bằng 0, được hiểu là không phát sinh: {consequence}."),
        N_("Nếu đúng là không phát sinh, xóa hai ô và chọn “Không phát sinh” ở cột Tình trạng."),
    ),
    "VAL015": Rule(
        _E,
        N_("Không được khai “Không áp dụng”"),
        N_("Chỉ tiêu {indicator} không cho phép khai “Không áp dụng”."),
        N_("Điền số liệu, hoặc chọn tình trạng khác và ghi rõ ở cột Giải trình."),
    ),
    "VAL016": Rule(
        _W,
        N_("Không có số liệu mà không giải trình"),
        N_("Tình trạng là “{status}” nhưng cột Giải trình để trống."),
        N_("Ghi lý do và thời điểm có số liệu vào cột Giải trình."),
    ),
    # TXT, EVD, SYS
    "TXT007": Rule(
        _E,
        N_("Chữ quá dài"),
        N_("Ô “{column}” dài {length} ký tự, giới hạn {limit}."),
        N_("Rút gọn nội dung; tài liệu dài gửi kèm riêng."),
    ),
    "EVD001": Rule(
        _W,
        N_("Thiếu tài liệu kiểm chứng"),
        N_("Có số liệu nhưng chưa nêu tài liệu kiểm chứng."),
        N_("Ghi số, ký hiệu, ngày và trích yếu của tài liệu vào ô {cell}."),
    ),
    "KEY007": Rule(
        _I,
        N_("Chưa nộp"),
        N_("Đơn vị {unit_name} ({unit}) chưa gửi báo cáo."),
        N_("Đôn đốc đơn vị gửi báo cáo."),
    ),
    "SYS001": Rule(
        _E,
        N_("Lỗi của chương trình với tệp này"),
        N_("Chương trình gặp lỗi khi đọc tệp này ({detail}); các tệp khác vẫn được xử lý."),
        N_("Gửi tệp này cho người phụ trách cds-rank để sửa chương trình."),
    ),
}
