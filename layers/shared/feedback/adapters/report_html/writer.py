"""report.html from the results of a job."""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from feedback.adapters.report_html import (
    charts,
    page,
    view_comparison,
    view_method,
    view_moods,
    view_segments,
    view_themes,
)
from feedback.adapters.report_html.figures import Figures
from feedback.domain.wording import wording

TEMPLATES = Path(__file__).parent / "templates"
STYLES = ("colours", "page", "score", "charts", "tables", "words", "screens", "print")
"""Style sheets in the order in which they count."""

_NOT_IN_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PICTURES = 0x2400
"""Where Unicode's pictures of control characters begin."""


def report_html(report: Mapping[str, Any]) -> bytes:
    """The page, in UTF-8, of a results.json (schema_version 1) as a mapping, in its own language.

    It is one file: no script, nothing from elsewhere; its styles are allowed by their hash. All texts of the report are
    escaped. Control characters are shown by their pictures. Raises KeyError or jinja2.UndefinedError where a key is
    missing.
    """
    words = wording(str(report["lang"]))
    figures = Figures(words)
    css = _css()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    text = _environment().get_template("page.html").render(
        report=report,
        w=words,
        figures=figures,
        css=css,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        sections=page.sections(report, figures),
    )  # fmt: skip
    return _NOT_IN_HTML.sub(_visible, text).encode()


def make_ready() -> None:
    """Compile all templates, which the first page would otherwise wait for."""
    environment = _environment()
    for name in environment.list_templates(extensions=["html"]):
        environment.get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "page": page,
        "charts": charts,
        "themes": view_themes,
        "segments": view_segments,
        "moods": view_moods,
        "comparison": view_comparison,
        "method": view_method,
    }
    return environment


@cache
def _css() -> Markup:
    """The page's styles; comments are left out."""
    text = "".join((TEMPLATES / "styles" / f"{name}.css").read_text(encoding="utf-8") for name in STYLES)
    return Markup(re.sub(r"/\*.*?\*/\s*", "", text, flags=re.DOTALL))  # noqa: S704 - a file of this package


def _visible(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(_PICTURES + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"
