"""The known names of columns, as words() writes them: lower case, without accents and signs; in five languages."""

NPS = (
    "nps, nps score, score nps, nps rating, net promoter, net promoter score, ltr, ltr score, likelihood to recommend,"
    "likely to recommend, recommend, recommending, recommendation, recommendation score, "
    "recomendaria, recomendarias, recomendarian, recomendarnos, recomendar, recomiende, recomiendes, recomienda,"
    "recomendacion, nota nps, puntuacion nps, probabilidad de recomendar, nivel de recomendacion,"
    "recomende, recomendacao, indicaria, nos indicar, indicar a um amigo, pontuacao nps, probabilidade de recomendar,"
    "recommander, recommanderiez, recommanderiez vous, recommanderais, recommanderez, recommandez, recommandation,"
    "note nps, weiterempfehlung, weiterempfehlen, empfehlen, empfehlung, weiterempfehlungsbereitschaft,"
    "weiterempfehlungswahrscheinlichkeit, nps wert"
)
RATING = (
    "score, scores, rating, ratings, grade, mark,"
    "nota, notas, calificacion, calificaciones, puntuacion, puntaje, valoracion, evaluacion,"
    "pontuacao, avaliacao, note, evaluation, notation, bewertung, punkte, punktzahl, wertung"
)
WEAK_RATING = (
    "stars, star rating, satisfaction, csat, osat, points, likely, likelihood, 0 10, 0 to 10,"
    "satisfaccion, puntos, estrellas, probable, probabilidad, 0 a 10,"
    "satisfacao, pontos, estrelas, provavel, probabilidade,"
    "etoiles, probabilite, sterne, zufriedenheit, wahrscheinlich, wahrscheinlichkeit, 0 bis 10"
)
NO_RATING = (
    "margin, revenue, sales, income, price, cost, age, year, years, month, count, counts, number of, amount, quantity,"
    "percent, percentage, pct, growth, operating, day, days, minute, minutes, seconds, hours, duration, id, ids, date,"
    "time, timestamp, phone, zip, group, category, type, segment, latitude, longitude, version, index, weight, size,"
    "visits, orders, children, agency,"
    "margen, ingresos, ventas, precio, importe, monto, edad, ano, anos, mes, numero de, cantidad, porcentaje,"
    "crecimiento, operativo, dia, dias, minutos, segundos, horas, fecha, hora, codigo, telefono, grupo, categoria,"
    "tipo, visitas, pedidos, hijos,"
    "margem, receita, vendas, preco, valor pago, idade, quantidade, percentual, crescimento, data, telefone, filhos,"
    "marge, chiffre d affaires, prix, montant, annee, nombre de, quantite, pourcentage, croissance, jour, jours,"
    "heure, heures, identifiant, telephone, groupe, categorie, enfants,"
    "marge, umsatz, preis, betrag, alter, jahr, jahre, anzahl, menge, prozent, wachstum, tag, tage, minuten, stunden,"
    "datum, zeit, uhrzeit, kennung, telefon, gruppe, kategorie, kinder"
)
OVERALL = "overall, global, general, final, geral, globale, generale, gesamt, gesamtbewertung"
SCORES = "score, scores, rating, ratings, stars, grade, puntuacion, puntaje, pontuacao, bewertung"

