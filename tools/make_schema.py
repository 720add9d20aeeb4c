"""Write the JSON Schemas that editors complete YAML with, into indicator_sets/schema."""

import json
from pathlib import Path

from cds_rank.cli.set_commands import definition_schema

FOLDER = Path(__file__).resolve().parent.parent / "indicator_sets" / "schema"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, of_units in (("indicator-set", False), ("unit-list", True)):
        text = json.dumps(definition_schema(of_units=of_units), ensure_ascii=False, indent=2)
        (FOLDER / f"{name}.schema.json").write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
