"""The commands that make forms, results and reports; their options, and nothing of what they do."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cds_rank.cli.common_options import common_options
from cds_rank.cli.report_app import add_report_command
from cds_rank.errors import CdsRankError
from cds_rank.wording.language import Language, Translate

REPORTS_FOLDER = Path("reports")


def add_form_commands(app: typer.Typer, command: Any, _: Translate, language: Language) -> None:
    """Add what makes workbooks to be filled in."""
    common = common_options(_)

    @app.command(
        cls=command,
        help=_(
            "Tạo biểu mẫu Excel: phiếu báo cáo cho các đơn vị điền, hoặc phiếu thẩm định (--stage verified)."
        ),
    )
    def template(
        out: Annotated[Path, typer.Option("--out", help=_("Thư mục ghi biểu mẫu."))],
        indicator_set: Annotated[
            str | None, typer.Option("--set", help=_("Bộ chỉ tiêu: tên hoặc tệp YAML."))
        ] = None,
        period: Annotated[str | None, common.period] = None,
        stage: Annotated[
            str, typer.Option("--stage", help=_("self: phiếu báo cáo; verified: phiếu thẩm định."))
        ] = "self",
        submissions: Annotated[
            list[Path] | None,
            typer.Option(
                "--from",
                help=_("Phiếu thẩm định: thư mục hoặc tệp Excel các đơn vị đã gửi (dùng được nhiều lần)."),
            ),
        ] = None,
        by: Annotated[
            str,
            typer.Option(
                "--by",
                help=_(
                    "Phiếu thẩm định: chia cho người thẩm định theo all (một tệp), unit, pillar hoặc indicator."
                ),
            ),
        ] = "all",
        previous: Annotated[
            Path | None,
            typer.Option(
                "--previous",
                help=_("Kỳ trước, để tính mức tăng: tệp result.json hoặc thư mục báo cáo của kỳ đó."),
            ),
        ] = None,
        unit: Annotated[
            list[str] | None, typer.Option("--unit", help=_("Chỉ đơn vị có mã này (dùng được nhiều lần)."))
        ] = None,
        group: Annotated[
            list[str] | None,
            typer.Option("--group", help=_("Chỉ các đơn vị của nhóm này (dùng được nhiều lần).")),
        ] = None,
        units: Annotated[str | None, common.units] = None,
        decision: Annotated[
            bool,
            typer.Option(
                "--decision",
                help=_("Chỉ chép mẫu quyết định Word có sẵn, để sửa thành mẫu của cơ quan mình."),
            ),
        ] = False,
        force: Annotated[bool, common.force] = False,
    ) -> int:
        from cds_rank.cli.parsing import one_of

        if decision:
            from cds_rank.cli.report_commands import copy_decision_template

            copy_decision_template(out, force=force, language=language)
            return 0
        if one_of(stage, ("self", "verified")) == "verified":
            from cds_rank.cli.review_commands import make_review_forms
            from cds_rank.workflow import Choices

            if not submissions:
                raise CdsRankError("option_needed", option="--from", example="--from nop/")
            return make_review_forms(
                submissions, out, by, Choices(indicator_set, units, period, previous=previous), unit_codes=unit or [],
                group_codes=group or [], force=force, language=language,
            )  # fmt: skip
        from cds_rank.cli.commands import make_templates

        if indicator_set is None:
            raise CdsRankError("option_needed", option="--set", example="--set BỘ_CHỈ_TIÊU")
        if period is None:
            raise CdsRankError("option_needed", option="--period", example="--period 2022-Q4")
        make_templates(
            indicator_set, period, out, unit_codes=unit or [], group_codes=group or [], units=units, force=force,
            language=language,
        )  # fmt: skip
        return 0


def add_ranking_commands(app: typer.Typer, command: Any, _: Translate, language: Language) -> None:
    """Add what makes results of filled-in workbooks, and reports of results."""
    common = common_options(_)
    stage_option = typer.Option("--stage", help=_("Số liệu dùng để tính: final, self hoặc verified."))
    reviews_option = typer.Option(
        "--reviews", help=_("Phiếu thẩm định: thư mục hoặc tệp Excel (dùng được nhiều lần).")
    )
    previous_option = typer.Option(
        "--previous", help=_("Kỳ trước, để tính mức tăng: tệp result.json hoặc thư mục báo cáo của kỳ đó.")
    )
    compared_option = typer.Option(
        "--previous",
        help=_(
            "Kỳ trước, để tính mức tăng và so thứ hạng: tệp result.json, hoặc thư mục báo cáo (chỉ mức tăng)."
        ),
    )
    not_held_option = typer.Option(
        "--not-held", help=_("Khối điều tra xã hội học không tổ chức kỳ này (dùng được nhiều lần).")
    )
    accept_option = typer.Option(
        "--accept-errors", help=_("Vẫn tính các báo cáo có lỗi; báo cáo sẽ ghi rõ điều đó.")
    )
    created_option = typer.Option(
        "--created-at", help=_("Thời điểm lập, dạng 2023-01-20T08:00:00+07:00 (mặc định: bây giờ).")
    )

    @app.command(cls=command, help=_("Tính điểm, xếp hạng và lập báo cáo từ các tệp đơn vị đã gửi."))
    def compute(
        paths: Annotated[list[Path], common.paths],
        indicator_set: Annotated[str | None, common.indicator_set] = None,
        units: Annotated[str | None, common.units] = None,
        period: Annotated[str | None, common.period] = None,
        stage: Annotated[str | None, stage_option] = None,
        reviews: Annotated[list[Path] | None, reviews_option] = None,
        previous: Annotated[Path | None, compared_option] = None,
        not_held: Annotated[list[str] | None, not_held_option] = None,
        out: Annotated[
            Path, typer.Option("--out", help=_("Thư mục ghi kết quả, vào <bộ chỉ tiêu>/<kỳ>/."))
        ] = REPORTS_FOLDER,
        output_format: Annotated[
            str, typer.Option("--format", help=_("In ra màn hình: table, json hoặc csv."))
        ] = "table",
        report: Annotated[
            str,
            typer.Option("--report", help=_("Báo cáo cần lập: html, xlsx, docx, pdf, csv, json; hoặc none.")),
        ] = "html,xlsx",
        accept_errors: Annotated[bool, accept_option] = False,
        created_at: Annotated[str | None, created_option] = None,
    ) -> int:
        from cds_rank.cli.commands import ComputeOptions, compute_ranking
        from cds_rank.cli.parsing import stage_from
        from cds_rank.workflow import Choices

        options = ComputeOptions(out, output_format, report, created_at, accept_errors=accept_errors)
        choices = Choices(
            indicator_set,
            units,
            period,
            stage_from(stage),
            previous,
            tuple(reviews or ()),
            tuple(not_held or ()),
        )
        return compute_ranking(paths, choices, options, language)

    @app.command(
        cls=command, help=_("Công nhận: đơn vị nào đạt mức nào, các đơn vị khác còn thiếu chỉ tiêu nào.")
    )
    def recognise(
        paths: Annotated[
            list[Path],
            typer.Argument(
                help=_("Tệp result.json, hoặc thư mục và các tệp Excel đơn vị đã gửi."),
                metavar=_("ĐƯỜNG_DẪN"),
                show_default=False,
            ),
        ],
        indicator_set: Annotated[str | None, common.indicator_set] = None,
        units: Annotated[str | None, common.units] = None,
        period: Annotated[str | None, common.period] = None,
        stage: Annotated[str | None, stage_option] = None,
        reviews: Annotated[list[Path] | None, reviews_option] = None,
        previous: Annotated[Path | None, previous_option] = None,
        not_held: Annotated[list[str] | None, not_held_option] = None,
        output_format: Annotated[
            str, typer.Option("--format", help=_("In ra: table, json, csv hoặc markdown."))
        ] = "table",
        out: Annotated[
            Path | None, typer.Option("--out", help=_("Ghi vào tệp này thay vì in ra màn hình."))
        ] = None,
        accept_errors: Annotated[bool, accept_option] = False,
        created_at: Annotated[str | None, created_option] = None,
    ) -> int:
        from cds_rank.cli.parsing import stage_from
        from cds_rank.cli.recognition_commands import recognise as show_recognised
        from cds_rank.workflow import Choices

        choices = Choices(
            indicator_set,
            units,
            period,
            stage_from(stage),
            previous,
            tuple(reviews or ()),
            tuple(not_held or ()),
        )
        return show_recognised(
            paths, choices, output_format=output_format, out=out, created_at=created_at,
            accept_errors=accept_errors, language=language,
        )  # fmt: skip

    add_report_command(app, command, _, language)
