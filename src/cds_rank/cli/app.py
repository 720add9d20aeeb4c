"""The commands: read arguments, call the workflow, write, choose the exit code."""

from pathlib import Path
from typing import Annotated

import typer

from cds_rank import __version__
from cds_rank.cli.check_app import add_check_commands
from cds_rank.cli.parser import parser_classes
from cds_rank.cli.set_app import add_set_commands
from cds_rank.errors import CdsRankError
from cds_rank.wording.language import Language, translator

REPORTS_FOLDER = Path("reports")


def build_app(language: Language) -> typer.Typer:
    """Build the command line in one language; nothing heavy is imported until a command runs."""
    _ = translator(language)
    group, command = parser_classes(_)
    app = typer.Typer(
        cls=group,
        rich_markup_mode=None,
        add_completion=False,
        no_args_is_help=True,
        help=_(
            "Từ báo cáo Excel của các đơn vị đến bảng xếp hạng chuyển đổi số công bố được và giải trình được."
        ),
    )
    set_option = typer.Option("--set", help=_("Bộ chỉ tiêu: tên hoặc tệp YAML (mặc định: theo các báo cáo)."))
    wanted_set = typer.Option("--set", help=_("Bộ chỉ tiêu: tên hoặc tệp YAML."))
    wanted_period = typer.Option("--period", help=_("Kỳ báo cáo: 2022, 2022-H1, 2022-Q4 hoặc 2022-10."))
    units_option = typer.Option(
        "--units", help=_("Danh sách đơn vị: tên hoặc tệp YAML (mặc định: theo bộ chỉ tiêu).")
    )
    period_option = typer.Option("--period", help=_("Kỳ báo cáo: 2022, 2022-H1, 2022-Q4 hoặc 2022-10."))
    paths_argument = typer.Argument(
        help=_("Thư mục hoặc các tệp Excel đơn vị đã gửi."), metavar=_("ĐƯỜNG_DẪN"), show_default=False
    )

    def show_version(wanted: bool) -> None:
        if wanted:
            typer.echo(f"cds-rank {__version__}")
            raise typer.Exit

    @app.callback()
    def options(
        version: Annotated[
            bool,
            typer.Option(
                "--version", help=_("Hiện phiên bản rồi thoát."), callback=show_version, is_eager=True
            ),
        ] = False,
        lang: Annotated[
            str, typer.Option("--lang", help=_("Ngôn ngữ: vi hoặc en (hoặc biến môi trường CDS_RANK_LANG)."))
        ] = "vi",
    ) -> None:
        if lang not in {"vi", "en"}:
            raise CdsRankError("format_unknown", name=lang, known="vi, en", nearest="")

    @app.command(cls=command, help=_("Tạo biểu mẫu Excel để gửi các đơn vị điền, mỗi đơn vị một tệp."))
    def template(
        indicator_set: Annotated[str, wanted_set],
        period: Annotated[str, wanted_period],
        out: Annotated[Path, typer.Option("--out", help=_("Thư mục ghi biểu mẫu."))],
        unit: Annotated[
            list[str] | None, typer.Option("--unit", help=_("Chỉ đơn vị có mã này (dùng được nhiều lần)."))
        ] = None,
        group: Annotated[
            list[str] | None,
            typer.Option("--group", help=_("Chỉ các đơn vị của nhóm này (dùng được nhiều lần).")),
        ] = None,
        units: Annotated[str | None, units_option] = None,
        force: Annotated[bool, typer.Option("--force", help=_("Ghi đè tệp đã có."))] = False,
    ) -> None:
        from cds_rank.cli.commands import make_templates

        make_templates(
            indicator_set, period, out, unit_codes=unit or [], group_codes=group or [], units=units, force=force,
            language=language,
        )  # fmt: skip

    add_check_commands(app, command, _, language)

    @app.command(cls=command, help=_("Tính điểm, xếp hạng và lập báo cáo từ các tệp đơn vị đã gửi."))
    def compute(
        paths: Annotated[list[Path], paths_argument],
        indicator_set: Annotated[str | None, set_option] = None,
        units: Annotated[str | None, units_option] = None,
        period: Annotated[str | None, period_option] = None,
        stage: Annotated[
            str | None, typer.Option("--stage", help=_("Số liệu dùng để tính: final, self hoặc verified."))
        ] = None,
        out: Annotated[
            Path, typer.Option("--out", help=_("Thư mục ghi kết quả, vào <bộ chỉ tiêu>/<kỳ>/."))
        ] = REPORTS_FOLDER,
        output_format: Annotated[
            str, typer.Option("--format", help=_("In ra màn hình: table, json hoặc csv."))
        ] = "table",
        report: Annotated[
            str, typer.Option("--report", help=_("Báo cáo cần lập: html,xlsx hoặc none."))
        ] = "html,xlsx",
        accept_errors: Annotated[
            bool,
            typer.Option(
                "--accept-errors", help=_("Vẫn tính các báo cáo có lỗi; báo cáo sẽ ghi rõ điều đó.")
            ),
        ] = False,
        created_at: Annotated[
            str | None,
            typer.Option(
                "--created-at", help=_("Thời điểm lập, dạng 2023-01-20T08:00:00+07:00 (mặc định: bây giờ).")
            ),
        ] = None,
    ) -> int:
        from cds_rank.cli.commands import ComputeOptions, compute_ranking
        from cds_rank.cli.parsing import stage_from
        from cds_rank.workflow import Choices

        options = ComputeOptions(out, output_format, report, created_at, accept_errors=accept_errors)
        return compute_ranking(
            paths, Choices(indicator_set, units, period, stage_from(stage)), options, language
        )

    @app.command(cls=command, help=_("Lập lại báo cáo từ một tệp kết quả (result.json)."))
    def report(
        result: Annotated[
            Path, typer.Argument(help=_("Tệp result.json."), metavar="RESULT", show_default=False)
        ],
        formats: Annotated[
            str, typer.Option("--format", help=_("Các báo cáo cần lập: html,xlsx."))
        ] = "html,xlsx",
        out: Annotated[
            Path | None, typer.Option("--out", help=_("Thư mục ghi báo cáo (mặc định: cạnh tệp kết quả)."))
        ] = None,
    ) -> None:
        from cds_rank.cli.commands import make_reports

        make_reports(result, formats, out, language)

    add_set_commands(app, group, command, _, language)
    return app
