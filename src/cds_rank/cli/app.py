"""The command line put together, in one language."""

from typing import Annotated

import typer

from cds_rank import __version__
from cds_rank.cli.check_app import add_check_commands
from cds_rank.cli.doctor_app import add_doctor_command
from cds_rank.cli.parser import parser_classes
from cds_rank.cli.ranking_app import add_form_commands, add_ranking_commands
from cds_rank.cli.set_app import add_set_commands
from cds_rank.errors import CdsRankError
from cds_rank.wording.language import Language, translator


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

    add_form_commands(app, command, _, language)
    add_check_commands(app, command, _, language)
    add_ranking_commands(app, command, _, language)
    add_set_commands(app, group, command, _, language)
    add_doctor_command(app, command, _, language)
    return app
