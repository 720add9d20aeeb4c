"""Write the documentation's pages of rules from the catalogue.

Usage: python tools/make_rule_pages.py
"""

from pathlib import Path

from cds_rank.feedback.rule_pages import rules_markdown
from cds_rank.wording.language import Language

ROOT = Path(__file__).resolve().parent.parent
PAGES: dict[Language, Path] = {
    "vi": ROOT / "docs" / "vi" / "quy-tac.md",
    "en": ROOT / "docs" / "en" / "rules.md",
}


def main() -> None:
    for language, path in PAGES.items():
        path.write_text(rules_markdown(language), encoding="utf-8")


if __name__ == "__main__":
    main()
