"""Spanish words and phrases by what they say of a customer's mood. Written without accents: see lexicon.py."""

from tools.standin.lexicon import Language
from tools.standin.themes_es import THEMES

_FEELINGS = (
    (
        3,
        "satisfaction",
        """excelent* perfect* genial* fantastic* maravill* increibl* estupend* encant* insuperabl* impecabl*
        magnific* espectacular* excepcional* inmejorabl* sobresaliente* lo_mejor la_mejor el_mejor los_mejores
        las_mejores buenisim* super_bien cinco_estrellas 5_estrellas diez_de_diez 10_de_10 un_10 un_diez
        como_el_primer_dia cada_centimo no_dio_ningun_problema con_mucho_cuidado resolvieron_*_problema
        solucionaron_*_problema supero_mis_expectativas me_fascin* amo supera_mis_expectativas no_puede_ser_mejor
        no_podria_ser_mejor""",
    ),
    (
        2,
        "satisfaction",
        """buen bueno buena buenos buenas rapid* amabl* content* feliz felices satisfech* satisfaccion agradabl*
        facil faciles facilmente facilidad comod* eficient* eficaz eficaces profesional profesionales
        profesionalidad atent* recomend* recomiend* agil agiles cordial* puntual* simpatic* felicidades felicit*
        sin_problema* sin_quej* ningun_problema ninguna_queja no_tengo_queja* no_tengo_ninguna_queja ninguna_pega
        vale_la_pena merece_la_pena mejor_de_lo_que_esperaba a_tiempo muy_bien todo_bien todo_correcto
        buena_relacion de_calidad gran_servicio gran_calidad gran_producto no_esta_mal nada_que_objetar ameno
        con_gusto lindo linda bonit*""",
    ),
    (
        1,
        "satisfaction",
        """bien gracias agradec* util utiles barat* economic* cumpl* limpi* correcto correcta funciona funcionan
        resolvi* resuelto solucion* solucionado sencill* mejoro mejorado interesante* adecuad* accesibl* ayud*
        practic* aceptabl* variedad paciencia paciente claro clara claros claras claridad en_segundos
        en_unos_segundos en_un_minuto en_un_momento en_minutos enseguida inmediat* fluido fluida solido solida
        silencios* potente con_cuidado sin_preguntas sin_cost* convencio sorprendio corrigieron arregl* recupere
        justo_lo_que merece_un* a_la_primera menos_que_en_otr* devolvieron lo_vale no_se_ha_caido""",
    ),
    (
        2,
        "trust",
        "confio confiabl* confianza seguro segura seguros fiabl* honest* transparen* tranquilidad de_fiar serieda*",
    ),
    (
        2,
        "loyal",
        """volvere volveria vuelvo_a volveria_a volveremos repetire repetiria repetiremos seguire_comprando
        volver_a_comprar volvere_a_comprar cliente_fiel siempre_compro sigan_asi 100_recomendable
        totalmente_recomendable""",
    ),
    (
        -3,
        "anger",
        """pesim* horribl* terribl* fatal* desastr* vergonz* verguenza estaf* robo robos roban robaron ladron*
        fraude* mentir* mienten mintieron miente inaceptabl* indign* maleducad* groser* asco asquer* peor peores
        odio basura engano engana enganan enganaron enganad* enganos nefast* lamentabl* deplorabl* abus* ridicul*
        intolerabl* penos* falta_de_respeto una_estrella cero_estrellas porqueria timo mala_educacion antipatic*""",
    ),
    (
        -2,
        "frustration",
        """lent* tard* retras* demor* dificil* engorros* falla fallan fallas fallo fallos fallando error* roto rota
        rotos rotas averi* no_funcion* no_sirv* no_contest* no_respond* nadie_contest* nadie_respond* nadie_atien*
        nadie_me* nadie_ayud* sin_respuesta sin_solucion no_solucion* no_resolv* no_resuelv* no_me_resolv*
        no_me_solucion* no_lleg* nunca_lleg* no_me_lleg* no_ha_lleg* aun_no_lleg* nunca_contest* nunca_respond*
        molest* fastidi* cansad* hart* caro incompetent* inutil* ineficient* cara caros caras carisim* sucio sucia
        sucios ruido* incomod* se_cierra se_cuelga* se_cae se_bloque* bloquead* mala_atencion no_atiend* no_atend*
        desorganiz* imposible* ni_caso cobraron_de_mas cobrado_dos cobraron_dos cobran_de_mas demasiad*_tiempo
        mucho_tiempo cobro_indebido no_me_contest* no_me_respond* no_deja no_puedo_entrar no_me_devuelv* no_devuelv*
        no_me_devolv* nadie_* sin_avisar sin_aviso sin_previo_aviso sin_preguntar se_cort* me_colg* colgaron
        se_queda_colgad* se_cayo se_rompio se_rompe se_deshizo no_enciend* no_abre no_se_conect* no_aparecio no_vino
        no_vinieron no_sabia* no_saben se_nieg* nunca_pedi pierde saca_de_la_sesion interrump* no_escuch*
        subido_el_precio no_supo* no_supieron no_pudo* no_pudieron precio*_alto* subieron_el_precio
        subieron_los_precios no_carga no_me_deja extravi* perdieron perdido larga_espera largas_colas""",
    ),
    (
        -1,
        "frustration",
        """esperar esperando espere esperamos espera problema* queja* reclam* cola colas complicad* burocra*
        demasiad* culpa me_costo""",
    ),
    (
        -2,
        "disappointment",
        """decepcion* defraud* mal malo mala malos malas malisim* mediocre* danad* defectuos* golpead* no_vale*
        desilus* deficient* equivocad* incorrect* incomplet* arrepent* arrepient* no_cumpl* no_vale_la_pena
        no_merece_la_pena insuficient* no_es_lo_que poca_calidad poco_profesional* no_corresponde agotad* rayad*
        aplastad* mojad* de_juguete broma no_se_parece mala_relacion esperaba_mas esperaba_algo_mejor esperaba_mejor
        no_recibi no_he_recibid* nunca_recibi dejan_mucho_que_desear deja_mucho_que_desear sin_stock desactualizad*
        obsolet* abandonad* desatenci* empeor*""",
    ),
    (
        -1,
        "disappointment",
        "regular falta faltan faltaba faltaban lastima pena mejorable* podria_ser_mejor flojo esperaba escas*",
    ),
    (
        -1.5,
        "confusion",
        """confus* no_entiend* no_entend* no_queda_claro no_esta_claro poco_clar* no_se_entiende liad* lioso
        no_explic* nadie_explic* no_me_explic* contradic* enredad*""",
    ),
    (
        -2.5,
        "churn",
        """nunca_mas no_volv* no_vuelv* no_compro_mas no_compr*_mas no_comprare no_compren no_comprar no_recomiend*
        no_lo_recomiend* no_la_recomiend* no_los_recomiend* no_se_lo_recomiend* no_recomend* no_lo_recomend*
        no_la_recomend* ultima_vez dar*_de_baja doy_de_baja dado_de_baja di_de_baja darme_de_baja me_voy me_ire
        cambi*_de_compan* cambi*_de_empresa cambi*_de_proveedor cambiarme otra_empresa otra_compan* a_la_competencia
        no_repetir* jamas_volv* eviten no_pienso_volver nunca_volv* ni_loco""",
    ),
    (-1.5, "churn", "cancel* competencia"),
    (
        0,
        "anticipation",
        """espero esperamos_que ojala me_gustaria nos_gustaria seria_bueno seria_bien seria_genial seria_ideal
        quisiera quisieramos proxima_vez sugier* suger* estaria_bien deberian deberia""",
    ),
    (
        -0.5,
        "anticipation",
        "mejorar mejoren mejoraran podria_mejorar podrian_mejorar deben_mejorar deberian_mejorar falta_mejorar",
    ),
    (
        0,
        "",
        """buenas_tardes buenos_dias buenas_noches hasta_tarde por_la_tarde en_la_tarde de_la_tarde un_poco no_solo
        no_obstante de_nada mas_tarde_o sin_duda sin_dudas mejor_dicho mal_que_bien a_pesar""",
    ),
    (1.5, "satisfaction", "gust*"),
    (1.5, "", "mejor mejores"),
)

SPANISH = Language(
    code="es",
    common="""el la los las un una unos unas y e o que de del en con por para es son era fue esta estan estoy muy
        mas pero no si se me mi mis te su sus lo le les nos al como cuando todo todos nada hay ha han he ser tiene
        tienen porque aunque este estos esa eso a ya sin sobre hasta desde nunca siempre tambien ni cada yo ellos
        donde hace tuve muchas""",
    signs="ñ¿¡",
    feelings=_FEELINGS,
    themes=THEMES,
    negators="no nunca jamas ni sin tampoco nadie nada poco poca pocos pocas ningun ninguna",
    stronger="muy super tan bastante sumamente totalmente realmente mucho mucha muchos muchas siempre",
    weaker="algo casi ligeramente",
    contrasts="pero aunque sino embargo mas_bien excepto salvo",
    joins="y e porque cuando ya pues",
)
