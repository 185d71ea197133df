"""The value of one cell of an OpenDocument sheet."""

import datetime
import re
from collections.abc import Mapping

from feedback.adapters.tabular.grid import duration, number
from feedback.domain.models import Cell, CellError, Percent

_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:[0-9]{3}")
_TIME = re.compile(r"(-?)P(?:([0-9]+)D)?T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?")
_DAY = datetime.timedelta(days=1)
_MIDNIGHT = datetime.datetime.fromisoformat("2000-01-01")


def cell_value(attributes: Mapping[str, str], text: str) -> Cell:
    """attributes are those of the cell's element, text what it shows. Raises ValueError where a number is none."""
    match attributes.get("office:value-type"):
        case "string" | "float" if _is_error(attributes, text):
            return CellError(text)
        case "string":
            return attributes.get("office:string-value", text) or None
        case "float" | "currency":
            return number(float(attributes.get("office:value", "nan")))
        case "percentage":
            return Percent(attributes.get("office:value", "nan"))
        case "boolean":
            return attributes.get("office:boolean-value") == "true"
        case "date":
            return _moment(attributes.get("office:date-value", ""), text)
        case "time":
            return _time(attributes.get("office:time-value", ""), text)
    return text or None


def _is_error(attributes: Mapping[str, str], text: str) -> bool:
    """OpenDocument has no errors of its own: LibreOffice marks them, older programs show the text of a formula."""
    if attributes.get("calcext:value-type") == "error":
        return True
    return "table:formula" in attributes and _ERROR.fullmatch(text) is not None


def _moment(value: str, text: str) -> Cell:
    try:
        if "T" in value:
            return datetime.datetime.fromisoformat(value)
        return datetime.date.fromisoformat(value)
    except ValueError:
        return text or value or None


def _time(value: str, text: str) -> Cell:
    found = _TIME.fullmatch(value)
    if found is None:
        return text or value or None
    sign, days, hours, minutes, seconds = found.groups(default="")
    try:
        time = datetime.timedelta(int(days or 0), 0, 0, 0, int(minutes or 0), int(hours or 0))
        time += datetime.timedelta(seconds=float(seconds or 0))
    except OverflowError:
        return text or value
    if sign or time >= _DAY:
        return duration(-time if sign else time)
    return (_MIDNIGHT + time).time()