COMMENT = (
    "comment, comments, final comment, customer comment, feedback, verbatim, verbatims, verbatim comment, suggestion,"
    "suggestions, open ended response, open ended, open answer, open text, free text, what did you like,"
    "what do you like, what did you dislike, what went well, what can we improve, what should we improve,"
    "what could we improve, how can we improve, what can we do better, what could we do better, improve,"
    "what did we do well, what was best, what did you enjoy, what did you love,"
    "improvement, improvements,"
    "comentario, comentarios, comentario final, observacion, observaciones, sugerencia, sugerencias, mejorar,"
    "que podemos mejorar, que podriamos mejorar, que te gusto, que le gusto, que te ha gustado, que le ha gustado,"
    "respuesta abierta, texto libre, retroalimentacion, mejoras, melhorias, lo mejor, lo peor, lo que mas,"
    "observacao, observacoes, sugestao, sugestoes, o que podemos melhorar, melhorar, o que voce gostou,"
    "o que voce mais gostou, o que mais gostou, o melhor, o pior, resposta aberta,"
    "commentaire, commentaires, remarque, remarques, observations, ameliorer, que pouvons nous ameliorer, avis,"
    "qu avez vous aime, qu avez vous apprecie, avez vous le plus apprecie, texte libre,"
    "kommentar, kommentare, anmerkung, anmerkungen, bemerkung, bemerkungen, ruckmeldung, ruckmeldungen,"
    "was konnen wir verbessern, verbessern, verbesserungsvorschlage, was hat ihnen gefallen, am besten gefallen,"
    "freitext"
)
REASON = (
    "reason, reasons, main reason, reason for score, why, why did you give, explain, tell us, tell us more, describe,"
    "remark, remarks, review, reviews, review text, opinion, opinions, thoughts, anything else, recommendations,"
    "motivo, motivos, razon, razones, por que, opiniones, resena, resenas, cuentanos, explique, explica, algo mas,"
    "recomendaciones, razao, razoes, porque, opiniao, conte nos, justifique, justificativa,"
    "raison, raisons, pourquoi, expliquez, precisez, suggestions d amelioration,"
    "grund, grunde, begrundung, warum, weshalb, meinung, vorschlage, wunsche"
)
TEXT = (
    "note, notes, text, message, description, details, answer, response, evaluation, appreciation,"
    "nota, notas, texto, mensaje, descripcion, detalle, detalles, respuesta, valoracion, evaluacion,"
    "mensagem, descricao, resposta, avaliacao, texte, reponse, nachricht, beschreibung, antwort, bewertung"
)
NO_COMMENT = (
    "internal, agent comment, agent comments, agent note, agent notes, agent reply, agent response, staff reply,"
    "staff comment, staff note, staff notes, staff response, company response, company reply, owner response,"
    "management response, our response, our reply, business response, response from, reply from,"
    "interno, interna, internos, internas, respuesta de la empresa, respuesta del agente,"
    "respuesta del negocio, comentario del agente, comentarios del agente, comentario del asesor,"
    "resposta da empresa, resposta do agente, comentario do agente,"
    "interne, internes, reponse de l entreprise, reponse de l agent, commentaire de l agent,"
    "intern, interner, interne anmerkung, antwort des unternehmens, antwort vom unternehmen"
)
ABOUT_COMMENT = (
    "id, date, timestamp, count, length, language, url, permalink, sentiment, idioma, sentimiento, sentimento, langue,"
    "sprache, stimmung, category, categories, type, status, author, source, channel, link, tag, tags,"
    "topic, topics, theme, themes, title, fecha, categoria, tipo, estado, autor, fuente, canal, enlace, etiqueta,"
    "etiquetas, tema, temas, titulo, data, categorie, statut, auteur, lien, titre, theme,"
    "datum, kategorie, typ, autor, quelle, kanal, thema, themen, titel"
)
NO_TEXT = (
    "name, first name, last name, email, e mail, mail, address, city, country, region, state, phone, company, product,"
    "model, brand, store, branch, location, department, device, browser, user agent, plan, segment, agent, employee,"
    "manager, customer, user, code, reference, variation, nombre, apellido, apellidos, correo, direccion, ciudad,"
    "pais, telefono, empresa, producto, marca, tienda, sucursal, departamento, dispositivo, agente, cliente, codigo,"
    "nome, sobrenome, endereco, cidade, telefone, produto, loja,"
    "nom, prenom, courriel, adresse, ville, pays, telephone,"
    "entreprise, produit, marque, magasin, vorname, nachname, strasse, stadt, land, telefon, firma, produkt, filiale,"
    "kunde, abteilung"
)

ID = (
    "id, uuid, guid, response id, responseid, respondent id, respondent, customer id, client id, user id, survey id,"
    "case id, ticket id, record id, customer number, customer no, folio, identificador, identificacion,"
    "id cliente, numero de cliente, codigo de cliente, codigo, numero do cliente, codigo do cliente,"
    "identifiant, numero client, numero de client, kennung, kundennummer, fallnummer, teilnehmernummer"
)
WEAK_ID = (
    "code, number, numero, nummer, no, nr, ref, reference, referencia, referenz, order, ticket, pedido,"
    "order number, auftragsnummer"
)
NO_ID = "phone, telefono, telefone, telephone, telefon, zip, postal, plz, ip, number of, numero de visitas, nps"

DATE = (
    "date, timestamp, response date, submitted at, submitted, submit date, start date, end date, recorded date,"
    "created at, created, completed at, completed, time, date submitted,"
    "fecha, fecha de respuesta, marca temporal, fecha y hora, hora, enviado, data, data de resposta, data da resposta,"
    "carimbo de data hora, date de reponse, horodatage, horodateur, datum, zeitstempel, zeitpunkt, abgeschickt am"
)
NO_DATE = "birth, birthday, birthdate, dob, nacimiento, nascimento, naissance, geburtstag, geburtsdatum, geburt"

TRANSLATED = (
    "translated, translation, traducido, traducida, traduccion, traduzido, traducao, traduit, traduction, ubersetzt,"
    "ubersetzung"
)
LANGUAGES = (
    "english, spanish, portuguese, french, german, ingles, espanol, portugues, frances, aleman, anglais, espagnol,"
    "portugais, francais, allemand, englisch, spanisch, portugiesisch, franzosisch, deutsch, en, es, pt, fr, de"
)
