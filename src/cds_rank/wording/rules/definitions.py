"""SET: rules about the YAML files of indicator sets and unit lists."""

from cds_rank.wording.language import N_
from cds_rank.wording.rules.rule import ERROR, Rule

SET: dict[str, Rule] = {
    "SET001": Rule(
        ERROR,
        N_("Tệp sai cú pháp"),
        N_("Tệp sai cú pháp: {detail}."),
        N_(
            "Xem dòng đã nêu và dòng ngay trên nó: thụt lề bằng dấu cách, sau dấu hai chấm có dấu cách, ngoặc mở phải đóng; lưu tệp bằng bảng mã UTF-8."
        ),
        cause=N_(
            "Thụt lề bằng phím Tab, thiếu dấu cách sau dấu hai chấm, thiếu ngoặc, hoặc lưu tệp bằng bảng mã cũ."
        ),
        example=N_("max_points:10 → max_points: 10"),
    ),
    "SET002": Rule(
        ERROR,
        N_("Khóa lặp lại"),
        N_("Khóa “{key}” được ghi hai lần trong cùng một mục."),
        N_("Xóa một trong hai dòng, giữ giá trị đúng."),
        cause=N_("Chép một đoạn xuống dưới rồi sửa mà quên xóa dòng cũ."),
        example=N_("max_points: 10 rồi lại max_points: 12 trong CQS-01 → chỉ còn max_points: 12"),
    ),
    "SET003": Rule(
        ERROR,
        N_("Khóa lạ"),
        N_("Không có khóa “{key}”{nearest}."),
        N_(
            "Sửa lại tên khóa, hoặc xóa dòng này; kiểm tra xem khóa có thụt lề đúng mục của nó không, sau dấu hai chấm "
            "có dấu cách không."
        ),
        cause=N_("Gõ sai tên khóa, hoặc thụt lề lệch nên khóa rơi vào mục khác."),
        example=N_("max_point: 10 → max_points: 10"),
    ),
    "SET004": Rule(
        ERROR,
        N_("Sai kiểu giá trị"),
        N_("Khóa “{key}” phải là {expected}, ở đây là “{value}”."),
        N_("Thay giá trị của “{key}” bằng {expected}."),
        cause=N_("Ghi số theo kiểu Việt Nam, ghi chữ vào chỗ phải là số, hoặc để trống."),
        example=N_("max_points: 7,5 → max_points: 7.5"),
    ),
    "SET005": Rule(
        ERROR,
        N_("Tổng không khớp"),
        N_(
            "Điểm tối đa hoặc trọng số không khớp: các phần cộng lại là {sum}, tổng ghi là {declared}{of_group}."
        ),
        N_("Tìm phần ghi sai và sửa; nếu các phần đều đúng thì đổi {declared} thành {sum}."),
        cause=N_("Sửa điểm của một chỉ tiêu, thêm hoặc bớt chỉ tiêu mà không sửa tổng của trụ cột."),
        example=N_("19 chỉ tiêu, mỗi chỉ tiêu 10 điểm, mà max_points của nhóm huyen ghi 200 → 190"),
    ),
    "SET006": Rule(
        ERROR,
        N_("Mã lặp lại"),
        N_("Mã “{code}” được dùng hai lần."),
        N_("Đặt mã khác cho mục ở dòng này; mã không được trùng với mã nào ở trên."),
        cause=N_("Chép một chỉ tiêu, đơn vị hoặc lựa chọn để làm mẫu mà quên đổi mã."),
        example=N_("Hai chỉ tiêu cùng code: CQS-05 → chỉ tiêu sau là CQS-06"),
    ),
    "SET007": Rule(
        ERROR,
        N_("Nhắc tới mã không có"),
        N_("Không có mã “{code}”{nearest}."),
        N_("Sửa lại mã cho đúng, hoặc khai báo mục có mã đó."),
        cause=N_("Gõ sai mã, hoặc đã đổi mã của chỉ tiêu, nhóm mà chưa đổi ở những chỗ nhắc tới nó."),
        example=N_("groups: [so-nganh] → groups: [so-ban-nganh]"),
    ),
    "SET008": Rule(
        ERROR,
        N_("Giới hạn ngược nhau"),
        N_("Hai giới hạn ngược nhau: giới hạn dưới là {lower}, giới hạn trên là {upper}."),
        N_(
            "Sửa để giới hạn dưới nhỏ hơn giới hạn trên; với ngày thì valid_from trước valid_to, với các mức thì từ cao xuống thấp."
        ),
        cause=N_("Gõ đổi chỗ hai giới hạn, hoặc chỉ sửa một trong hai."),
        example=N_("minimum: 100, maximum: 0 → minimum: 0, maximum: 100"),
    ),
    "SET009": Rule(
        ERROR,
        N_("Vòng tròn"),
        N_("Mục “{code}” dựa vào chính nó, trực tiếp hoặc qua mục khác."),
        N_("Bỏ chỗ dẫn trở lại “{code}”: trong members, applies_when, denomination hoặc presupposes."),
        cause=N_(
            "Hai chỉ số gộp lẫn nhau, hai chỉ tiêu lấy nhau làm điều kiện, hoặc một mục nhắc mã của chính nó."
        ),
        example=N_("Chỉ số A gộp B, B lại gộp A → B chỉ gộp các chỉ tiêu của nó"),
    ),
    "SET010": Rule(
        ERROR,
        N_("Mã trông như số"),
        N_("Mã {value} không có dấu ngoặc kép nên bị đọc thành số; 4.10 sẽ thành 4.1, 001 thành 1."),
        N_('Đặt mã trong ngoặc kép thẳng: "{value}".'),
        cause=N_("Mã chỉ có chữ số và dấu chấm, như mã huyện hoặc số thứ tự, được gõ thẳng."),
        example=N_('code: 4.10 → code: "4.10"'),
    ),
    "SET011": Rule(
        ERROR,
        N_("Đổi nội dung mà không đổi phiên bản"),
        N_("Nội dung của {id} phiên bản {version} ở đây khác với {other}."),
        N_("Nếu đã sửa nội dung, tăng số ở khóa version; nếu không định sửa, lấy lại đúng nội dung cũ."),
        cause=N_(
            "Chép một bộ đã ban hành rồi sửa điểm, mục tiêu hoặc tên chỉ tiêu mà giữ nguyên số phiên bản."
        ),
        example=N_('Sửa điểm tối đa của CQS-01 từ 10 thành 12, version: "1.0.0" → version: "1.1.0"'),
    ),
    "SET012": Rule(
        ERROR,
        N_("Thiếu khóa"),
        N_("Thiếu khóa “{key}”{why}."),
        N_("Thêm dòng “{key}:” và giá trị của nó vào mục này, thụt lề bằng các khóa bên cạnh."),
        cause=N_("Viết thiếu một dòng bắt buộc, hoặc thụt lề lệch nên dòng đó thuộc mục khác."),
        example=N_("Chỉ tiêu CQS-07 không có direction → thêm direction: higher_is_better"),
    ),
    "SET013": Rule(
        ERROR,
        N_("Cách tính không hợp với dữ liệu"),
        N_(
            "Chỉ tiêu {code}: cách tính “{rule}” không dùng được với dữ liệu “{input}”; dùng được: {allowed}."
        ),
        N_("Đổi rule.kind của {code} thành một trong: {allowed}; hoặc đổi input."),
        cause=N_("Đổi loại dữ liệu của chỉ tiêu (từ Có/Không sang tỷ lệ) mà chưa đổi cách tính điểm."),
        example=N_("input: yes_no với rule kind: target → rule kind: yes_no"),
    ),
    "SET014": Rule(
        ERROR,
        N_("Cách tính không có chiều nghịch"),
        N_("Chỉ tiêu {code}: cách tính “{rule}” không dùng được khi thấp hơn là tốt hơn (lower_is_better)."),
        N_(
            "Đổi direction của {code} thành higher_is_better; với capped_count cũng có thể đổi cách tính thành steps."
        ),
        cause=N_("Chỉ tiêu càng ít càng tốt (số hồ sơ trễ hạn) được khai cách tính chỉ cộng điểm."),
        example=N_("lower_is_better với capped_count → lower_is_better với steps"),
    ),
    "SET015": Rule(
        ERROR,
        N_("Thiếu khai báo cho cách tính"),
        N_("Chỉ tiêu {code}: thiếu khóa “{field}” mà cách tính “{rule}” với dữ liệu “{input}” cần có."),
        N_("Thêm khóa “{field}” vào chỉ tiêu {code}."),
        cause=N_(
            "Chọn cách tính theo mục tiêu mà chưa ghi mục tiêu, hoặc chọn tỷ lệ mà chưa nói tử số, mẫu số là gì."
        ),
        example=N_("rule kind: target mà không có target → thêm target với value, status, source"),
    ),
    "SET016": Rule(
        ERROR,
        N_("Giới hạn của bậc không rõ"),
        N_("Ở đây cần đúng một trong các khóa {bounds}; đang có: {given}."),
        N_("Giữ đúng một trong các khóa {bounds}, xóa các khóa giới hạn khác."),
        cause=N_(
            "Ghi cả “từ” và “trên” cho một bậc, không ghi giới hạn nào, hoặc dùng giới hạn của chiều ngược lại."
        ),
        example=N_("at_least: 80, above: 80 → at_least: 80"),
    ),
    "SET017": Rule(
        ERROR,
        N_("Mức cuối có giới hạn"),
        N_("Mức cuối “{code}” không được có giới hạn, vì nó nhận mọi điểm còn lại."),
        N_("Xóa at_least hoặc above của mức “{code}”."),
        cause=N_("Ghi giới hạn cho mọi mức cho đều, hoặc thiếu mức thấp nhất."),
        example=N_("Mức “kem” có at_least: 0 → bỏ dòng at_least"),
    ),
    "SET018": Rule(
        ERROR,
        N_("Các bậc không theo thứ tự"),
        N_("Bậc có giới hạn {bound} (phần điểm {share}) không theo thứ tự từ tốt đến kém."),
        N_("Xếp lại steps từ tốt đến kém; bậc sau không được nhiều điểm hơn bậc trước."),
        cause=N_("Các bậc được ghi từ thấp lên cao như trong văn bản, hoặc gõ nhầm một giới hạn."),
        example=N_("at_least 50, 70, 90 → at_least 90, 70, 50"),
    ),
    "SET019": Rule(
        ERROR,
        N_("Dùng neo và tham chiếu"),
        N_("Tệp dùng neo và tham chiếu (&, *) của YAML, cds-rank không nhận."),
        N_("Chép đầy đủ nội dung vào chỗ có dấu *, rồi xóa dấu & ở chỗ gốc."),
        cause=N_(
            "Người quen YAML dùng neo cho khỏi chép lại; khi đối chiếu với quyết định thì khó đọc và dễ sót."
        ),
        example=N_("groups: *tat_ca → groups: [tinh, so-ban-nganh, huyen]"),
    ),
    "SET021": Rule(
        ERROR,
        N_("Giá trị ngoài danh sách"),
        N_("Khóa “{key}” không nhận “{value}”{nearest}; các giá trị được nhận: {choices}."),
        N_("Thay giá trị của “{key}” bằng một trong: {choices}."),
        cause=N_("Gõ sai, hoặc dịch giá trị sang tiếng Việt; các giá trị này phải viết đúng như quy định."),
        example=N_("input: ty_le → input: ratio"),
    ),
    "SET022": Rule(
        ERROR,
        N_("Các khoảng chồng lên nhau"),
        N_(
            "Khoảng này bắt đầu ở {lower} nhưng khoảng trước kéo tới {upper}: có giá trị thuộc cả hai khoảng."
        ),
        N_(
            "Xếp các khoảng từ thấp lên cao và sửa giới hạn: chỗ giáp nhau một bên ghi kể cả (at_least, at_most), bên kia ghi không kể (above, below)."
        ),
        cause=N_(
            "Hai khoảng liền nhau cùng ghi kể cả giá trị giáp ranh, hoặc ghi các khoảng từ cao xuống thấp."
        ),
        example=N_("at_most: 50 rồi at_least: 50 → at_most: 50 rồi above: 50"),
    ),
    "SET023": Rule(
        ERROR,
        N_("Các khoảng hở"),
        N_("Giữa khoảng trước (tới {upper}) và khoảng này (từ {lower}) có giá trị không thuộc khoảng nào."),
        N_(
            "Sửa giới hạn để hai khoảng giáp nhau, chỗ giáp một bên ghi kể cả (at_least, at_most); hoặc ghi outside là phần điểm khi không rơi vào khoảng nào."
        ),
        cause=N_("Bảng điểm ghi 0–49 và 50–100 như chỉ có số nguyên; 49,5 không thuộc khoảng nào."),
        example=N_("at_most: 49 rồi at_least: 50 → below: 50 rồi at_least: 50"),
    ),
    "SET024": Rule(
        ERROR,
        N_("Thiếu lựa chọn về điểm cộng, điểm trừ"),
        N_("Bộ có điểm cộng hoặc điểm trừ nhưng phần method chưa có khóa “{field}”."),
        N_("Thêm extra_points vào method, với above_maximum và below_zero: cut hoặc kept, theo văn bản."),
        cause=N_(
            "Thêm chỉ tiêu điểm cộng, điểm trừ mà chưa nói tổng vượt điểm tối đa hoặc dưới 0 thì tính sao."
        ),
        example=N_("effect: bonus mà method không có extra_points → thêm extra_points"),
    ),
    "SET025": Rule(
        ERROR,
        N_("Giới hạn cộng trừ đặt sai chỗ"),
        N_("Nhánh “{code}” có at_most nhưng không chỉ gồm điểm cộng, hoặc không chỉ gồm điểm trừ."),
        N_("Tách điểm cộng và điểm trừ thành hai nhánh riêng, mỗi nhánh một at_most; hoặc bỏ at_most."),
        cause=N_("Trộn điểm cộng, điểm trừ hoặc điểm thường trong một nhánh rồi giới hạn cả nhánh."),
        example=N_("Nhánh có cả bonus và deduction với at_most: 10 → hai nhánh"),
    ),
    "SET026": Rule(
        ERROR,
        N_("Cách gộp không nhận điểm cộng, điểm trừ"),
        N_("Mục “{code}” gộp theo {aggregation} nhưng có phần là điểm cộng hoặc điểm trừ."),
        N_("Đưa điểm cộng, điểm trừ ra một nhánh riêng và cộng vào tổng (aggregation: sum)."),
        cause=N_("Điểm cộng không có điểm tối đa nên không có tỷ lệ đạt để lấy trung bình."),
        example=N_("total: geometric có nhánh điểm cộng → total: sum"),
    ),
    "SET027": Rule(
        ERROR,
        N_("Khóa không dùng với cách gộp này"),
        N_("Khóa “{field}” không có tác dụng khi gộp theo {aggregation}."),
        N_("Xóa khóa “{field}”, hoặc đổi aggregation thành geometric hay harmonic."),
        cause=N_("Đổi cách gộp mà còn để lại lựa chọn của cách gộp cũ."),
        example=N_("aggregation: sum với lowest_share: 1% → xóa lowest_share"),
    ),
    "SET028": Rule(
        ERROR,
        N_("Không điền thay được câu trả lời"),
        N_("Chỉ tiêu {code} là câu trả lời, không phải con số, nên không điền thay được."),
        N_("Bỏ {code} khỏi imputations."),
        cause=N_("Liệt kê cả chỉ tiêu Có/Không hoặc lựa chọn vào danh sách điền thay."),
        example=N_("imputations có chỉ tiêu Có/Không → bỏ chỉ tiêu đó"),
    ),
    "SET029": Rule(
        ERROR,
        N_("Đăng ký phải là Có/Không"),
        N_("Khóa registered_by là {code}, nhưng chỉ tiêu đó không phải câu hỏi Có/Không."),
        N_("Đổi input của {code} thành yes_no, hoặc chọn chỉ tiêu khác."),
        cause=N_("Chọn nhầm mã, hoặc chỉ tiêu đăng ký được khai là con số."),
        example=N_("registered_by: DK với input: count → input: yes_no"),
    ),
    "SET030": Rule(
        ERROR,
        N_("Xét công nhận bằng chỉ tiêu không áp dụng"),
        N_("Mức công nhận hỏi chỉ tiêu {code}, nhưng chỉ tiêu đó không áp dụng cho nhóm “{group}”."),
        N_("Bỏ {code} khỏi mức này, hoặc thêm nhóm “{group}” vào groups của {code}."),
        cause=N_("Dùng một danh sách tiêu chí cho cấp huyện và cấp xã mà không tách."),
        example=N_("Mức của nhóm xa có chỉ tiêu chỉ áp dụng cho huyen → bỏ chỉ tiêu đó"),
    ),
    "SET031": Rule(
        ERROR,
        N_("Chỉ tiêu mở rộng chưa đủ khai báo"),
        N_("Mức “{code}”: extended và extended_at_least phải cùng có hoặc cùng không."),
        N_("Ghi cả danh sách extended và phần phải đạt (extended_at_least: 30%), hoặc bỏ cả hai."),
        cause=N_("Ghi 30% mà chưa liệt kê chỉ tiêu mở rộng, hoặc ngược lại."),
        example=N_("extended_at_least: 30% mà không có extended → thêm extended"),
    ),
    "SET032": Rule(
        ERROR,
        N_("Điều kiện không thể xảy ra"),
        N_("Điều kiện “{given}” không hợp với chỉ tiêu {code}; chỉ tiêu đó nhận: {allowed}."),
        N_("Sửa điều kiện thành một trong: {allowed}; hoặc chọn chỉ tiêu khác."),
        cause=N_(
            "Gõ sai mã lựa chọn, đổi lựa chọn mà không đổi điều kiện, hoặc đặt ngưỡng số cho câu hỏi Có/Không."
        ),
        example=N_('applies_when có answer: co, mà chỉ tiêu được xét là Có/Không → answer: "yes"'),
    ),
    "SET033": Rule(
        ERROR,
        N_("Dựa vào chỉ tiêu không áp dụng"),
        N_(
            "Chỉ tiêu {code} dựa vào chỉ tiêu {indicator}, nhưng {indicator} không áp dụng cho nhóm “{group}”."
        ),
        N_("Thêm nhóm “{group}” vào groups của {indicator}, hoặc bỏ nhóm đó khỏi {code}."),
        cause=N_("Chỉ tiêu làm điều kiện hoặc mẫu số áp dụng cho ít nhóm hơn chỉ tiêu dùng nó."),
        example=N_("Số máy tính chia cho số công chức, mà số công chức chỉ hỏi cấp huyện → hỏi cả cấp xã"),
    ),
    "SET034": Rule(
        ERROR,
        N_("Mẫu số không phải con số"),
        N_("Chỉ tiêu {code} không phải con số nên không làm mẫu số được."),
        N_("Đổi denomination.by thành mã của một chỉ tiêu có input là value, count hoặc ratio."),
        cause=N_("Chọn nhầm mã, hoặc chỉ tiêu làm mẫu số được khai là câu trả lời hay điểm chấm."),
        example=N_("denomination có by: DK, mà DK là câu hỏi Có/Không → by: DS (dân số)"),
    ),
    "SET035": Rule(
        ERROR,
        N_("Điền thay mức tăng bằng số kỳ trước"),
        N_("Chỉ tiêu {code} tính mức tăng so với kỳ trước, nên không điền thay bằng số kỳ trước được."),
        N_("Đổi by thành group_median hoặc group_mean, hoặc bỏ {code} khỏi imputations."),
        cause=N_("Lấy số kỳ trước thay cho số kỳ này thì mức tăng luôn bằng 0."),
        example=N_("by: previous cho chỉ tiêu có change → by: group_median"),
    ),
    "SET036": Rule(
        ERROR,
        N_("Không có điểm tối đa"),
        N_(
            "Mục “{code}” không có điểm tối đa ở nhóm nào, nên không có tỷ lệ đạt để so hay để lấy trung bình."
        ),
        N_("Chọn mục khác, hoặc đặt max_points lớn hơn 0 cho “{code}”."),
        cause=N_("Dùng chỉ tiêu chỉ để biết, điểm cộng hoặc điểm trừ ở chỗ cần tỷ lệ đạt."),
        example=N_("tie_breakers: [TT] với TT có max_points: 0 → tie_breakers: [CQS]"),
    ),
    "SET037": Rule(
        ERROR,
        N_("Điểm trừ tăng theo điều tốt"),
        N_("Chỉ tiêu điểm trừ {code} đếm càng nhiều càng bị trừ, nhưng lại ghi cao hơn là tốt hơn."),
        N_("Đổi direction của {code} thành lower_is_better, hoặc dùng steps hay brackets."),
        cause=N_("Thêm effect: deduction vào một chỉ tiêu đếm mà không đổi chiều."),
        example=N_("Số lần bị phê bình: higher_is_better → lower_is_better"),
    ),
    "SET038": Rule(
        ERROR,
        N_("Các khoảng không phủ hết"),
        N_("Các khoảng dừng ở {bound}, mà limits không chặn giá trị vượt ra ngoài ({field})."),
        N_(
            "Bỏ giới hạn ngoài cùng của khoảng đó, ghi limits.{field}, hoặc ghi outside là phần điểm khi ra ngoài."
        ),
        cause=N_(
            "Bảng điểm ghi 0–100 cho tỷ lệ nhưng chỉ tiêu chưa có limits, hoặc giá trị có thể vượt bảng điểm."
        ),
        example=N_("Khoảng cuối at_most: 100 mà không có limits → limits có maximum: 100"),
    ),
    "SET039": Rule(
        ERROR,
        N_("Công nhận không cần đạt gì"),
        N_(
            "Mức “{code}” cho thiếu cả {count} chỉ tiêu bắt buộc, nên không đạt chỉ tiêu nào cũng được công nhận."
        ),
        N_("Sửa unmet_at_most của mức “{code}” thành số nhỏ hơn {count}."),
        cause=N_("Ghi số chỉ tiêu phải đạt (16) vào chỗ số chỉ tiêu được thiếu (1)."),
        example=N_("16/17 mà ghi unmet_at_most: 17 → unmet_at_most: 1"),
    ),
    "SET040": Rule(
        ERROR,
        N_("Mức phải đạt trước không dành cho nhóm này"),
        N_("Mức “{code}” đòi đạt mức “{tier}” trước, nhưng mức “{tier}” không xét nhóm “{group}”."),
        N_("Thêm nhóm “{group}” vào groups của mức “{tier}”, hoặc bỏ presupposes."),
        cause=N_("Hai mức dùng danh sách nhóm khác nhau, nên có nhóm không bao giờ lên được mức này."),
        example=N_("Mức nang-cao xét xa, mức dat chỉ xét huyen → dat xét cả huyen và xa"),
    ),
    "SET041": Rule(
        ERROR,
        N_("Dấu phẩy trong ngoặc nhọn"),
        N_("Dấu phẩy trong ngoặc nhọn cắt “{key}”: phần “{rest}” bị hiểu là một khóa, không thuộc {mended}."),
        N_(
            "Viết {key}: {mended}; trong ngoặc nhọn, chữ có dấu phẩy đặt trong ngoặc kép, số thập phân viết 0.5."
        ),
        cause=N_(
            "Trong ngoặc nhọn, dấu phẩy ngăn các khóa, nên tên có dấu phẩy hoặc số thập phân kiểu Việt Nam bị cắt làm hai."
        ),
        example=N_('vi: Kiêm nhiệm, đã qua tập huấn → vi: "Kiêm nhiệm, đã qua tập huấn"'),
    ),
}
