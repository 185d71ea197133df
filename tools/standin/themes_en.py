"""English words that speak of a theme, by the theme's key in the default codebook."""

THEMES = {
    "product_quality": """quality product products material* durable sturdy sound taste* tasty flavor* fabric flimsy
        well_made well_built poorly_made cheaply_made cheap_plastic fell_apart delicious food build_quality speaker""",
    "reliability": """crash* bug bugs buggy broke broken breaks defect* fault* stopped_working doesn't_work
        didn't_work not_working does_not_work won't_work error* glitch* freez* reliab* unreliable malfunction*
        outage* disconnect* fails failed failing problems_with_the works_every_time""",
    "ease_of_use": """easy_to intuitive complicated user_friendly hard_to_use difficult_to_use usab* simple_to
        so_easy ease_of_use very_easy easy_use clunky""",
    "features": "feature* function functions functionality option options integrat* capabilit* please_add",
    "design": """design* appearance colour* color* style* stylish interface layout looks_great looks_nice looks_good
        beautiful* size""",
    "performance": "lag laggy sluggish performance runs_slow* speed load loads loading very_responsive",
    "price": """price* pricing expensive cheap cheaper cost costs overpriced value money affordable worth rip_off
        ripped_off too_much_money not_worth""",
    "billing": """bill bills billing billed invoice* charged charges overcharged payment* pay paid paying
        credit_card fee fees double_charged""",
    "discounts": "discount* coupon* promo* voucher* loyalty points reward* deals offers_for special_offer*",
    "delivery_time": """deliver* shipping shipment* shipped courier arriv* late delay* parcel* tracking on_time
        dispatch* never_came took_weeks days_late weeks_late hasn't_come""",
    "delivery_condition": """damaged dented scratch* arrived_broken came_broken arrived_damaged broken_on_arrival
        crushed arrived_in_pieces perfect_condition good_condition arrived_intact""",
    "packaging": "packag* box boxes wrapped wrapping packed",
    "availability": "out_of_stock in_stock stock unavailable sold_out availability back_order*",
    "ordering": """checkout ordering cart basket place_an_order placing placed_an_order order_process wrong_item
        wrong_order purchase_process ordered""",
    "returns": """returns returned return_policy return_it return_process refund* exchange* money_back sent_it_back
        warranty""",
    "support_speed": """wait waits waited waiting on_hold queue* answer*_the_phone nobody_answer* no_one_answer*
        respond* response* no_reply reply replied replies call_back called_back phone never_answer* answer_my
        answered_my nobody_pick* answered""",
    "support_quality": """support customer_service service help_desk helpdesk solved resolved solve resolve fix
        fixed solution* knowledgeable agent agents technician* unhelpful helped help helpful incompetent""",
    "staff": """staff employee* friendly rude* polite* courteous team waiter* waitress* cashier* salesperson
        sales_rep manager* driver* attentive welcoming kindness very_kind so_kind people_who nobody_help*
        unprofessional""",
    "communication": """communicat* inform informed information update updates email emails instructions explain*
        unclear notification* tell_me told_me misleading transparent never_got_back""",
    "website_app": "website* site app apps web_page webpage online mobile_app app's",
    "account": "account accounts login log_in logging_in password* sign_in locked_out register* access",
    "setup": "setup set_up setting_up install* onboarding configur* activation activate*",
    "trust_security": """trust* privacy secure security scam* fraud* personal_data my_data honest* dishonest safe
        liar* lied""",
    "location": """store location parking premises branch shop room rooms clean dirty toilets office offices
        spacious noisy""",
    "cancellation": "cancel* contract* subscription* unsubscrib* renewal auto_renew* not_renew* won't_renew",
    "overall": "overall experience in_general everything all_good",
}
