"""The argument parser's commands and groups, saying "Cách dùng" where the library's own say "Usage"."""

from typing import Any

import typer.core

from cds_rank.wording.language import Translate


def parser_classes(_: Translate) -> tuple[type[typer.core.TyperGroup], type[typer.core.TyperCommand]]:
    """Make the group and command classes whose help is in the reader's language."""
    usage, help_text = _("Cách dùng: "), _("Hiện hướng dẫn này rồi thoát.")
    pieces = {"[OPTIONS]": _("[TÙY_CHỌN]"), "COMMAND [ARGS]...": _("LỆNH …")}
    # What an option is given, where it does not say so itself: the library would name a type of Python.
    path, number, text = _("ĐƯỜNG_DẪN"), _("SỐ"), _("GIÁ_TRỊ")

    def write_usage(command: Any, ctx: Any, formatter: Any) -> None:
        told = " ".join(
            pieces.get(piece, piece.strip("{}").replace("}...", "..."))
            for piece in command.collect_usage_pieces(ctx)
        )
        formatter.write_usage(ctx.command_path, told, prefix=usage)

    def named(params: list[Any], ctx: Any) -> list[Any]:
        for param in params:
            kind = param.display_type(ctx)
            if param.param_type_name == "argument":
                param.display_type_rich = lambda ctx: ""  # its name says what it is
            elif param.metavar is None and not param.is_flag:
                param.metavar = path if "ath" in kind else number if "int" in kind else text
        return params

    class Group(typer.core.TyperGroup):
        def format_usage(self, ctx: Any, formatter: Any) -> None:
            write_usage(self, ctx, formatter)

        def get_help_option(self, ctx: Any) -> Any:
            return _with_help(super().get_help_option(ctx), help_text)

        def get_params(self, ctx: Any) -> list[Any]:
            return named(list(super().get_params(ctx)), ctx)

    class Command(typer.core.TyperCommand):
        def format_usage(self, ctx: Any, formatter: Any) -> None:
            write_usage(self, ctx, formatter)

        def get_help_option(self, ctx: Any) -> Any:
            return _with_help(super().get_help_option(ctx), help_text)

        def get_params(self, ctx: Any) -> list[Any]:
            return named(list(super().get_params(ctx)), ctx)

    return Group, Command


def _with_help(option: Any, text: str) -> Any:
    if option is not None:
        option.help = text
    return option
