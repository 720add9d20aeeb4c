"""The command `doctor`: its options, and nothing of what it does."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cds_rank.wording.language import Language, Translate


def add_doctor_command(app: typer.Typer, command: Any, _: Translate, language: Language) -> None:
    """Add the command to the command line."""

    @app.command(
        cls=command,
        help=_(
            "Khám máy: Python, bảng mã, phông chữ, quyền ghi, thiết lập; nói chỗ nào hỏng và cách sửa. "
            "Mã thoát: 0 dùng được, 1 có chỗ hỏng."
        ),
    )
    def doctor(
        output_format: Annotated[str, typer.Option("--format", help=_("text hoặc json."))] = "text",
        output: Annotated[
            Path | None, typer.Option("--output", help=_("Ghi vào tệp này thay vì in ra màn hình."))
        ] = None,
    ) -> int:
        from cds_rank.cli.doctor_commands import examine_computer

        return examine_computer(output_format, output, language)
