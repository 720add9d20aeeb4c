"""REV: rules about what reviewers (thẩm định) wrote down."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, INFO, WARNING, Rule

REV: dict[str, Rule] = {
    "REV001": Rule(
        ERROR,
        N_("Không phải phiếu thẩm định"),
        N_("Tệp không làm từ phiếu thẩm định do chương trình lập (không có thông tin nhận dạng của phiếu)."),
        N_("Chép kết quả sang phiếu thẩm định do người tổng hợp gửi, lưu và gửi lại."),
        cause=N_("Người thẩm định tự kẻ bảng, hoặc chép bảng sang một tệp mới."),
        example=N_("“Kết quả thẩm định.xlsx” tự kẻ → ghi vào phiếu thẩm định do người tổng hợp gửi"),
    ),
    "REV002": Rule(
        ERROR,
        N_("Báo cáo để ở chỗ phiếu thẩm định"),
        N_("Tệp là báo cáo của đơn vị, không phải phiếu thẩm định."),
        N_("Chuyển tệp sang thư mục báo cáo của các đơn vị; ở đây chỉ để phiếu thẩm định."),
        cause=N_(
            "Chỉ nhầm thư mục, hoặc người thẩm định ghi kết quả thẳng vào báo cáo của đơn vị rồi gửi lại."
        ),
        example=N_("SYT_2022-Q4.xlsx nằm trong thư mục phiếu thẩm định → chuyển về thư mục báo cáo"),
    ),
    "REV003": Rule(
        ERROR,
        N_("Thông tin nhận dạng của phiếu thẩm định hỏng"),
        N_("Thông tin nhận dạng của phiếu thẩm định ở mục “{field}” bị thiếu, sai hoặc mâu thuẫn."),
        N_("Lấy lại phiếu thẩm định do người tổng hợp gửi, chép kết quả sang, lưu và gửi lại."),
        cause=N_(
            "Trang ẩn của phiếu bị sửa hoặc xóa một phần, hoặc trang tính được kéo sang từ một phiếu khác."
        ),
        example=N_("Kỳ báo cáo ghi “quý 4” → 2022-Q4 như phiếu gốc"),
    ),
    "REV004": Rule(
        ERROR,
        N_("Phiếu thẩm định của bộ chỉ tiêu hoặc kỳ khác"),
        N_("Phiếu thẩm định ghi {field} là {found}; đang dùng {wanted}."),
        N_("Người tổng hợp lập lại phiếu thẩm định theo bộ chỉ tiêu và kỳ đang dùng; chép kết quả sang đó."),
        cause=N_("Dùng phiếu của kỳ trước, hoặc bộ chỉ tiêu được sửa sau khi phiếu thẩm định đã gửi đi."),
        example=N_("Phiếu thẩm định của 2022-Q3 khi đang tổng hợp 2022-Q4 → lập phiếu của 2022-Q4"),
    ),
    "REV005": Rule(
        ERROR,
        N_("Thẩm định một đơn vị lạ"),
        N_("Mã đơn vị “{text}” không có trong danh sách đơn vị{nearest}."),
        N_("Sửa lại mã đơn vị ở ô {cell} cho đúng phiếu gốc."),
        cause=N_("Gõ lại mã bằng tay, chép hàng từ phiếu cũ, hoặc đơn vị đã đổi tên, sáp nhập."),
        example=N_("Ô A12 ghi SYTE → SYT"),
    ),
    "REV006": Rule(
        ERROR,
        N_("Thẩm định một chỉ tiêu lạ"),
        N_("Mã “{text}” của hàng thẩm định không có trong bộ chỉ tiêu{nearest}."),
        N_("Sửa lại mã chỉ tiêu ở ô {cell} cho đúng phiếu gốc."),
        cause=N_("Gõ lại mã bằng tay, hoặc chép hàng từ phiếu của bộ chỉ tiêu khác."),
        example=N_("Ô C12 ghi CQS-5 → CQS-05"),
    ),
    "REV007": Rule(
        ERROR,
        N_("Thẩm định chỉ tiêu không áp dụng"),
        N_("Chỉ tiêu {indicator} không áp dụng cho {unit_name}, nên không nhận kết luận."),
        N_("Xóa kết luận ở hàng này, hoặc sửa lại mã đơn vị, mã chỉ tiêu nếu ghi nhầm."),
        cause=N_("Chép hàng của đơn vị thuộc nhóm khác rồi chỉ sửa mã đơn vị."),
        example=N_("Kết luận chỉ tiêu cấp tỉnh cho Sở Y tế → xóa kết luận ở hàng đó"),
    ),
    "REV008": Rule(
        ERROR,
        N_("Kết luận ở hàng thiếu mã"),
        N_("Hàng {row} có kết luận nhưng thiếu mã đơn vị hoặc mã chỉ tiêu."),
        N_("Điền mã vào ô {cell} như phiếu gốc, hoặc chuyển kết luận về đúng hàng."),
        cause=N_("Xóa nhầm ô mã, hoặc chèn hàng trống rồi gõ kết luận vào đó."),
        example=N_("Hàng 20 ghi “Thống nhất”, A20 để trống → A20 ghi SYT"),
    ),
    "REV009": Rule(
        ERROR,
        N_("Kết luận không có trong danh sách"),
        N_("Kết luận “{text}” không có trong danh sách{nearest}."),
        N_("Bấm vào ô {cell}, bấm mũi tên ở góc ô và chọn một mục trong danh sách."),
        cause=N_("Gõ tay hoặc dán từ tệp khác nên khác chữ trong danh sách thả xuống."),
        example=N_("Ô N12 ghi “OK” → chọn “Thống nhất”"),
    ),
    "REV010": Rule(
        WARNING,
        N_("Chưa chọn kết luận"),
        N_(
            "Chưa chọn kết luận mà hàng đã ghi số thẩm định, nguyên nhân hoặc lý do; được hiểu là “{verdict}”."
        ),
        N_("Bấm vào ô {cell} và chọn kết luận."),
        cause=N_("Ghi số hoặc lý do trước, định chọn kết luận sau rồi quên."),
        example=N_("Điểm thẩm định ghi 5, kết luận để trống → chọn “Điều chỉnh”"),
    ),
    "REV011": Rule(
        ERROR,
        N_("Điều chỉnh mà không ghi số"),
        N_("Kết luận là “Điều chỉnh” nhưng hàng không có số liệu hay điểm thẩm định."),
        N_("Ghi số liệu thẩm định hoặc điểm thẩm định; nếu không cho điểm nào, chọn “Không chấp nhận”."),
        cause=N_("Chọn kết luận và ghi lý do mà quên ghi con số mới, hoặc chỉ ghi con số trong lý do."),
        example=N_("Kết luận “Điều chỉnh”, R12 để trống → R12 ghi 7,5"),
    ),
    "REV012": Rule(
        ERROR,
        N_("Vừa có số liệu vừa có điểm thẩm định"),
        N_("Hàng có cả số liệu thẩm định và điểm thẩm định, nên không rõ tính theo bên nào."),
        N_(
            "Giữ một bên: số liệu thẩm định (điểm được tính từ đó) hoặc điểm thẩm định ở ô {cell}; xóa bên kia."
        ),
        cause=N_("Sửa số liệu rồi tự tính luôn điểm và ghi vào cột Điểm thẩm định."),
        example=N_("Giá trị thẩm định 80, điểm thẩm định 8 → chỉ giữ 80"),
    ),
    "REV013": Rule(
        ERROR,
        N_("Số thẩm định trái với kết luận"),
        N_("Kết luận là “{verdict}” nhưng ô “{column}” ghi {text}, khác với số đơn vị báo cáo."),
        N_("Nếu con số này đúng, chọn kết luận “Điều chỉnh” và ghi lý do; nếu không, xóa ô {cell}."),
        cause=N_("Chọn kết luận trước rồi sửa con số sau, hoặc ghi nhầm hàng."),
        example=N_("Đơn vị tự chấm 8,5, kết luận “Thống nhất”, điểm thẩm định 7 → chọn “Điều chỉnh”"),
    ),
    "REV014": Rule(
        ERROR,
        N_("Kết quả khác báo cáo mà không có lý do"),
        N_("Kết quả thẩm định khác với báo cáo của đơn vị nhưng cột Lý do để trống."),
        N_("Ghi vào ô {cell} vì sao điều chỉnh hoặc không chấp nhận."),
        cause=N_("Ghi điểm trước, định ghi lý do sau; hoặc cho rằng chọn nguyên nhân là đủ."),
        example=N_("Lý do để trống → “Quyết định 15/QĐ-SYT ban hành sau kỳ đánh giá”"),
    ),
    "REV015": Rule(
        ERROR,
        N_("Lý do không có nội dung"),
        N_("Lý do “{text}” không cho biết vì sao kết quả khác với báo cáo của đơn vị."),
        N_("Ghi rõ vào ô {cell} vì sao điều chỉnh hoặc không chấp nhận."),
        cause=N_("Ghi cho có một dấu gạch hay một chữ để khỏi để trống."),
        example=N_("Lý do ghi “x” → “Chưa có quyết định ban hành kế hoạch”"),
    ),
    "REV016": Rule(
        WARNING,
        N_("Không chấp nhận mà chưa chọn nguyên nhân"),
        N_("Kết luận là “Không chấp nhận” nhưng cột Nguyên nhân để trống."),
        N_("Bấm vào ô {cell} và chọn nguyên nhân; báo cáo cho biết đơn vị mất điểm vì đâu theo cột này."),
        cause=N_("Đã ghi lý do bằng lời nên bỏ qua cột Nguyên nhân."),
        example=N_("Nguyên nhân để trống → chọn “Thiếu tài liệu kiểm chứng”"),
    ),
    "REV017": Rule(
        WARNING,
        N_("Nguyên nhân không có trong danh sách"),
        N_("Nguyên nhân “{text}” không có trong danh sách{nearest}; được hiểu là “Lý do khác”."),
        N_("Bấm vào ô {cell}, bấm mũi tên ở góc ô và chọn một mục; lời giải thích ghi ở cột Lý do."),
        cause=N_("Gõ tay nguyên nhân thay vì chọn trong danh sách thả xuống."),
        example=N_("Ô S12 ghi “không có minh chứng” → chọn “Thiếu tài liệu kiểm chứng”"),
    ),
    "REV018": Rule(
        ERROR,
        N_("Số thẩm định không đọc được"),
        N_("Ô “{column}” ghi “{text}”, không đọc được thành một con số."),
        N_("Bấm vào ô {cell}, gõ chỉ con số; lời giải thích ghi ở cột Lý do."),
        cause=N_("Ghi đơn vị tính, chữ “khoảng” hoặc lời nhận xét vào ô phải là con số."),
        example=N_("Ô R12 ghi “7,5 điểm” → gõ 7,5"),
    ),
    "REV019": Rule(
        ERROR,
        N_("Tỷ lệ thẩm định thiếu một phần hoặc mẫu số bằng 0"),
        N_("Ô “{column}” {problem}, nên không tính được tỷ lệ thẩm định."),
        N_("Điền đủ tử số và mẫu số thẩm định, mẫu số lớn hơn 0; hoặc xóa cả hai và ghi điểm thẩm định."),
        cause=N_("Chỉ sửa một trong hai số, hoặc ghi 0 để nói rằng không phát sinh."),
        example=N_("Tử số thẩm định 45, mẫu số thẩm định để trống → ghi cả 45 và 50"),
    ),
    "REV020": Rule(
        ERROR,
        N_("Số thẩm định ghi nhầm cột"),
        N_("Ô “{column}” ghi {text}, nhưng chỉ tiêu này thẩm định ở cột “{wanted_column}”."),
        N_(
            "Ghi kết quả vào cột “{wanted_column}” cùng hàng (tỷ lệ: gõ cả tử số và mẫu số), hoặc ghi điểm ở cột Điểm thẩm định; rồi xóa ô {cell}."
        ),
        cause=N_("Mỗi chỉ tiêu thẩm định ở cột khác nhau mà người ghi gõ liền một cột từ trên xuống."),
        example=N_("Chỉ tiêu tỷ lệ ghi 85 ở cột Giá trị thẩm định → ghi tử số 68, mẫu số 80"),
    ),
    "REV021": Rule(
        ERROR,
        N_("Hai kết luận khác nhau về cùng một số liệu"),
        N_("Ở đây kết luận là “{verdict}”; chỗ khác kết luận khác: {others}. Không lấy kết luận nào."),
        N_("Những người thẩm định thống nhất với nhau, rồi chỉ giữ một kết luận."),
        cause=N_("Hai người cùng được giao một phần, hoặc một người gửi bản cũ và bản đã sửa."),
        example=N_(
            "Người thứ nhất “Thống nhất”, người thứ hai “Không chấp nhận” → bàn lại, giữ một kết luận"
        ),
    ),
    "REV022": Rule(
        INFO,
        N_("Cùng một kết luận ghi hai lần"),
        N_("Kết luận này đã có trong tệp {other}; chỉ tính một lần."),
        N_("Không phải sửa."),
        cause=N_("Hai phần được giao chồng lên nhau, hoặc một phiếu được gửi hai lần."),
        example=N_("Hai phiếu cùng ghi “Thống nhất” ở một chỉ tiêu của Sở Y tế → giữ một"),
    ),
    "REV023": Rule(
        ERROR,
        N_("Số liệu đã đổi sau khi lập phiếu thẩm định"),
        N_(
            "Đơn vị {unit_name} đã gửi lại báo cáo khác với phiếu thẩm định (khác ở: {changes}; nay ở {other}), nên không lấy kết luận này."
        ),
        N_(
            "Người tổng hợp lập phiếu thẩm định mới cho đơn vị; người thẩm định kết luận lại ở phiếu mới. Muốn rút kết luận cũ thì xóa ô {cell}."
        ),
        cause=N_("Đơn vị sửa báo cáo hoặc bổ sung tài liệu kiểm chứng trong khi đang thẩm định."),
        example=N_("Phiếu in 37,5, báo cáo gửi lại ghi 40 → lập phiếu mới, thẩm định lại số 40"),
    ),
    "REV024": Rule(
        WARNING,
        N_("Thẩm định đơn vị không có báo cáo"),
        N_("Đơn vị {unit_name} không có báo cáo đọc được của kỳ này, nên kết luận không có tác dụng."),
        N_("Kiểm tra xem thư mục báo cáo có đủ tệp không; đơn vị chưa nộp thì xóa các kết luận."),
        cause=N_("Báo cáo của đơn vị chưa được chép vào thư mục, hoặc phiếu thẩm định là của kỳ khác."),
        example=N_("Có kết luận về huyện Mù Cang Chải (137) mà chưa có báo cáo → tìm báo cáo của huyện"),
    ),
    "REV025": Rule(
        WARNING,
        N_("Kết luận làm chỉ tiêu được áp dụng"),
        N_(
            "Đơn vị {unit_name} khai “Không áp dụng”; kết luận “{verdict}” làm cho chỉ tiêu {indicator} (tối đa {maximum} điểm) được áp dụng và chấm điểm, không còn nằm ngoài tổng điểm."
        ),
        N_(
            "Nếu chỉ tiêu đúng là không áp dụng cho đơn vị, chọn “Thống nhất” ở ô {cell}; nếu có áp dụng, giữ nguyên."
        ),
        cause=N_("Cho rằng “Không chấp nhận” một dòng khai không áp dụng thì không làm thay đổi điểm."),
        example=N_(
            "Khai “Không áp dụng”, kết luận “Không chấp nhận” → đơn vị được 0 điểm trên 10 điểm tối đa"
        ),
    ),
    "REV026": Rule(
        INFO,
        N_("Kết luận cũ đã được thay"),
        N_(
            "Đơn vị {unit_name} đã gửi lại báo cáo (khác ở: {changes}); đã có kết luận mới ở {other}, nên không lấy kết luận này."
        ),
        N_("Không phải sửa."),
        cause=N_("Đơn vị sửa báo cáo khi đang thẩm định, và dòng đó đã được thẩm định lại trên phiếu mới."),
        example=N_("Phiếu cũ kết luận về số 37,5, phiếu mới kết luận về số 40 → lấy kết luận ở phiếu mới"),
    ),
    "REV027": Rule(
        INFO,
        N_("Hàng của số liệu cũ còn ghi dở"),
        N_(
            "Đơn vị {unit_name} đã gửi lại báo cáo; hàng này không có kết luận, những gì còn ghi ở đây không được lấy."
        ),
        N_("Không phải sửa; kết luận về số liệu mới ghi ở phiếu thẩm định lập lại."),
        cause=N_("Xóa kết luận về số liệu cũ mà để lại lý do, nguyên nhân hoặc con số."),
        example=N_("Kết luận để trống, lý do còn “Thiếu quyết định” → không tính"),
    ),
    "REV028": Rule(
        WARNING,
        N_("Một hàng có hai lần trong cùng phiếu"),
        N_(
            "Kết luận này đã có ở {other} cùng phiếu, chỉ tính một lần; có thể hàng của đơn vị hoặc chỉ tiêu khác đã bị chép đè{missing}."
        ),
        N_("Đối chiếu với phiếu gốc; chép lại hàng bị đè rồi ghi kết luận của hàng đó."),
        cause=N_("Chép cả hàng, kể cả mã, rồi dán lên hàng khác thay vì chỉ dán kết luận."),
        example=N_("Hàng SYT 1.1 có hai lần, không còn hàng SYT 1.2 → chép lại hàng SYT 1.2 từ phiếu gốc"),
    ),
    "REV029": Rule(
        INFO,
        N_("Mẫu số thẩm định khác mẫu số báo cáo"),
        N_("Mẫu số thẩm định là {denominator}, đơn vị báo cáo {earlier}."),
        N_(
            "Không phải sửa nếu mẫu số thẩm định đúng; nếu chỉ tử số sai, ghi lại mẫu số của đơn vị ở ô {cell}."
        ),
        cause=N_("Gõ nhầm mẫu số khi sửa tử số, hoặc mẫu số của đơn vị thật sự sai."),
        example=N_("Báo cáo 238/268, thẩm định 230/286 → mẫu số có phải là 268?"),
    ),
}
