"""The commands around checking: `validate`, `merge`, `rule`; their options, and nothing of what they do."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cds_rank.cli.common_options import common_options
from cds_rank.wording.language import Language, Translate


def add_check_commands(app: typer.Typer, command: Any, _: Translate, language: Language) -> None:
    """Add the commands to the command line."""
    common = common_options(_)
    format_option = typer.Option(
        "--format",
        help=_(
            "full, concise, grouped, json, jsonl, csv, xlsx, html, markdown, github, gitlab, junit hoặc sarif (mặc định: full)."
        ),
        show_default=False,
    )
    output_option = typer.Option("--output", help=_("Ghi vào tệp này thay vì in ra màn hình."))
    select_option = typer.Option("--select", help=_("Chỉ các mã này hoặc phần đầu của mã: FIL,NUM003."))
    ignore_option = typer.Option("--ignore", help=_("Bỏ qua các mã này hoặc phần đầu của mã."))
    fail_option = typer.Option(
        "--fail-on",
        help=_("Từ mức nào thì thoát với mã 1: error, warning hoặc info (mặc định: warning)."),
        show_default=False,
    )
    most_option = typer.Option(
        "--max-per-rule",
        min=1,
        help=_("Mỗi quy tắc liệt kê nhiều nhất bao nhiêu phát hiện; tổng vẫn tính đủ."),
    )
    statistics_option = typer.Option("--statistics", help=_("Chỉ in bảng đếm theo quy tắc."))
    baseline_option = typer.Option(
        "--baseline", help=_("Báo cáo JSON của lần trước: phát hiện đã có ở đó không tính nữa.")
    )
    isolated_option = typer.Option("--isolated", help=_("Không đọc cds-rank.toml."))

    @app.command(
        cls=command,
        help=_(
            "Kiểm tra báo cáo: chỉ ra từng ô sai và cách sửa. Mã thoát: 0 đạt, 1 có phát hiện, 2 không làm được."
        ),
    )
    def validate(
        paths: Annotated[list[Path], common.paths],
        indicator_set: Annotated[str | None, common.indicator_set] = None,
        units: Annotated[str | None, common.units] = None,
        period: Annotated[str | None, common.period] = None,
        previous: Annotated[
            Path | None,
            typer.Option(
                "--previous", help=_("So với kỳ trước: tệp result.json hoặc thư mục báo cáo của kỳ đó.")
            ),
        ] = None,
        reviews: Annotated[
            list[Path] | None,
            typer.Option(
                "--reviews",
                help=_("Kiểm tra cả phiếu thẩm định: thư mục hoặc tệp Excel (dùng được nhiều lần)."),
            ),
        ] = None,
        output_format: Annotated[str | None, format_option] = None,
        output: Annotated[Path | None, output_option] = None,
        select: Annotated[str | None, select_option] = None,
        ignore: Annotated[str | None, ignore_option] = None,
        fail_on: Annotated[str | None, fail_option] = None,
        max_per_rule: Annotated[int | None, most_option] = None,
        statistics: Annotated[bool, statistics_option] = False,
        baseline: Annotated[Path | None, baseline_option] = None,
        annotate: Annotated[
            Path | None,
            typer.Option(
                "--annotate",
                help=_("Ghi vào thư mục này bản sao có tô màu, ghi chú ô sai, và thư gửi đơn vị."),
            ),
        ] = None,
        fix: Annotated[
            Path | None,
            typer.Option("--fix", help=_("Ghi vào thư mục này bản sao đã sửa những chỗ chắc chắn (dấu ⚒).")),
        ] = None,
        shard: Annotated[
            str | None,
            typer.Option(
                "--shard", help=_("Chỉ kiểm tra phần i trong n phần, viết i/n (cùng --format json).")
            ),
        ] = None,
        jobs: Annotated[
            int | None,
            typer.Option(
                "--jobs", min=1, help=_("Số tiến trình chạy song song (mặc định: theo số tệp và số nhân).")
            ),
        ] = None,
        no_cache: Annotated[
            bool, typer.Option("--no-cache", help=_("Đọc lại mọi tệp, kể cả tệp không đổi."))
        ] = False,
        isolated: Annotated[bool, isolated_option] = False,
        show_settings: Annotated[
            bool, typer.Option("--show-settings", help=_("In các thiết lập đang dùng rồi thoát."))
        ] = False,
    ) -> int:
        from cds_rank.cli.check_commands import check_submissions
        from cds_rank.cli.check_options import Typed

        typed = Typed(
            indicator_set, units, period, previous, output_format, output, select, ignore, fail_on, max_per_rule,
            statistics, baseline, isolated, annotate, fix, shard, jobs, no_cache, tuple(reviews or ()),
        )  # fmt: skip
        return check_submissions(paths, typed, language, show_settings=show_settings)

    @app.command(
        cls=command, help=_("Gộp các phần do validate --shard ghi ra thành kết quả của cả lần kiểm tra.")
    )
    def merge(
        parts: Annotated[
            list[Path],
            typer.Argument(
                help=_("Các tệp JSON hoặc thư mục chứa chúng."), metavar=_("PHẦN"), show_default=False
            ),
        ],
        indicator_set: Annotated[str | None, common.indicator_set] = None,
        units: Annotated[str | None, common.units] = None,
        output_format: Annotated[str | None, format_option] = None,
        output: Annotated[Path | None, output_option] = None,
        select: Annotated[str | None, select_option] = None,
        ignore: Annotated[str | None, ignore_option] = None,
        fail_on: Annotated[str | None, fail_option] = None,
        max_per_rule: Annotated[int | None, most_option] = None,
        statistics: Annotated[bool, statistics_option] = False,
        baseline: Annotated[Path | None, baseline_option] = None,
        isolated: Annotated[bool, isolated_option] = False,
    ) -> int:
        from cds_rank.cli.check_options import Typed
        from cds_rank.cli.part_commands import merge_parts

        typed = Typed(
            indicator_set, units, None, None, output_format, output, select, ignore, fail_on, max_per_rule,
            statistics, baseline, isolated,
        )  # fmt: skip
        return merge_parts(parts, typed, language)

    @app.command(cls=command, help=_("Giải thích một mã: nguyên nhân, ví dụ, cách sửa trong Excel."))
    def rule(
        codes: Annotated[
            list[str] | None,
            typer.Argument(help=_("Mã như NUM003, hoặc cả họ như NUM."), metavar=_("MÃ"), show_default=False),
        ] = None,
        all_rules: Annotated[bool, typer.Option("--all", help=_("Mọi mã."))] = False,
        output_format: Annotated[str, typer.Option("--format", help=_("text, markdown hoặc json."))] = "text",
    ) -> int:
        from cds_rank.cli.rule_commands import show_rules

        return show_rules(codes or [], output_format, all_rules=all_rules, language=language)
