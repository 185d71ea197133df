"""A little Portuguese, French and German: enough to tell the language and the drift of plain comments."""

from tools.standin.lexicon import Language

PORTUGUESE = Language(
    code="pt",
    common="""o a os as um uma e ou que de do da dos das em no na nos nas com por para foi esta estou muito mais
        mas nao se me meu minha eu ele ela voce isso este como quando tudo nada tem sao ser ja sem ate nunca
        sempre tambem ao pelo""",
    signs="ãõ",
    feelings=(
        (3, "satisfaction", "excelente* perfeit* otim* maravilh* fantastic* incrivel adorei adoro amei melhor_compra"),
        (
            2,
            "satisfaction",
            "bom boa bons boas rapid* simpatic* satisfeit* feliz recomendo gostei facil eficiente* obrigad*",
        ),
        (-3, "anger", "pessim* horrivel terrivel vergonha roubo mentir* pior lixo"),
        (
            -2,
            "frustration",
            "lent* atras* demor* ruim mau ma caro cara quebrad* ninguem_respond* nao_funcion* problema* erro*",
        ),
        (-2, "disappointment", "decepcion* desilu* defeito fraco"),
        (-2.5, "churn", "nunca_mais nao_recomend* nao_volt* cancel* nao_compr*"),
    ),
    themes={
        "product_quality": "qualidade produto*",
        "price": "preco* caro cara barat*",
        "delivery_time": "entrega* chegou atras*",
        "support_quality": "atendimento suporte servico*",
        "staff": "simpatic* funcionari*",
        "website_app": "aplicativo site app",
    },
    negators="nao nunca nem sem nada pouco",
    stronger="muito tao super demais",
    weaker="pouco",
    contrasts="mas porem",
    joins="e porque quando",
)

FRENCH = Language(
    code="fr",
    common="""le la les un une des et ou que qui de du en est sont etait tres plus mais pas ne se je j'ai il elle
        nous vous ils mon ma mes ce cette c'est pour avec sans sur dans au aux tout rien jamais toujours aussi
        n'est on par ont""",
    signs="êèàœçù",
    feelings=(
        (3, "satisfaction", "excellent* parfait* genial* super magnifique* adore* formidable*"),
        (
            2,
            "satisfaction",
            "bon bonne bons bonnes bien rapide* aimable* content* satisfait* merci recommand* facile* agreable*",
        ),
        (-3, "anger", "horrible* honte* nul nulle scandal* arnaque* pire catastroph* inacceptable*"),
        (-2, "frustration", "lent* retard* cher chere casse* panne* probleme* erreur* personne_ne_repond difficile*"),
        (-2, "disappointment", "decu* decev* mauvais* defectueu*"),
        (-2.5, "churn", "plus_jamais ne_recommande_pas resili* je_pars"),
    ),
    themes={
        "product_quality": "qualite produit*",
        "price": "prix cher chere",
        "delivery_time": "livr* retard* colis",
        "support_quality": "service* assistance",
        "staff": "aimable* personnel accueil",
        "website_app": "site application appli",
    },
    negators="ne pas jamais sans rien ni",
    stronger="tres trop vraiment super",
    weaker="peu",
    contrasts="mais",
    joins="et car quand",
)

GERMAN = Language(
    code="de",
    common="""der die das den dem ein eine einen und oder ist sind war waren sehr mehr aber nicht kein keine ich
        du er sie es wir ihr mein meine zu von mit auf fur im am bei nach aus auch noch nur nie immer hat haben
        wird wie wenn alles nichts""",
    signs="äöüß",
    feelings=(
        (3, "satisfaction", "ausgezeichnet* perfekt* hervorragend* wunderbar* toll* super begeistert fantastisch*"),
        (
            2,
            "satisfaction",
            "gut gute guter gutes schnell* freundlich* zufrieden* danke einfach empfehl* gern* netter nett",
        ),
        (-3, "anger", "schrecklich* furchtbar* unverschamt* betrug* schlechteste* katastroph* frechheit"),
        (-2, "frustration", "langsam* spat* verspat* teuer kaputt* niemand fehler* problem* schwierig* wart*"),
        (-2, "disappointment", "enttausch* schlecht* mangelhaft* leider"),
        (-2.5, "churn", "nie_wieder kundig* nicht_empfehl* wechsle"),
    ),
    themes={
        "product_quality": "qualitat produkt*",
        "price": "preis* teuer gunstig*",
        "delivery_time": "liefer* verspat*",
        "support_quality": "kundendienst service hotline",
        "staff": "freundlich* personal mitarbeiter*",
        "website_app": "webseite app",
    },
    negators="nicht kein keine nie ohne nichts nicht",
    stronger="sehr so wirklich total zu",
    weaker="etwas wenig",
    contrasts="aber doch",
    joins="und weil wenn",
)
