"""The commands of those who write sets, `cds-rank set …`; their options, and nothing of what they do."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cds_rank.wording.language import Language, Translate


def add_set_commands(app: typer.Typer, group: Any, command: Any, _: Translate, language: Language) -> None:
    """Add the group `set` to the command line."""
    sets = typer.Typer(
        cls=group,
        rich_markup_mode=None,
        no_args_is_help=True,
        help=_("Bộ chỉ tiêu: liệt kê, xem, kiểm tra, soạn mới, so sánh."),
    )
    app.add_typer(sets, name="set")
    set_argument = typer.Argument(help=_("Tên hoặc tệp YAML của bộ chỉ tiêu."), metavar=_("BỘ_CHỈ_TIÊU"))
    id_help = _("Mã của bộ chỉ tiêu mới: chữ, số và . - / _")
    force_option = typer.Option("--force", help=_("Ghi đè tệp đã có."))

    @sets.command("list", cls=command, help=_("Liệt kê các bộ chỉ tiêu có sẵn."))
    def list_sets() -> None:
        from cds_rank.cli import set_commands

        set_commands.list_sets(language)

    @sets.command(
        "show", cls=command, help=_("Xem một bộ chỉ tiêu: cây chỉ tiêu, điểm tối đa, cách tính, phương pháp.")
    )
    def show_set(name: Annotated[str, set_argument]) -> None:
        from cds_rank.cli import set_commands

        set_commands.show_set(name, language)

    @sets.command(
        "check",
        cls=command,
        help=_("Kiểm tra tệp YAML của bộ chỉ tiêu hoặc danh sách đơn vị; chỉ ra mọi chỗ sai."),
    )
    def check_set(
        files: Annotated[
            list[str], typer.Argument(help=_("Tên bộ chỉ tiêu hoặc tệp YAML."), metavar=_("TỆP"))
        ],
    ) -> int:
        from cds_rank.cli import set_commands

        return set_commands.check_definitions(files, language)

    @sets.command("schema", cls=command, help=_("In JSON Schema để trình soạn thảo gợi ý khi viết YAML."))
    def schema(
        units: Annotated[bool, typer.Option("--units", help=_("Lược đồ của danh sách đơn vị."))] = False,
    ) -> None:
        from cds_rank.cli import set_commands

        set_commands.print_schema(of_units=units)

    @sets.command(
        "new",
        cls=command,
        help=_("Bắt đầu một bộ chỉ tiêu mới: từ mẫu có chú thích, hoặc chép một bộ đã có."),
    )
    def new_set(
        set_id: Annotated[str, typer.Argument(help=id_help, metavar=_("MÃ"), show_default=False)],
        source: Annotated[
            str | None,
            typer.Option("--from", help=_("Chép bộ chỉ tiêu này: tên hoặc tệp YAML (mặc định: dùng mẫu).")),
        ] = None,
        out: Annotated[
            Path | None,
            typer.Option("--out", help=_("Ghi vào tệp này (mặc định: indicator_sets/MÃ.yaml).")),
        ] = None,
        units_out: Annotated[
            Path | None,
            typer.Option(
                "--units-out",
                help=_("Ghi danh sách đơn vị vào tệp này (mặc định: units/MÃ.yaml bên cạnh bộ chỉ tiêu)."),
            ),
        ] = None,
        name: Annotated[str | None, typer.Option("--name", help=_("Tên của bộ chỉ tiêu mới."))] = None,
        force: Annotated[bool, force_option] = False,
    ) -> None:
        from cds_rank.cli import set_commands

        set_commands.start_set(
            set_id, source=source, out=out, units_out=units_out, name=name, force=force, language=language
        )

    @sets.command(
        "diff",
        cls=command,
        help=_("Nói bằng lời hai bộ chỉ tiêu hoặc danh sách đơn vị khác nhau ở đâu."),
    )
    def diff_sets(
        before: Annotated[
            str, typer.Argument(help=_("Bản cũ: tên hoặc tệp YAML."), metavar=_("BẢN_CŨ"), show_default=False)
        ],
        after: Annotated[
            str,
            typer.Argument(help=_("Bản mới: tên hoặc tệp YAML."), metavar=_("BẢN_MỚI"), show_default=False),
        ],
        output_format: Annotated[str, typer.Option("--format", help=_("text, markdown hoặc json."))] = "text",
    ) -> int:
        from cds_rank.cli import set_commands

        return set_commands.compare_definitions(before, after, output_format, language)

    @sets.command(
        "import", cls=command, help=_("Lập bộ chỉ tiêu từ bảng chỉ tiêu trong Excel, để hoàn thiện tiếp.")
    )
    def import_set(
        file: Annotated[
            Path, typer.Argument(help=_("Tệp Excel có bảng chỉ tiêu."), metavar=_("TỆP"), show_default=False)
        ],
        out: Annotated[
            Path | None,
            typer.Option("--out", help=_("Ghi vào tệp này (mặc định: indicator_sets/MÃ.yaml).")),
        ] = None,
        set_id: Annotated[str | None, typer.Option("--id", help=id_help)] = None,
        groups: Annotated[
            list[str] | None,
            typer.Option(
                "--group", help=_("Nhóm áp dụng, viết như xa hoặc xa=Các xã (dùng được nhiều lần).")
            ),
        ] = None,
        sheet: Annotated[
            str | None, typer.Option("--sheet", help=_("Trang tính có bảng (mặc định: tự tìm)."))
        ] = None,
        header_row: Annotated[
            int | None,
            typer.Option("--header-row", min=1, help=_("Dòng tiêu đề của bảng (mặc định: tự tìm).")),
        ] = None,
        columns: Annotated[
            list[str] | None,
            typer.Option(
                "--column",
                help=_("Chỉ rõ một cột, viết như code=B; bỏ một cột: notes=- (dùng được nhiều lần)."),
            ),
        ] = None,
        force: Annotated[bool, force_option] = False,
    ) -> int:
        from cds_rank.cli import set_import_command

        return set_import_command.import_set(
            file, out=out, set_id=set_id, groups=groups or [], sheet=sheet, header_row=header_row,
            columns=columns or [], force=force, language=language,
        )  # fmt: skip
