"""Spanish words that speak of a theme, by the theme's key in the default codebook. Written without accents."""

THEMES = {
    "product_quality": """calidad producto productos material* resistente* sabor* comida rico rica sonido tela
        duradero articulo articulos poca_calidad mala_calidad""",
    "reliability": """falla fallan fallas fallo fallos fallando error* roto rota rotos rotas averi* no_funcion*
        no_sirv* defect* se_cuelga* se_bloque* se_cierra se_cae funciona_perfect* funciona_mal fiabl*
        dejo_de_funcionar""",
    "ease_of_use": """facil_de facil_uso facilidad_de_uso intuitiv* dificil_de_us* complicado_de_us* sencillo_de
        sencilla_de manejo""",
    "features": "funcion funciones funcionalidad* opcion opciones caracteristica* prestaciones",
    "design": "diseno* disena* aspecto color colores estetic* bonit* lindo linda interfaz tamano apariencia",
    "performance": "rendimiento velocidad va_lent* muy_lenta_la carga cargar cargando no_carga",
    "price": """precio* caro cara caros caras carisim* barat* economic* costo* coste* cost* valor dinero
        vale_la_pena tarifa* calidad_precio""",
    "billing": """factur* cobro cobros cobraron cobran cobrado cobrar pago pagos pague pagar tarjeta cargo cargos""",
    "discounts": "descuento* promocion* oferta ofertas cupon* puntos fidelidad premios",
    "delivery_time": """paquete* seguimiento entreg* envio* enviaron tard* retras* demor* plazo* llego llega
        llegaron lleg* repartidor* mensajer* a_tiempo paqueteria""",
    "delivery_condition": """llego_rot* llego_danad* llego_golpead* golpead* danad* llego_en_mal_estado mal_estado
        buen_estado perfecto_estado vino_rot* llego_abiert*""",
    "packaging": "embalaje* empaque* caja cajas envoltorio empaquetad*",
    "availability": "agotad* stock disponib* existencias sin_stock desabastec*",
    "ordering": "pedido pedidos compra compras carrito comprar proceso_de_compra",
    "returns": "devoluc* devolver devolvieron devuelv* reembols* cambio_del garantia devolvi",
    "support_speed": """espera esperar espere esperando esperamos cola colas no_contest* nadie_contest* contest*
        respond* respuesta* respuestas telefono nadie_atien* llamad* llame llamo atencion_rapida tiempo_de_espera""",
    "support_quality": """soporte atencion servicio servicio_al_cliente solucion* resolv* resuelv* resuelto tecnico
        tecnicos ayud* asesor* incompetent* conocimiento*""",
    "staff": """personal emplead* amabl* trato atent* maleducad* groser* simpatic* antipatic* vendedor* dependient*
        cordial* camarer* mesero* profesionalidad chico chica chicos equipo""",
    "communication": """informac* informan informaron informar comunic* aviso avisaron avisan avisar correo correos
        explic* instrucciones notific*""",
    "website_app": "web pagina aplicacion aplicaciones app sitio online movil",
    "account": "cuenta cuentas contrasena* clave acceso acceder iniciar_sesion registr* usuario",
    "setup": "instala* instale configur* puesta_en_marcha activacion activar alta",
    "trust_security": """confianza confio confiabl* seguridad privacidad estaf* fraude* datos engan* honest* mentir*
        mienten""",
    "location": """local tienda ubicacion sucursal aparcamiento estacionamiento instalaciones limpi* sucio sucia
        oficina* bano*""",
    "cancellation": "cancel* contrato* baja suscripcion permanencia renovacion",
    "overall": "experiencia en_general todo_bien todo_perfecto en_general_bien todo_correcto",
}
