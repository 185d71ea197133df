"""English words and phrases by what they say of a customer's mood."""

from tools.standin.lexicon import Language
from tools.standin.themes_en import THEMES

_FEELINGS = (
    (
        3,
        "satisfaction",
        """excellent amazing* outstanding fantastic* awesome superb wonderful* perfect* brilliant incredible
        exceptional phenomenal flawless* love loves loved loving lovely delight* best exceed*_expectations
        exceed*_my_expectations exceed*_our_expectations top_notch first_class five_stars 5_stars five_star 5_star
        couldn't_be_better thrilled could_not_be_better couldn't_be_happier could_not_be_happier blown_away
        works_perfectly spotless 10_out_of_10""",
    ),
    (
        2,
        "satisfaction",
        """good great nice* happy happier pleased glad satisf* enjoy* impress* helpful friendly polite* courteous
        professional* efficient* fast faster quick* prompt* easy easily easier smooth* comfortable fresh thank*
        thanks appreciat* recommend* beautiful* intuitive convenient accurate* attentive welcoming knowledgeable
        on_time works_great works_well work_well no_complaints no_complaint no_problem no_problems no_issues
        no_issue never_let_me_down better_than_expected better_than_i_expected no_hassle worth_it worth_every
        well_done well_made well_built great_value good_value user_friendly can't_fault cannot_fault
        nothing_but_good pleasure not_disappoint* very_kind so_kind were_kind was_kind without_any_problem
        without_problems solved_*_problem* fixed_*_problem* resolved_*_problem* solved_*_issue* fixed_*_issue*
        resolved_*_issue* can't_wait found_a_better no_questions without_questions immediately right_away in_seconds
        in_minutes in_a_few_seconds in_a_minute within_a_minute within_minutes patient patience deserve*_a_raise
        less_than_elsewhere with_care""",
    ),
    (
        1,
        "satisfaction",
        """fair affordable reasonabl* cheap well works worked fine clean* simple cool fun useful handy pleasant
        improved improvement improves solid sturdy warm kindness correct correctly quality_product fixed solved
        resolved reward* tasty delicious spacious not_bad free clear clearly repaired refunded corrected exchanged
        quiet strong carefully cheaper helped help_me stayed_late surprised_me money_back kind""",
    ),
    (2, "trust", "trust* reliabl* honest* dependable safe secure confiden* consistent* transparent peace_of_mind"),
    (
        2,
        "loyal",
        """buy_again buy*_from_you_again order_again use_again come_back coming_back be_back loyal_customer
        stay*_with_you highly_recommend* again_and_again customer_for_life return_customer will_return""",
    ),
    (
        -3,
        "anger",
        """terribl* horribl* awful* disgust* worst rip_off ripped_off scam* fraud* liar* lied unacceptable outrag*
        furious angry rude* disrespect* hate hates hated insult* appall* atrocious shame* ridiculous robbed thieves
        abysmal garbage trash crap* rubbish dishonest pathetic disgrace* unbelievabl*_bad zero_stars one_star 1_star
        0_stars stole stolen steal* never_again_will""",
    ),
    (
        -2,
        "frustration",
        """slow* late later_than delay* annoy* frustrat* difficult broken broke breaks crash* bug* buggy glitch*
        error* fail* fault* doesn't_work does_not_work didn't_work did_not_work not_working stopped_working
        won't_work nobody_answer* no_one_answer* nobody_pick* no_answer no_response no_reply never_answer*
        never_repl* never_respond* never_got_back doesn't_answer don't_answer still_waiting ignored unhelpful
        useless freez* froze lag laggy overpriced expensive too_much_money overcharged charged_twice double_charged
        mess messy nightmare wast* stuck disorganized unreliable inconsistent unprofessional dirty noisy
        uncomfortable not_solved unresolved never_arriv* hasn't_arrived not_arrived hasn't_come never_came
        never_received haven't_received didn't_receive can't_log cannot_log locked_out too_long took_forever
        takes_forever took_ages takes_ages for_ages hidden_fee* clunky too_small too_big too_high too_many hard_to
        impossible unfair incompetent lost nobody_help* no_one_help* tired_of log*_me_out drain* connection_drops
        dropped_out no_longer refuse* nobody_* no_one_* hung_up cut_off call_was_cut interrupt* nuisance not_turn_up
        didn't_turn_up no_show longer_than_promised without_notice without_asking without_warning without_a_note
        without_an_answer never_in_stock switches_itself_off turns_itself_off gone_down went_down was_down is_down
        wet crushed weaker thinner cheaper_elsewhere didn't_listen did_not_listen heard_nothing nothing_like
        took_*_weeks took_*_days took_*_months took_*_hours took_me_*_hour* took_*_*_hours takes_*_*_hours
        takes_*_hours doesn't_open couldn't_solve couldn't_fix high_price* prices_are_high price_is_high
        price_went_up prices_went_up took_weeks took_months weeks_late days_late fed_up""",
    ),
    (
        -1,
        "frustration",
        """wait waited waiting queue* problem* issue* complain* complaint* hard on_hold trouble* chasing cost_me
        too_much did_not_know didn't_know costs_more""",
    ),
    (
        -2,
        "disappointment",
        """disappoint* poor* bad badly worse mediocre underwhelm* sad sadly regret* lacking missing damaged defect*
        cheap_plastic cheaply_made looks_cheap feels_cheap not_worth expected_more expected_better let_down
        let_me_down let_us_down wrong scratch* dented stale flimsy fell_apart falls_apart lousy not_as_described
        never_works inferior at_best isn't_worth wasn't_worth no_longer_works worn mistake* incorrect out_of_stock
        sold_out disconnect*""",
    ),
    (
        -1,
        "disappointment",
        "unfortunately lack lacks could_be_better should_be_better nothing_special meh limited average",
    ),
    (-1, "disappointment", "returned_it refund* sent_it_back had_to_return could_be_faster could_be_cheaper not_much"),
    (
        -1.5,
        "confusion",
        """confus* unclear complicated don't_understand do_not_understand didn't_understand couldn't_understand
        no_idea hard_to_understand misleading mislead* contradict* doesn't_explain lost_in not_clear wasn't_clear
        isn't_clear""",
    ),
    (
        -2.5,
        "churn",
        """never_again never_buy* never_order* never_use* never_return* won't_buy won't_be_back won't_be_returning
        won't_use will_not_buy will_not_return will_not_be_back will_not_use not_coming_back last_time_i
        going_elsewhere look*_elsewhere go_elsewhere stay_away do_not_buy don't_buy not_recommend*
        wouldn't_recommend don't_recommend can't_recommend cannot_recommend won't_recommend close*_my_account avoid
        switching_to switched_to not_renew* won't_renew another_company another_provider to_the_competition
        i_am_leaving i'm_leaving""",
    ),
    (-1.5, "churn", "cancel* leaving switch_to competitor* unsubscrib* thinking_of_leaving"),
    (
        0,
        "anticipation",
        """hope hopefully hoping hopes look*_forward wish would_be_great would_be_nice would_be_good would_love
        please_add next_time suggest* i'd_like would_like expecting i'd_love it_would_be_nice future should_add""",
    ),
    (
        -0.5,
        "anticipation",
        "could_improve needs_to_improve should_improve needs_improvement room_for_improvement must_improve",
    ),
    (
        0,
        "",
        """looks_like feel_like feels_like sound*_like is_like was_like just_like like_a like_an like_the as_well
        not_only no_doubt no_wonder nothing_but good_luck well_over kind_of good_morning good_afternoon looked_like
        like_to better_late thanks_for_nothing no_thanks""",
    ),
    (1.5, "satisfaction", "like liked likes"),
    (1, "", "better ok okay"),
)

ENGLISH = Language(
    code="en",
    common="""the a an and is are was were be been i you it its it's we they he she my your our their this that
        these those to of in on for with at by from as but not no so if when what who which have has had do does did
        don't didn't i'm can could would will just very too all any there than then because about after before still
        only also me us them or up out get got more never i've isn't wasn't won't can't""",
    signs="",
    feelings=_FEELINGS,
    themes=THEMES,
    negators="""not no never don't doesn't didn't isn't wasn't aren't weren't won't wouldn't can't cannot couldn't
        shouldn't haven't hasn't hadn't nor neither without nothing nobody hardly barely dont doesnt didnt isnt
        wasnt wont cant couldnt none ain't""",
    stronger="very really extremely so super absolutely totally incredibly highly truly completely too always",
    weaker="slightly somewhat bit little fairly kinda quite sometimes",
    contrasts="but however although though yet except despite nevertheless",
    joins="and because since when while which",
)
