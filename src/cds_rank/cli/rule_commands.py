"""`rule`: what the catalogue says of a code."""

import sys
from collections.abc import Sequence

from cds_rank.cli.main import EXIT_OK
from cds_rank.errors import CdsRankError
from cds_rank.model.similarity import nearest
from cds_rank.wording.catalogue import FAMILIES, RULES
from cds_rank.wording.language import Language


def show_rules(codes: Sequence[str], output_format: str, *, all_rules: bool, language: Language) -> int:
    """Print what the catalogue says of some rules, or of all of them."""
    from cds_rank.cli.parsing import one_of
    from cds_rank.feedback import rule_pages

    one_of(output_format, ("text", "markdown", "json"))
    wanted = [] if all_rules else [code.strip().upper() for code in codes]
    if not wanted and not all_rules:
        raise CdsRankError("rule_needed")
    for code in wanted:
        if code not in RULES and code not in FAMILIES:
            raise CdsRankError(
                "code_unknown", name=code, nearest=nearest(code, RULES), known=", ".join(FAMILIES)
            )
    matching = [code for code in RULES if all_rules or any(code.startswith(start) for start in wanted)]
    match output_format:
        case "markdown":
            sys.stdout.write(rule_pages.rules_markdown(language))
        case "json":
            sys.stdout.write(rule_pages.rules_json(language))
        case _:
            sys.stdout.write("\n".join(rule_pages.rule_text(code, language) for code in matching))
    return EXIT_OK
