"""Reporting periods in words: quý IV năm 2022."""

import datetime as dt

from cds_rank.model.period import Period
from cds_rank.wording.language import Language, translator

_QUARTERS = {"Q1": "I", "Q2": "II", "Q3": "III", "Q4": "IV"}


def period_text(period: Period, language: Language) -> str:
    """Write a period as papers do inside a sentence: quý IV năm 2022."""
    _ = translator(language)
    year, _dash, part = period.text.partition("-")
    match part[:1]:
        case "Q":
            quarter = _QUARTERS[part] if language == "vi" else part[1:]
            return _("quý {quarter} năm {year}").format(quarter=quarter, year=year)
        case "H":
            text = _("6 tháng đầu năm {year}") if part == "H1" else _("6 tháng cuối năm {year}")
            return text.format(year=year)
        case "":
            return _("năm {year}").format(year=year)
        case _:
            return _("tháng {month} năm {year}").format(month=month_text(period.first, language), year=year)


def month_text(day: dt.date, language: Language) -> str:
    """Write a day's month as it stands in a date: 3 in Vietnamese, March in English."""
    if language == "en":
        # Only where it is needed: loading Babel costs a short command a tenth of its time.
        from babel.dates import format_date

        return format_date(day, "MMMM", locale="en")
    return str(day.month)
