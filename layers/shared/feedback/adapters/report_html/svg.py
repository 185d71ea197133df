"""SVG as markup: every text and every attribute is escaped."""

from collections.abc import Iterable

from markupsafe import Markup, escape


def element(name: str, *children: str, **attributes: str | float) -> Markup:
    """One element. In attributes' names _ is written for -, and class_ for class; numbers have two decimals at most."""
    written = Markup("").join(
        Markup(' {}="{}"').format(_attribute(key), _value(value)) for key, value in attributes.items()
    )
    return Markup("<{0}{1}>{2}</{0}>").format(escape(name), written, join(children))


def picture(title: str, text: str, children: Iterable[str], *, height: str | int, class_: str) -> Markup:
    """A chart as wide as its place, whose horizontal coordinates are percentages: it stretches, and nothing in it is
    distorted. title names it, text says its content in words.
    """
    told = [element("title", title), element("desc", text)]
    return element("svg", *told, *children, role="img", class_=class_, width="100%", height=height)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """x in percent of the width, y in pixels."""
    return element("line", x1=percent(x1), y1=y1, x2=percent(x2), y2=y2, class_=class_)


def bar(left: float, right: float, top: float, height: float, class_: str) -> Markup:
    """left and right in percent of the width, in any order; top and height in pixels."""
    width = percent(abs(right - left))
    return element("rect", x=percent(min(left, right)), y=top, width=width, height=height, class_=class_)


def percent(value: float) -> str:
    return f"{_value(value)}%"


def join(parts: Iterable[str]) -> Markup:
    """Texts are escaped, markup is not."""
    return Markup("").join(parts)


def _attribute(key: str) -> str:
    return key.rstrip("_") if key.endswith("_") else key.replace("_", "-")


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else f"{round(value, 2) + 0.0:g}"
