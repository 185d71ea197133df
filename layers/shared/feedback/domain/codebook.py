"""The codebook: the closed list of themes that a comment can be about."""

import hashlib
import json
from dataclasses import astuple, dataclass
from functools import cached_property

MAX_THEMES = 80


@dataclass(frozen=True, slots=True)
class Theme:
    """key names the theme in results; labels are for people; description tells the model what belongs to the theme."""

    key: str
    label_en: str
    label_es: str
    description: str = ""

    @property
    def prompt_text(self) -> str:
        """The theme as the model is told of it."""
        return f"{self.label_en}: {self.description}" if self.description else self.label_en


@dataclass(frozen=True)
class Codebook:
    """Up to 80 themes. A theme's code in a model answer is its two-digit position, so order is part of the version.

    name is for people only.
    """

    themes: tuple[Theme, ...]
    name: str = ""

    def __post_init__(self) -> None:
        keys = [theme.key for theme in self.themes]
        if not 1 <= len(keys) <= MAX_THEMES or len(set(keys)) != len(keys):
            raise ValueError(f"a codebook holds 1 to {MAX_THEMES} themes with different keys")

    @cached_property
    def version(self) -> str:
        """A short hash, 12 hex digits, of all that the model or a report sees: keys, labels, descriptions, order."""
        text = json.dumps([astuple(theme) for theme in self.themes])
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @cached_property
    def positions(self) -> dict[str, int]:
        return {theme.key: number for number, theme in enumerate(self.themes)}


DEFAULT_CODEBOOK = Codebook(
    tuple(
        Theme(*row)
        for row in (
            ("product_quality", "Product quality", "Calidad del producto"),
            ("reliability", "Reliability and faults", "Fiabilidad y fallos"),
            ("ease_of_use", "Ease of use", "Facilidad de uso"),
            ("features", "Features and functions", "Funciones"),
            ("design", "Design and appearance", "Diseño y aspecto"),
            ("performance", "Speed of the product", "Rapidez del producto"),
            ("price", "Price and value", "Precio y valor"),
            ("billing", "Billing and payment", "Facturación y pago"),
            ("discounts", "Discounts and loyalty", "Descuentos y fidelidad"),
            ("delivery_time", "Delivery time", "Plazo de entrega"),
            ("delivery_condition", "Condition on arrival", "Estado del envío"),
            ("packaging", "Packaging", "Embalaje"),
            ("availability", "Stock and availability", "Disponibilidad"),
            ("ordering", "Ordering and checkout", "Pedido y compra"),
            ("returns", "Returns and refunds", "Devoluciones y reembolsos"),
            ("support_speed", "Support: waiting and answer time", "Soporte: espera y respuesta"),
            ("support_quality", "Support: solution and knowledge", "Soporte: solución y conocimiento"),
            ("staff", "Staff kindness", "Trato del personal"),
            ("communication", "Communication and information", "Comunicación e información"),
            ("website_app", "Website and app", "Web y aplicación"),
            ("account", "Account and access", "Cuenta y acceso"),
            ("setup", "Setup and onboarding", "Instalación y puesta en marcha"),
            ("trust_security", "Trust, privacy and security", "Confianza, privacidad y seguridad"),
            ("location", "Premises and location", "Local y ubicación"),
            ("cancellation", "Contract and cancellation", "Contrato y baja"),
            ("overall", "Overall experience", "Experiencia general"),
        )
    )
)
