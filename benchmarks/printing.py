"""How every benchmark says what it measured."""


def line(what: str, figure: float, limit: float, detail: str) -> None:
    """Print one measured figure beside what it may be."""
    verdict = "ok" if figure <= limit else "OVER"
    print(f"{verdict:4}  {what:58} {figure:6.2f}   (limit {limit:g})   {detail}")
