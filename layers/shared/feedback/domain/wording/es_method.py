"""The words of a report in Spanish: the page that says how its numbers are made."""

WORDS = {
    "method.heading": "Cómo se obtienen estas cifras",
    "method.lead": "Todas las cifras se calculan a partir de las filas del archivo. Nada se imputa, se rellena ni se"
    " inventa. Todo es asociación, no causa: que quienes mencionan un tema pongan notas más bajas no quiere decir que"
    " el tema sea el motivo.",
    "method.groups": "NPS",
    "method.groups_text": "Las notas de 9–10 son promotores; 7–8, pasivos; 0–6, detractores (Reichheld 2003). Las"
    " filas sin nota legible no cuentan en ningún sitio. El NPS no necesita ningún modelo.",
    "method.groups_formula": "NPS = 100 · (promotores − detractores) / notas",
    "method.score": "El resultado de este informe",
    "method.score_text.shifted": "El NPS estándar, trasladado al intervalo de 0 a 100.",
    "method.score_text.standard": "El propio NPS estándar, de −100 a 100.",
    "method.score_text.absolute": "El NPS estándar sin su signo. No distingue un buen resultado de uno malo.",
    "method.score_text.weighted": "Los pasivos cuentan con un peso entre 0 y 1.",
    "method.score_formula.shifted": "trasladado = (NPS + 100) / 2",
    "method.score_formula.standard": "estándar = NPS",
    "method.score_formula.absolute": "absoluto = |NPS|",
    "method.score_formula.weighted": "ponderado = NPS + 100 · peso · pasivos / notas",
    "method.interval": "Intervalo de un NPS",
    "method.interval_text": "Wald ajustado, 95 % (Rocks 2016): antes de calcular la varianza se añaden ¾ de promotor,"
    " ¾ de detractor y 1½ pasivos; el intervalo se centra en ese NPS′ ajustado y se recorta al rango del resultado."
    " Refleja el azar en quiénes respondieron; de aquellos a quienes nunca se preguntó no dice nada.",
    "method.interval_formula": "NPS′ ± 1,96 · 100 · √((p′ + d′ − (p′ − d′)²) / (n + 3)), p′ = (promotores + ¾) / (n +"
    " 3), d′ = (detractores + ¾) / (n + 3)",
    "method.shares": "Porcentaje de un tema",
    "method.shares_text": "Filas que lo mencionan entre las filas con análisis, incluidas las que repiten un"
    " comentario, con el intervalo del 95 % de Wilson (1927). Una mención es negativa, neutra o positiva.",
    "method.shares_formula": "porcentaje = filas con el tema / filas con análisis",
    "method.moods": "Sentimiento, emociones, riesgo de abandono",
    "method.moods_text": "El modelo los lee de cada comentario por separado: el sentimiento en pasos de ¼ de −1 a 1;"
    " siete emociones y el riesgo de abandono en pasos de 1/9 de 0 a 1. Las medias llevan el intervalo normal del"
    " 95 %. El riesgo de abandono es alto a partir de {threshold}.",
    "method.moods_formula": "media ± 1,96 · s / √n",
    "method.impact": "Impacto de un tema",
    "method.impact_text": "Se calcula con las filas con nota cuyo análisis se conoce y con las que no tienen"
    " comentario, que no mencionan nada. El intervalo es el bootstrap de percentiles, 95 %: {resamples} remuestreos,"
    " semilla {seed}, {rated}. Los temas con menos de 5 notas no lo tienen. Si hay filas fallidas, el peor y el mejor"
    " caso son el menor y el mayor impacto que podría dar cualquier análisis de esas filas.",
    "method.impact_formula": "impacto = NPS(todas) − NPS(sin las filas que mencionan el tema)",
    "method.drivers": "Principal impulsor",
    "method.drivers_text": "Solo se dice cuando el intervalo de un tema queda por completo más allá del 0 y de los"
    " intervalos de todos los demás temas.",
    "method.difference": "Diferencias claras",
    "method.difference_text": "Dos NPS, o dos porcentajes, difieren con claridad cuando la p bilateral de la prueba z,"
    " corregida según Holm (1979) por todas las comparaciones del mismo tipo, es menor que 0,05. Las varianzas no se"
    " agrupan, y a cada lado se le añaden antes ¾ de promotor, ¾ de detractor y 1½ pasivos (en los porcentajes, un"
    " éxito y un fracaso; Agresti y Caffo 2000). Un lado con menos de 5 notas no se compara.",
    "method.difference_formula": "z = (NPS′₁ − NPS′₂) / √(var₁ + var₂)",
    "method.quotes": "Citas",
    "method.quotes_text": "Típica: el sentimiento más cercano a la mediana de las filas con ese tema y esa polaridad,"
    " y después la longitud más cercana a la mediana. Intensa: el sentimiento más extremo, y después la emoción más"
    " fuerte. Reciente: la fecha más tardía o, si no hay, la última fila del archivo. Palabra por palabra; en esta"
    " página las largas se abrevian.",
    "method.scale_check": "Comprobación de la escala",
    "method.scale_check_text": "0–2 con un sentimiento de 0,5 o más y apenas enfado, frustración o decepción (0,25 o"
    " menos); 9–10 con un sentimiento de −0,5 o menos y un enfado o una frustración claros (0,5 o más).",
    "method.comparison": "Comparación de dos trabajos",
    "method.comparison_text": "El cambio es el de dos muestras independientes. Se reparte según Kitagawa (1955) entre"
    " los primeros temas de los comentarios: la composición recoge lo que cambiaron sus porcentajes; dentro de los"
    " temas, lo que cambió el NPS de sus filas; cada parte se pondera con la media de antes y ahora.",
    "method.comparison_formula": "composición = Σ (porcentaje₂ − porcentaje₁) · (NPS₁ + NPS₂) / 2, dentro = Σ (NPS₂ −"
    " NPS₁) · (porcentaje₁ + porcentaje₂) / 2",
    # What was left out
    "method.ledger": "Qué fue de cada fila",
    "method.ledger_text": "Cada fila del archivo está en un estado y solo en uno.",
    "method.ledger_state": "Estado",
    "method.ledger_total": "Todas las filas",
    "state.analyzed": "analizada",
    "state.analyzed_text": "por el modelo, en este trabajo",
    "state.cached": "en caché",
    "state.cached_text": "el mismo comentario ya se había analizado antes",
    "state.duplicate": "duplicada",
    "state.duplicate_text": "mismo comentario que una fila anterior; lleva su análisis",
    "state.blank": "en blanco",
    "state.blank_text": "sin comentario; la nota cuenta",
    "state.failed": "fallida",
    "state.failed_text": "sin análisis; la nota cuenta. El libro de Excel da el motivo de cada fila",
    "method.unrated": "Filas sin nota",
    "method.unrated_text": "Fuera de todos los NPS, por motivo. Sus celdas se conservan en los archivos de resultados.",
    "method.unrated_none": "Todas las filas tienen una nota legible.",
    "method.unrated_reason": "Motivo",
    "method.unrated_examples": "Por ejemplo",
    "unrated.empty": "celda vacía",
    "unrated.words": "palabras",
    "unrated.percent": "un porcentaje",
    "unrated.date": "una fecha",
    "unrated.boolean": "verdadero o falso",
    "unrated.error": "un valor de error de la hoja",
    "unrated.not_finite": "no es un número",
    "unrated.not_whole": "no es un número entero",
    "unrated.out_of_scale": "fuera de la escala",
    # How it was made
    "method.reading": "Cómo se leyó el archivo",
    "method.format": "Formato",
    "method.encoding": "Codificación",
    "method.sheet": "Hoja",
    "method.header_row": "Fila del encabezado",
    "method.rating_scale": "Escala de las notas",
    "role.rating": "Columna de nota",
    "role.comment": "Columna de comentario",
    "role.id": "Columna de identificador",
    "role.date": "Columna de fecha",
    "role.segment": "Columna de segmento",
    "method.analysis": "Quién analizó los comentarios",
    "method.model": "Modelo",
    "method.model_stand_in": "{model}, contestado por un sustituto",
    "method.prompt_version": "Versión de las instrucciones",
    "method.codebook": "Libro de códigos",
    "method.detail": "Detalle",
    "detail.scores": "valores",
    "detail.full": "valores y problema señalado",
    "method.calls": "Llamadas al modelo",
    "method.failed_calls": "Llamadas fallidas",
    "method.tokens": "Tokens",
    "method.tokens_text": "{sent} de entrada, {written} de salida",
    "method.cost": "Coste",
    "method.saved": "Ahorrado por la caché",
    "method.cache": "Comentarios en la caché",
    "method.cache_text": "{hits} conocidos, {misses} no",
    "method.seconds": "Tiempo, del archivo a los resultados",
    "method.seconds_text": "{seconds} s",
    "method.spot_check": "Comprobación por muestreo",
    "method.spot_check_text": "Se preguntó dos veces por {compared} al azar, en dos lotes, en otro lugar y entre otros"
    " vecinos. El {agreement} recibió las dos veces el mismo análisis (intervalo del 95 %: {low} a {high}):"
    " sentimiento a un paso de distancia como mucho, el mismo idioma y algún tema en común.",
    "method.spot_check_parts": "Por separado, el sentimiento coincide en el {sentiment}; exactamente los mismos temas,"
    " en el {themes}; el idioma, en el {language}.",
    "method.spot_check_none": "En este trabajo no se preguntó dos veces por ningún comentario, así que no hay"
    " coincidencia que medir.",
    "method.spot_check_where": "Comentarios preguntados dos veces",
    "method.spot_check_compared": "Comentarios",
    "method.spot_check_agreement": "Mismo análisis",
    "place.start": "Repetidos en el primer tercio de un lote",
    "place.middle": "Repetidos en el tercio central de un lote",
    "place.end": "Repetidos en el último tercio de un lote",
    "method.warnings": "Observaciones y advertencias",
    "method.warnings_none": "Ninguna.",
}
