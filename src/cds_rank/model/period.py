"""The reporting period: a year, half-year, quarter or month."""

import datetime as dt
import re
from dataclasses import dataclass

_FORM = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(0[1-9]|1[0-2])))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period (kỳ báo cáo), written 2022, 2022-H1, 2022-Q4 or 2022-10.

    first, last: the first and the last day that belong to it.
    """

    text: str
    first: dt.date
    last: dt.date

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read a period from its text; ValueError when it is not one."""
        match = _FORM.fullmatch(text.strip())
        if match is None:
            raise ValueError(text)
        year, quarter, half, month = match.groups()
        if quarter:
            start, months = 3 * int(quarter) - 2, 3
        elif half:
            start, months = 6 * int(half) - 5, 6
        elif month:
            start, months = int(month), 1
        else:
            start, months = 1, 12
        first = dt.date(int(year), start, 1)
        after = start + months
        next_first = dt.date(int(year) + (after > 12), after - 12 if after > 12 else after, 1)
        return cls(match.group(0), first, next_first - dt.timedelta(days=1))

    def __str__(self) -> str:
        return self.text
