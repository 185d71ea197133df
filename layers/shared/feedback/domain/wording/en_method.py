"""The words of a report in English: the page that says how its numbers are made."""

WORDS = {
    "method.heading": "How these numbers are made",
    "method.lead": "Every number is computed from the rows of the file. Nothing is imputed, padded or invented. All of"
    " it is association, not cause: that those who mention a theme rate lower does not say that the theme made them.",
    "method.groups": "NPS",
    "method.groups_text": "Ratings of 9–10 are promoters, 7–8 passives, 0–6 detractors (Reichheld 2003). Rows without"
    " a readable rating count nowhere. The NPS needs no model.",
    "method.groups_formula": "NPS = 100 · (promoters − detractors) / ratings",
    "method.score": "The score of this report",
    "method.score_text.shifted": "The standard NPS, moved to the range 0 to 100.",
    "method.score_text.standard": "The standard NPS itself, −100 to 100.",
    "method.score_text.absolute": "The standard NPS without its sign. It can’t tell a good score from a bad one.",
    "method.score_text.weighted": "Passives count with a weight between 0 and 1.",
    "method.score_formula.shifted": "shifted = (NPS + 100) / 2",
    "method.score_formula.standard": "standard = NPS",
    "method.score_formula.absolute": "absolute = |NPS|",
    "method.score_formula.weighted": "weighted = NPS + 100 · weight · passives / ratings",
    "method.interval": "Interval of an NPS",
    "method.interval_text": "Adjusted Wald, 95% (Rocks 2016): ¾ of a promoter, ¾ of a detractor and 1½ passives are"
    " added before the variance is taken, and the interval lies around that adjusted NPS′, clipped to the score’s"
    " range. It holds for chance in who answered, not for who was never asked.",
    "method.interval_formula": "NPS′ ± 1.96 · 100 · √((p′ + d′ − (p′ − d′)²) / (n + 3)), p′ = (promoters + ¾) / (n +"
    " 3), d′ = (detractors + ¾) / (n + 3)",
    "method.shares": "Share of a theme",
    "method.shares_text": "Rows that mention it among the rows with an analysis, duplicates of a comment included,"
    " with the 95% interval of Wilson (1927). A mention is negative, neutral or positive.",
    "method.shares_formula": "share = rows with the theme / rows with an analysis",
    "method.moods": "Sentiment, emotions, churn risk",
    "method.moods_text": "Read by the model from each comment alone: sentiment in steps of ¼ from −1 to 1, seven"
    " emotions and the churn risk in steps of 1/9 from 0 to 1. Means have the normal 95% interval. High churn risk is"
    " {threshold} or more.",
    "method.moods_formula": "mean ± 1.96 · s / √n",
    "method.impact": "Impact of a theme",
    "method.impact_text": "Of the rated rows whose analysis is known, and of those without a comment, which mention"
    " nothing. The interval is the percentile bootstrap, 95%: {resamples} resamples, seed {seed}, {rated}. Themes with"
    " fewer than 5 ratings have none. Where rows failed, worst and best are the least and the greatest impact that any"
    " analysis of these rows could give.",
    "method.impact_formula": "impact = NPS(all) − NPS(without the rows that mention the theme)",
    "method.drivers": "Top driver",
    "method.drivers_text": "Said only where a theme’s interval lies wholly beyond 0 and beyond the intervals of all"
    " other themes.",
    "method.difference": "Clear differences",
    "method.difference_text": "Two NPS, or two shares, differ clearly where the two-sided p of the z test, corrected"
    " after Holm (1979) for all comparisons of the same kind, is below 0.05. Variances are unpooled, and each side is"
    " first given ¾ of a promoter, ¾ of a detractor and 1½ passives (for shares one success and one failure; Agresti"
    " and Caffo 2000). A side with fewer than 5 ratings is not compared.",
    "method.difference_formula": "z = (NPS′₁ − NPS′₂) / √(var₁ + var₂)",
    "method.quotes": "Quotes",
    "method.quotes_text": "Typical: the sentiment nearest the median of the rows with that theme and polarity, then"
    " the length nearest the median. Strong: the most extreme sentiment, then the strongest emotion. Recent: the"
    " latest date, or the last row of the file. Word for word; long ones are shortened on this page.",
    "method.scale_check": "Scale check",
    "method.scale_check_text": "0–2 with a sentiment of 0.5 or more and hardly any anger, frustration or"
    " disappointment (0.25 or less); 9–10 with a sentiment of −0.5 or less and clear anger or frustration (0.5 or"
    " more).",
    "method.comparison": "Comparison of two jobs",
    "method.comparison_text": "The change is that of two independent samples. It is split after Kitagawa (1955) over"
    " the first themes of the comments: mix is what their shares changed, within is what the NPS of their rows"
    " changed, each weighted by the mean of before and now.",
    "method.comparison_formula": "mix = Σ (share₂ − share₁) · (NPS₁ + NPS₂) / 2, within = Σ (NPS₂ − NPS₁) · (share₁ +"
    " share₂) / 2",
    # What was left out
    "method.ledger": "What became of each row",
    "method.ledger_text": "Every row of the file is in exactly one state.",
    "method.ledger_state": "State",
    "method.ledger_total": "All rows",
    "state.analyzed": "analysed",
    "state.analyzed_text": "by the model, in this job",
    "state.cached": "cached",
    "state.cached_text": "the same comment was analysed before",
    "state.duplicate": "duplicate",
    "state.duplicate_text": "same comment as an earlier row, carries its analysis",
    "state.blank": "blank",
    "state.blank_text": "no comment; the rating counts",
    "state.failed": "failed",
    "state.failed_text": "no analysis; the rating counts. The workbook has the reason of each row",
    "method.unrated": "Rows without a rating",
    "method.unrated_text": "Left out of every NPS, by reason. Their cells are kept in the result files.",
    "method.unrated_none": "Every row has a readable rating.",
    "method.unrated_reason": "Reason",
    "method.unrated_examples": "For example",
    "unrated.empty": "empty cell",
    "unrated.words": "words",
    "unrated.percent": "a percentage",
    "unrated.date": "a date",
    "unrated.boolean": "true or false",
    "unrated.error": "an error value of the sheet",
    "unrated.not_finite": "not a number",
    "unrated.not_whole": "not a whole number",
    "unrated.out_of_scale": "outside the scale",
    # How it was made
    "method.reading": "How the file was read",
    "method.format": "Format",
    "method.encoding": "Encoding",
    "method.sheet": "Sheet",
    "method.header_row": "Row of the header",
    "method.rating_scale": "Rating scale",
    "role.rating": "Rating column",
    "role.comment": "Comment column",
    "role.id": "Id column",
    "role.date": "Date column",
    "role.segment": "Segment column",
    "method.analysis": "Who analysed the comments",
    "method.model": "Model",
    "method.model_stand_in": "{model}, answered by a stand-in",
    "method.prompt_version": "Prompt version",
    "method.codebook": "Codebook",
    "method.detail": "Detail",
    "detail.scores": "scores",
    "detail.full": "scores and pain points",
    "method.calls": "Model calls",
    "method.failed_calls": "Failed calls",
    "method.tokens": "Tokens",
    "method.tokens_text": "{sent} in, {written} out",
    "method.cost": "Cost",
    "method.saved": "Saved by the cache",
    "method.cache": "Comments in the cache",
    "method.cache_text": "{hits} known, {misses} not",
    "method.seconds": "Time, from file to results",
    "method.seconds_text": "{seconds} s",
    "method.spot_check": "Spot check",
    "method.spot_check_text": "{compared} drawn at random were asked twice, in two batches, at other places and among"
    " other neighbours. {agreement} got the same analysis both times (95% interval {low} to {high}): sentiment at most"
    " one step apart, the same language, a theme in common.",
    "method.spot_check_parts": "Sentiment alone agrees in {sentiment}, exactly the same themes in {themes}, the"
    " language in {language}.",
    "method.spot_check_none": "No comment was asked twice in this job, so there is no agreement to tell.",
    "method.spot_check_where": "Comments asked twice",
    "method.spot_check_compared": "Comments",
    "method.spot_check_agreement": "Same analysis",
    "place.start": "Asked again in the first third of a batch",
    "place.middle": "Asked again in the middle third of a batch",
    "place.end": "Asked again in the last third of a batch",
    "method.warnings": "Notes and warnings",
    "method.warnings_none": "None.",
}
