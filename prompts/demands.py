"""What the bot asks of its sentences: which gaps it can fill, and which of them stand on buttons and over forms."""

# The names of all gaps that something fills: a new one is added here. Which of them one sentence may have, only
# what asks for that sentence knows.
GAPS = frozenset(
    """
    added addresses administrator after audience band bar before behaviours cells code cohort columns command commands
    contacts count country cue day days deed departments details email end ends example facilitator facilitators
    fewest first gaps help highest host hour hours how invited item kind known label language languages line longest
    mark measure mention minutes moment more most name names nearest now number open organisation participant partner
    partners people person phase profession provider read ready reasons role roles second shortfall since sponsor
    start starts state statement tags text threshold time title until value values visitor visits ways what when where
    who whom why workshop workspace zone
    """.split()  # noqa: SIM905 - a list of words reads better than a hundred quotation marks
)

LONGEST_BUTTON = 75  # characters that a Slack button holds
BUTTONS = frozenset(
    """
    arranging.change care.call_seen_button care.keep_it care.phone_me consents.ai_agree consents.ai_refuse
    consents.themes_agree consents.themes_refuse documenting.chart documenting.give_to_room
    pair_card.disapprove pair_card.open
    documenting.journal_confirm documenting.markdown documenting.word following.not_helpful enrolling.do_not_keep
    enrolling.keep following.answer following.keep following.promise following.stop founding.checklist
    founding.new_title stating.title granting.what_now founding.people gathering.suggest_pairs
    home.all_cohorts home.ask_for home.cohort_show home.dates home.days home.language home.leave
    home.board home.projects home.note home.nudges home.pause home.privacy home.problems home.promises
    home.quiet home.readiness home.resume
    home.values home.week home.write interviews.ask
    interviews.calendar interviews.change interviews.confirm interviews.confirm_back interviews.confirm_change
    interviews.confirm_out interviews.confirm_time interviews.give_back interviews.own interviews.propose
    interviews.see leaving_out.open sentences.draft sentences.look sentences.read journal.newer
    journal.offer journal.older journal.show keeping.change keeping.delete keeping.go_on keeping.share
    nudge.fewer nudge.finish nudge.let_go
    nudge.none nudge.pause nudge.see_map nudge.told_them nudge.update nudge.write_today nudges.as_before
    nudges.room_fewer nudges.room_none nudges.room_usual nudges.title offering.own overseeing.ask_both
    overseeing.next overseeing.rehearse overseeing.show_all
    overseeing.set_dates pairing.ask pairing.by_hand pairing.dates pairing.other_way preparing.ask
    preparing.fill_contacts preparing.fill_dates preparing.fill_facilitator preparing.fill_pairs
    projects.edit projects.new projects.own projects.own_not projects.read projects.update
    preparing.fill_people preparing.fill_problems preparing.fill_speak_up preparing.fill_statement preparing.start
    preview.confirm preview.never_mind privacy.erase privacy.export prompt.later prompt.not_now
    prompt.opens_interviews prompt.opens_leave_out promises.change promises.kept promises.let_go promises.new
    promises.not_yet promises.read_shared promises.open_one promises.show board.add_line board.answer board.approve
    board.change_answer
    board.change_line board.draft board.draft_again board.let_read board.object board.open board.say board.send
    board.summary_to_room prompt.opens_dates prompt.opens_note prompt.opens_readiness prompt.opens_talk
    prompt.opens_values prompt.opens_week prompt.skip prompt.want prompt.who prompt.write readiness.tick
    rearranging.away rearranging.by_hand rearranging.debrief rearranging.look rehearsal.read sharing.read
    sharing.take_back
    slack.try_again talking.booked talking.not_yet talking.yes values_map.show_after values_map.show_debrief
    values_map.show_visits valuing.set_statement valuing.set_values wishing.say debrief.start debrief.length_120
    debrief.length_165 debrief.length_211 debrief.next debrief.back debrief.extend debrief.close debrief.reveal
    debrief.skip debrief.leave_out debrief.look_again debrief.enter_card debrief.end debrief.summary debrief.agree
    debrief.go debrief.what_is_on story.could story.yes story.no story.back
    contrasting.add contrasting.match contrasting.read contrasting.show voting.enter_ballot voting.vote
    walling.enter_card walling.read walling.sort
    walling.sort_now
    """.split()  # noqa: SIM905 - a list of words reads better than a hundred quotation marks
)

LONGEST_TITLE = 24  # characters that the title of a Slack form and its button to send hold
TITLES = frozenset(
    """
    home.cohorts_title
    arranging.form_title care.title following.title founding.edit_title founding.new_title gathering.add_title
    pair_card.save pair_card.title
    gathering.import_title leaving_out.submit leaving_out.title sentences.approve sentences.send sentences.title
    granting.title interviews.change_title interviews.form_title interviews.show journal.change_title
    journal.delete_title journal.title noting.title nudges.submit nudges.title offering.approve_title offering.next
    offering.submit offering.title parting.title preferring.days_title preferring.language_title
    preferring.pause_title preferring.quiet_title privacy.erase_title privacy.erased_title privacy.export_title
    rearranging.find rearranging.title readiness.form_title safeguarding.title promises.change_title
    promises.new_title promises.one_title promises.shared_title promises.title sharing.read_title sharing.submit
    sharing.title
    slack.problem stating.title valuing.problems_title valuing.statement_title valuing.values_title writing.submit
    wishing.title writing.submit_unkept writing.title contributing.alone_title contributing.submit
    contributing.title_review contributing.title_word board.add_line board.answer board.change_line board.keep
    board.object board.object_now board.say
    contrasting.lines_submit contrasting.title contrasting.values_submit voting.submit voting.title
    walling.card_submit walling.card_title walling.sort_submit walling.sort_title walling.title
    projects.form_title projects.submit projects.update_submit projects.update_title
    """.split()  # noqa: SIM905 - a list of words reads better than a hundred quotation marks
)
