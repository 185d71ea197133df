"""Telling texts that are dates or times of day from others."""

import re

_MONTHS = (
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september"
    " october november december ene abr ago set dic enero febrero marzo abril mayo junio julio agosto septiembre"
    " setiembre octubre noviembre diciembre fev mai out dez janeiro fevereiro março maio junho julho setembro outubro"
    " novembro dezembro janv févr fév avr juin juil août aoû déc janvier février mars avril juillet septembre octobre"
    " novembre décembre jän mär mrz okt januar jänner februar märz juni juli oktober dezember"
)
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS.split(), key=len, reverse=True))})\.?"
_SIGN = r"[-/. ]"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[ap]\.?\s?m\.?)?"
_ZONE = r"(?:\s?(?:z|utc|gmt|cet|cest|est|edt|pst|pdt)?\s?(?:[+-]\d{1,2}(?::?\d{2})?)?)"
_DAY = (
    rf"(?:\d{{4}}({_SIGN})\d{{1,2}}\1\d{{1,2}}|\d{{1,2}}([-/.])\d{{1,2}}\2(?:\d{{4}}|\d{{2}})"
    rf"|\d{{1,2}}(?:{_SIGN}|\.\s)(?:de\s)?{_MONTH}(?:(?:{_SIGN}|,\s|\sde\s)(?:\d{{4}}|\d{{2}}))?"
    rf"|{_MONTH}{_SIGN}(?:\d{{4}}|\d{{1,2}}(?:,?\s\d{{4}})?))"
)
_DATE = re.compile(rf"{_DAY}(?:(?:t|,?\s(?:at\s)?){_CLOCK}{_ZONE})?|{_CLOCK}{_ZONE}", re.IGNORECASE)
_LONGEST = 45


def is_date_text(text: str) -> bool:
    """True for texts such as 2026-01-09, 9/10/2026 14:05, 31-Jul-18, 9 de enero de 2026, Jan 9, 2026 and 14:05.

    text has no white space around it. It need not be a day of the calendar: 99/99/2026 is a date that went wrong.
    """
    return len(text) <= _LONGEST and _DATE.fullmatch(text) is not None
