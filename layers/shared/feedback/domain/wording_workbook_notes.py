"""The workbook's own sentences, each in English and in Spanish; see wording_workbook."""

NOTES: dict[str, tuple[str, str]] = {
    "stand_in": (
        "Made by a stand-in, not by a language model. The analyses come from word lists: good for trying this out,"
        " not for decisions. The NPS comes from the ratings and is real.",
        "Hecho por un sustituto, no por un modelo de lenguaje. Los análisis salen de listas de palabras: sirven"
        " para probar, no para decidir. El NPS sale de las notas y es real.",
    ),
    "failed": (
        "{failed} of {rows} rows could not be analysed. The NPS is right all the same: it comes from the ratings"
        " alone. Themes and moods lack these rows.",
        "{failed} de {rows} filas no se pudieron analizar. El NPS es correcto de todos modos: sale solo de las"
        " notas. Los temas y las emociones no cuentan esas filas.",
    ),
    "no_ratings": (
        "No row of this file has a readable rating, so there is no NPS.",
        "Ninguna fila de este archivo tiene una nota legible, así que no hay NPS.",
    ),
    "small": (
        "Only {ratings}: chance alone can move this score far. Read the interval, not the number.",
        "Solo {ratings}: el azar por sí solo puede mover mucho esta puntuación. Lea el intervalo, no el número.",
    ),
    "ratings_image": (
        "Bar of all ratings: promoters {promoters}, passives {passives}, detractors {detractors}.",
        "Barra de todas las notas: promotores {promoters}, pasivos {passives}, detractores {detractors}.",
    ),
    "state.analyzed": ("by the model, in this job", "por el modelo, en este trabajo"),
    "state.cached": ("the same comment was analysed before", "el mismo comentario ya se había analizado"),
    "state.duplicate": (
        "same comment as an earlier row, carries its analysis",
        "mismo comentario que una fila anterior, lleva su análisis",
    ),
    "state.blank": ("no comment; the rating counts", "sin comentario; la nota cuenta"),
    "state.failed": (
        "no analysis; the rating counts. Reasons are in the sheet “Rows”",
        "sin análisis; la nota cuenta. Los motivos están en la hoja «Filas»",
    ),
    "no_driver": (
        "No theme stands out clearly from all others.",
        "Ningún tema destaca con claridad entre todos los demás.",
    ),
    "no_lift": ("No theme stands out clearly upwards.", "Ningún tema destaca con claridad al alza."),
    "no_drag": ("No theme stands out clearly downwards.", "Ningún tema destaca con claridad a la baja."),
    "no_impact": ("Without ratings there is no impact to compute.", "Sin notas no hay impacto que calcular."),
    "no_themes": (
        "No comment mentions a theme of the codebook.",
        "Ningún comentario menciona un tema del libro de códigos.",
    ),
    "association": (
        "Impact is the NPS of all ratings minus the NPS without the rows that mention the theme. Association, not"
        " cause.",
        "El impacto es el NPS de todas las notas menos el NPS sin las filas que mencionan el tema. Asociación, no"
        " causa.",
    ),
    "no_analysis": ("No comment of this file was analysed.", "No se analizó ningún comentario de este archivo."),
    "moods_note": (
        "Sentiment from −1 (bad) to 1 (good); emotions and churn risk from 0 (none) to 1 (very strong). Means of"
        " rows with an analysis, with the normal 95% interval.",
        "Sentimiento de −1 (malo) a 1 (bueno); emociones y riesgo de abandono de 0 (nada) a 1 (muy fuerte). Medias"
        " de las filas con análisis, con el intervalo normal del 95 %.",
    ),
    "sentiment_image": (
        "Stacked columns: rows by sentiment from −1 to 1, parted by NPS group.",
        "Columnas apiladas: filas por sentimiento de −1 a 1, según el grupo de NPS.",
    ),
    "churn_image": (
        "Stacked columns: rows by churn risk from 0 to 1, parted by NPS group.",
        "Columnas apiladas: filas por riesgo de abandono de 0 a 1, según el grupo de NPS.",
    ),
    "no_warnings": ("None.", "Ninguno."),
    "scale_none": ("No rating contradicts its comment.", "Ninguna nota contradice su comentario."),
    "scale_lead": (
        "{total} ratings of 0–2 beside clear praise, or of 9–10 beside clear anger. They may come from a scale"
        " read upside down; nothing was changed or left out. See the sheet “Scale check”.",
        "{total} notas de 0–2 junto a elogios claros, o de 9–10 junto a enfado claro. Pueden venir de una escala"
        " leída al revés; nada se cambió ni se quitó. Véase la hoja «Control de la escala».",
    ),
    "scale_all": (
        "{total} rows. A rating of 0–2 beside clear praise, or of 9–10 beside clear anger, may come from a scale"
        " read upside down. Nothing was changed or left out.",
        "{total} filas. Una nota de 0–2 junto a elogios claros, o de 9–10 junto a enfado claro, puede venir de una"
        " escala leída al revés. Nada se cambió ni se quitó.",
    ),
    "scale_first": (
        "The first {shown} of {total} rows. A rating of 0–2 beside clear praise, or of 9–10 beside clear anger,"
        " may come from a scale read upside down. Nothing was changed or left out.",
        "Las primeras {shown} de {total} filas. Una nota de 0–2 junto a elogios claros, o de 9–10 junto a enfado"
        " claro, puede venir de una escala leída al revés. Nada se cambió ni se quitó.",
    ),
    "themes_lead": (
        "Strongest impact first. Shares are of the rows with an analysis. Association, not cause.",
        "El mayor impacto primero. Los porcentajes son de las filas con análisis. Asociación, no causa.",
    ),
    "impact_image": (
        "Bars: each theme’s impact on the standard NPS with its 95% interval; the numbers are in the table above.",
        "Barras: impacto de cada tema en el NPS estándar con su intervalo del 95 %; los números están en la tabla.",
    ),
    "polarity_image": (
        "Bars: negative, neutral and positive mentions of each theme as shares; the numbers are in the table above.",
        "Barras: menciones negativas, neutras y positivas de cada tema; los números están en la tabla.",
    ),
    "quotes_lead": (
        "Rows of the file, chosen by rule and never written by a model. Row numbers do not count the header, as in"
        " the column “row” of the sheet “Rows”.",
        "Filas del archivo, elegidas por regla y nunca escritas por un modelo. Los números de fila no cuentan el"
        " encabezado, como en la columna «row» de la hoja «Filas».",
    ),
    "no_segments": (
        "This file has no column by which the ratings could be compared.",
        "Este archivo no tiene ninguna columna por la que comparar las notas.",
    ),
    "segments_lead": (
        "▲ and ▼: differs from all other ratings of that column, also after Holm’s correction for all these"
        " comparisons (p below 0.05). Points of the standard NPS. “Few ratings”: fewer than 30.",
        "▲ y ▼: difiere de todas las demás notas de esa columna, también tras la corrección de Holm por todas"
        " estas comparaciones (p menor que 0,05). Puntos del NPS estándar. «Pocas notas»: menos de 30.",
    ),
    "left_out": ("Without a value here: {rows} rows.", "Sin valor aquí: {rows} filas."),
    "unread": ("Without a readable date: {rows} rows.", "Sin fecha legible: {rows} filas."),
    "segment_image": (
        "Bars: standard NPS of each value with its 95% interval; the numbers are in the table beside.",
        "Barras: NPS estándar de cada valor con su intervalo del 95 %; los números están en la tabla de al lado.",
    ),
    "period_image": (
        "Line: standard NPS of each period with its 95% interval; the numbers are in the table beside.",
        "Línea: NPS estándar de cada período con su intervalo del 95 %; los números están en la tabla de al lado.",
    ),
    "theme_segments_lead": (
        "Share of each value’s analysed rows that mention the theme; the ten most mentioned themes. ▲ and ▼:"
        " differs from the other values, also after Holm’s correction.",
        "Porcentaje de las filas analizadas de cada valor que mencionan el tema; los diez temas más mencionados. ▲"
        " y ▼: difiere de los demás valores, también tras la corrección de Holm.",
    ),
    "first_values": ("The {shown} most frequent of {total} values.", "Los {shown} más frecuentes de {total} valores."),
    "at_risk_lead": (
        "{total} detractors with a churn risk of {threshold} or more, the most urgent first.",
        "{total} detractores con un riesgo de abandono de {threshold} o más, los más urgentes primero.",
    ),
    "at_risk_first": (
        "The first {shown} of {total} detractors with a churn risk of {threshold} or more, the most urgent first.",
        "Los primeros {shown} de {total} detractores con un riesgo de abandono de {threshold} o más, los más"
        " urgentes primero.",
    ),
    "at_risk_none": (
        "No detractor with a churn risk of {threshold} or more is known.",
        "No se conoce ningún detractor con un riesgo de abandono de {threshold} o más.",
    ),
    "compared_with": ("Compared with {file}, {moment}, job {job}", "Comparado con {file}, {moment}, trabajo {job}"),
    "clear": (
        "A clear difference: chance alone would rarely make one as large.",
        "Una diferencia clara: el azar por sí solo rara vez daría una tan grande.",
    ),
    "unclear": (
        "No clear difference: chance alone could make one as large.",
        "Ninguna diferencia clara: el azar por sí solo podría dar una tan grande.",
    ),
    "change_unknown": (
        "Without ratings in both jobs no change can be told.",
        "Sin notas en ambos trabajos no se puede hablar de cambio.",
    ),
    "mix_note": (
        "Mix: other themes are spoken of more often. Within: those who speak of a theme rate differently. Both add"
        " up to the change (Kitagawa 1955). Association, not cause.",
        "Composición: se habla más de otros temas. Dentro: quienes hablan de un tema puntúan de otro modo. Ambas"
        " suman el cambio (Kitagawa 1955). Asociación, no causa.",
    ),
}
