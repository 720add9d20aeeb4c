"""The argument parser's commands and groups, saying "Cách dùng" where the library's own say "Usage"."""

from typing import Any

import typer.core

from cds_rank.wording.language import Translate


def parser_classes(_: Translate) -> tuple[type[typer.core.TyperGroup], type[typer.core.TyperCommand]]:
    """Make the group and command classes whose help is in the reader's language."""
    usage, help_text = _("Cách dùng: "), _("Hiện hướng dẫn này rồi thoát.")

    class Group(typer.core.TyperGroup):
        def format_usage(self, ctx: Any, formatter: Any) -> None:
            formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=usage)

        def get_help_option(self, ctx: Any) -> Any:
            return _with_help(super().get_help_option(ctx), help_text)

    class Command(typer.core.TyperCommand):
        def format_usage(self, ctx: Any, formatter: Any) -> None:
            formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=usage)

        def get_help_option(self, ctx: Any) -> Any:
            return _with_help(super().get_help_option(ctx), help_text)

    return Group, Command


def _with_help(option: Any, text: str) -> Any:
    if option is not None:
        option.help = text
    return option
