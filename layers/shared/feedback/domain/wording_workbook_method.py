"""The workbook's method in short and the meaning of the columns, each in English and in Spanish."""

METHOD: dict[str, tuple[str, str]] = {
    "note.nps": (
        "NPS = 100 · (promoters − detractors) / ratings; promoters rate 9–10, passives 7–8, detractors 0–6."
        " Shifted = (NPS + 100) / 2; absolute = |NPS|; weighted = NPS + 100 · weight · passives / ratings. Rows"
        " without a readable rating count nowhere.",
        "NPS = 100 · (promotores − detractores) / notas; los promotores puntúan 9–10, los pasivos 7–8, los"
        " detractores 0–6. Trasladado = (NPS + 100) / 2; absoluto = |NPS|; ponderado = NPS + 100 · peso · pasivos"
        " / notas. Las filas sin nota legible no cuentan en ninguna parte.",
    ),
    "note.interval": (
        "95% intervals: of an NPS the adjusted Wald interval (Rocks 2016), of a share Wilson’s (1927), of a mean"
        " the normal one, of an impact the percentile bootstrap. They hold for chance in who answered, not for who"
        " was never asked.",
        "Intervalos del 95 %: de un NPS el de Wald ajustado (Rocks 2016), de un porcentaje el de Wilson (1927), de"
        " una media el normal, de un impacto el bootstrap de percentiles. Cubren el azar de quién respondió, no a"
        " quién nunca se preguntó.",
    ),
    "note.difference": (
        "A difference is marked where the two-sided p of the z test, corrected after Holm (1979) for all"
        " comparisons of its kind, is below 0.05. Both sides need 5 ratings.",
        "Una diferencia se marca cuando la p bilateral de la prueba z, corregida según Holm (1979) por todas las"
        " comparaciones de su clase, es menor que 0,05. Ambos lados necesitan 5 notas.",
    ),
    "note.themes": (
        "A theme’s share is of the rows with an analysis, duplicates of a comment included. A row may mention up"
        " to three themes, each negatively, neutrally or positively.",
        "El porcentaje de un tema es de las filas con análisis, incluidos los comentarios repetidos. Una fila"
        " puede mencionar hasta tres temas, cada uno de forma negativa, neutra o positiva.",
    ),
    "note.impact": (
        "Impact = NPS of all ratings − NPS without the rows that mention the theme. A top driver is named only"
        " where its interval lies beyond 0 and beyond the intervals of all other themes. Where rows failed, worst"
        " and best are the least and the greatest impact that any analysis of them could give. Association, not"
        " cause.",
        "Impacto = NPS de todas las notas − NPS sin las filas que mencionan el tema. Solo se nombra un principal"
        " impulsor si su intervalo queda más allá de 0 y de los intervalos de los demás temas. Si hubo filas"
        " fallidas, peor y mejor son el menor y el mayor impacto que podría dar cualquier análisis de ellas."
        " Asociación, no causa.",
    ),
    "note.quotes": (
        "Quotes: typical has the sentiment nearest the median of its theme and polarity, strong the most extreme"
        " one, recent the latest date or the last row of the file.",
        "Citas: la típica tiene el sentimiento más cercano a la mediana de su tema y polaridad, la fuerte el más"
        " extremo, la reciente la última fecha o la última fila del archivo.",
    ),
    "note.at_risk": (
        "Sentiment, emotions, churn risk and themes are what a model read in each comment alone; look at the"
        " comment before you act on a row.",
        "El sentimiento, las emociones, el riesgo de abandono y los temas son lo que un modelo leyó en cada"
        " comentario por sí solo; mire el comentario antes de actuar sobre una fila.",
    ),
    "note.scale": (
        "Contradiction: 0–2 with a sentiment of 0.5 or more and hardly any anger, frustration or disappointment;"
        " 9–10 with a sentiment of −0.5 or less and clear anger or frustration.",
        "Contradicción: 0–2 con un sentimiento de 0,5 o más y apenas enfado, frustración o decepción; 9–10 con un"
        " sentimiento de −0,5 o menos y enfado o frustración claros.",
    ),
    "note.files": (
        "In this workbook all cells of the input are as they were. “–” and empty cells are unknown, never 0. Texts"
        " are never run as formulas.",
        "En este libro todas las celdas de la entrada están como estaban. «–» y las celdas vacías son"
        " desconocidas, nunca 0. Los textos nunca se ejecutan como fórmulas.",
    ),
    "column.row": (
        "number of the row in the input, the header not counted",
        "número de la fila en la entrada, sin contar el encabezado",
    ),
    "column.ledger_state": (
        "what became of the row: analyzed, cached, duplicate, blank or failed",
        "qué fue de la fila: analyzed (analizada), cached (ya conocida), duplicate (repetida), blank (sin"
        " comentario) o failed (fallida)",
    ),
    "column.failure_reason": ("why a failed row has no analysis", "por qué una fila fallida no tiene análisis"),
    "column.nps_group": (
        "promoter, passive or detractor; empty without a readable rating",
        "promoter (promotor), passive (pasivo) o detractor; vacía sin nota legible",
    ),
    "column.sentiment": ("from −1 (bad) to 1 (good)", "de −1 (malo) a 1 (bueno)"),
    "column.emotion": ("{emotion}, from 0 (none) to 1 (very strong)", "{emotion}, de 0 (nada) a 1 (muy fuerte)"),
    "column.churn_risk": (
        "risk that the customer leaves, from 0 (none) to 1 (certain)",
        "riesgo de que el cliente se vaya, de 0 (ninguno) a 1 (seguro)",
    ),
    "column.themes": (
        "up to three themes by their keys, each with its polarity; the sheet “Themes” has their names",
        "hasta tres temas por sus claves, cada uno con su polaridad; la hoja «Temas» tiene sus nombres",
    ),
    "column.language": (
        "language of the comment, ISO 639-1; “zz” where it could not be told",
        "idioma del comentario, ISO 639-1; «zz» donde no se pudo saber",
    ),
    "column.pain_point": (
        "what troubles the customer, word for word from the comment",
        "lo que molesta al cliente, palabra por palabra del comentario",
    ),
}
