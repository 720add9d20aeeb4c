"""The command `report`: its options, and nothing of what it does."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cds_rank.wording.language import Language, Translate


def add_report_command(app: typer.Typer, command: Any, _: Translate, language: Language) -> None:
    """Add the command to the command line."""

    @app.command(
        cls=command,
        help=_(
            "Lập báo cáo từ kết quả đã tính: trang web, Excel, quyết định (Word, PDF), dữ liệu; "
            "hồ sơ một đơn vị; trang web nhiều kỳ."
        ),
    )
    def report(
        result: Annotated[
            Path,
            typer.Argument(
                help=_("Tệp result.json, hoặc thư mục có tệp đó; với --site là thư mục nhiều kết quả."),
                metavar=_("KẾT_QUẢ"),
                show_default=False,
            ),
        ],
        formats: Annotated[
            str | None,
            typer.Option(
                "--format",
                help=_(
                    "html, xlsx, docx, pdf, csv, json, cách nhau bằng dấu phẩy (mặc định: html,xlsx); "
                    "hồ sơ đơn vị: html, pdf hoặc svg."
                ),
                show_default=False,
            ),
        ] = None,
        previous: Annotated[
            list[Path] | None,
            typer.Option(
                "--previous",
                help=_("Kết quả của một kỳ trước, để so thứ hạng và điểm (dùng được nhiều lần)."),
            ),
        ] = None,
        part: Annotated[
            str | None,
            typer.Option(
                "--part",
                help=_(
                    "Chỉ các phần này của trang web, trong một tệp: all (mọi phần), ranking, points, units, "
                    "criteria, movement, quality, method, recognition, reviews, provenance; hoặc unit (hồ sơ "
                    "riêng, cùng --unit)."
                ),
                show_default=False,
            ),
        ] = None,
        unit: Annotated[
            list[str] | None,
            typer.Option(
                "--unit", help=_("Hồ sơ riêng của đơn vị có mã hoặc tên này (dùng được nhiều lần).")
            ),
        ] = None,
        all_units: Annotated[
            Path | None, typer.Option("--all-units", help=_("Hồ sơ riêng của mọi đơn vị, vào thư mục này."))
        ] = None,
        site: Annotated[
            Path | None,
            typer.Option(
                "--site", help=_("Trang web của mọi kết quả trong thư mục đã nêu, vào thư mục này.")
            ),
        ] = None,
        template: Annotated[
            Path | None, typer.Option("--template", help=_("Mẫu quyết định .docx của cơ quan mình."))
        ] = None,
        decision_number: Annotated[
            str | None,
            typer.Option(
                "--decision-number",
                help=_("Số quyết định, thay cho số trong cds-rank.toml: 310 hoặc 310/QĐ-UBND."),
            ),
        ] = None,
        decision_date: Annotated[
            str | None,
            typer.Option(
                "--decision-date",
                help=_("Ngày quyết định, thay cho ngày trong cds-rank.toml: 05/10/2025 hoặc 2025-10-05."),
            ),
        ] = None,
        final: Annotated[
            bool, typer.Option("--final", help=_("Bản chính thức: không đóng dấu “Dự thảo”."))
        ] = False,
        out: Annotated[
            Path | None, typer.Option("--out", help=_("Thư mục ghi báo cáo (mặc định: cạnh tệp kết quả)."))
        ] = None,
        isolated: Annotated[bool, typer.Option("--isolated", help=_("Không đọc cds-rank.toml."))] = False,
        show_settings: Annotated[
            bool, typer.Option("--show-settings", help=_("In các thiết lập đang dùng rồi thoát."))
        ] = False,
    ) -> None:
        from cds_rank.cli.report_commands import make_reports
        from cds_rank.cli.report_options import TypedReport

        typed = TypedReport(
            formats, part, tuple(previous or ()), tuple(unit or ()), all_units, template, final, out, site, isolated,
            decision_number, decision_date,
        )  # fmt: skip
        make_reports(result, typed, language, show_settings=show_settings)
