"""Options that several commands share, worded once."""

from dataclasses import dataclass
from typing import Any

import typer

from cds_rank.wording.language import Translate


@dataclass(frozen=True, slots=True)
class CommonOptions:
    """What stands behind a command's parameters: typer's own values, made in one language."""

    paths: Any
    indicator_set: Any
    units: Any
    period: Any
    force: Any


def common_options(_: Translate) -> CommonOptions:
    """Make the options in one language."""
    return CommonOptions(
        paths=typer.Argument(
            help=_("Thư mục hoặc các tệp Excel đơn vị đã gửi."), metavar=_("ĐƯỜNG_DẪN"), show_default=False
        ),
        indicator_set=typer.Option(
            "--set", help=_("Bộ chỉ tiêu: tên hoặc tệp YAML (mặc định: theo các báo cáo).")
        ),
        units=typer.Option(
            "--units", help=_("Danh sách đơn vị: tên hoặc tệp YAML (mặc định: theo bộ chỉ tiêu).")
        ),
        period=typer.Option("--period", help=_("Kỳ báo cáo: 2022, 2022-H1, 2022-Q4 hoặc 2022-10.")),
        force=typer.Option("--force", help=_("Ghi đè tệp đã có.")),
    )
