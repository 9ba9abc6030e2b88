"""The sample's third part: those who lead a cohort arrange, look after and end it."""

from datetime import date

from bot.chat.action import ShowCohorts
from bot.rules.readiness import ITEMS
from bot.showing.acts import Chooses, ComesHome, Fills, Presses, Step, Types, Uses, Waits

_VISITS = (
    ("U11", "U17", "2027-03-08 2027-03-09"),
    ("U17", "U11", "2027-03-22 2027-03-23"),
    ("U12", "U18", "2027-03-10 2027-03-11"),
    ("U18", "U12", "2027-03-24 2027-03-25"),
    ("U13", "U15", "2027-03-15 2027-03-16"),
    ("U14", "U16", "2027-03-17 2027-03-18"),
    ("U16", "U14", "2027-04-07 2027-04-08"),
)
_VALUES = (
    "Respect: greets by name; asks before judging | Candour: says what is unfinished; names own mistakes"
    " | Care: asks who is missing; shares the load"
)

ARRANGING: tuple[Step, ...] = (
    ("pairs-set-running", "nora", Types("pairs set <@U13> <@U15> <@U14>")),
    ("", "nora", Presses("pairing.confirm")),
    ("week-no-partner", "tomas", Types("week")),
    *(
        ("", "nora", act)
        for two in ("<@U13> <@U15>", "<@U14> <@U16>")
        for act in (Types(f"pairs set {two}"), Presses("pairing.confirm"))
    ),
    ("week", "tomas", Types("week")),
    ("week-asked-dates", "tomas", Presses("overseeing.ask_both")),
    ("dates-leg-form", "tomas", Presses("overseeing.set_dates")),
    ("dates-leg-form-one-day", "tomas", Fills({"first": date(2027, 3, 8)})),
    ("dates-leg-form-order", "tomas", Fills({"first": date(2027, 3, 9), "second": date(2027, 3, 8)})),
    ("dates-leg-form-past", "tomas", Fills({"first": date(2026, 3, 9), "second": date(2026, 3, 10)})),
    ("dates-leg-form-early", "tomas", Fills({"first": date(2027, 1, 11), "second": date(2027, 1, 12)})),
    ("dates-leg-form-late", "tomas", Fills({"first": date(2027, 5, 11), "second": date(2027, 5, 12)})),
    ("dates-leg-wrong", "tomas", Types("dates leg <@U11> <@U12> 2027-03-08 2027-03-09")),
    ("dates-leg-not-a-date", "tomas", Types("dates leg <@U11> <@U17> 8.3.2027 2027-03-09")),
    ("dates-leg-not-hours", "tomas", Types("dates leg <@U11> <@U17> 2027-03-08 2027-03-09 morning")),
    ("dates-leg-nobody", "tomas", Types("dates leg Ada <@U17> 2027-03-08 2027-03-09")),
    ("dates-leg-too-few", "tomas", Types("dates leg <@U11>")),
    ("dates-leg-day-off", "tomas", Types("dates leg <@U11> <@U17> 2027-03-06 2027-03-07")),
    ("dates-workshop-late", "tomas", Types("dates workshop 2027-06-01 2027-06-02")),
    ("dates-debrief-early", "tomas", Types("dates debrief 2027-01-20")),
    ("dates-running", "tomas", Types("dates")),
    ("dates-debrief-form", "tomas", Presses("arranging.change", -1)),
    ("dates-interview-form", "tomas", Presses("arranging.change", -2)),
    ("dates-interview-early", "tomas", Types("dates interview <@U11> 2027-01-20")),
    *(
        step
        for visitor, host, days in _VISITS
        for step in (
            ("dates-leg-preview", "tomas", Types(f"dates leg <@{visitor}> <@{host}> {days}")),
            ("dates-leg-done", "tomas", Presses("arranging.confirm")),
        )
    ),
    ("dates-leg-busy", "tomas", Types("dates leg <@U17> <@U11> 2027-03-08 2027-03-09")),
    ("dates-leg-no-hours", "tomas", Types("dates leg <@U11> <@U17> 2027-03-08 2027-03-09 08:30-08:30")),
    ("dates-leg-hours", "tomas", Types("dates leg <@U11> <@U17> 2027-03-08 2027-03-09 25:00-26:00")),
    ("", "hana", Types("pause until 2027-02-20")),
    ("dates-leg-paused", "tomas", Types("dates leg <@U11> <@U17> 2027-02-15 2027-02-16")),
    ("", "hana", Types("resume")),
    ("dates-leg-moves", "tomas", Types("dates leg <@U11> <@U17> 2027-03-15 2027-03-16")),
    ("", "tomas", Presses("arranging.change", 1)),
    ("dates-leg-goes", "tomas", Fills({"first": None, "second": None})),
    ("dates-same", "tomas", Types("dates leg <@U11> <@U17> 2027-03-08 2027-03-09")),
    *(
        step
        for one in ("U11", "U13", "U14", "U15", "U16")
        for step in (
            ("dates-interview-preview", "tomas", Types(f"dates interview <@{one}> 2027-04-14")),
            ("dates-interview-done", "tomas", Presses("arranging.confirm")),
        )
    ),
    ("rehearse", "tomas", Types("rehearse")),
    ("rehearse-wordings", "tomas", Presses("rehearsal.read")),
    ("home-facilitator", "tomas", ComesHome()),
    ("home-sponsor-stated", "grace", ComesHome()),
    ("home-administrator", "nora", ComesHome()),
    ("", "", Waits("2027-01-04 10:00")),
)

SOMEBODY_AWAY: tuple[Step, ...] = (
    ("dates-away", "tomas", Types("dates away")),
    ("dates-away-over", "tomas", Chooses(("who",), {"until": date(2027, 2, 1)})),
    ("dates-away-long", "tomas", Chooses(("who",), {"until": date(2028, 2, 1)})),
    ("dates-away-not-a-date", "tomas", Types("dates away <@U14> until Friday")),
    ("dates-away-no-visit", "tomas", Types("dates away <@U14> until 2027-03-05")),
    ("dates-away-nothing-chosen", "tomas", Fills({"pause": False})),
    ("dates-away-nothing-before-the-debrief", "tomas", Types("dates away <@U14> until 2027-05-17")),
    ("", "farid", Types("days sat,sun")),
    ("dates-away-nothing-fits", "tomas", Types("dates away <@U14>")),
    ("", "farid", Types("days mon,tue,wed,thu,fri")),
    ("dates-away-offers", "tomas", Types("dates away <@U14> until 2027-03-18")),
    *(("", "tomas", act) for act in (Types("dates interview <@U14> 2027-03-23"), Presses("arranging.confirm"))),
    ("dates-away-fits-no-more", "tomas", Fills({"pause": False})),
    ("dates-away-offers-again", "tomas", Types("dates away <@U14> until 2027-03-18")),
    ("dates-away-preview", "tomas", Fills()),
    ("dates-away-done", "tomas", Presses("arranging.confirm")),
    *(("", "tomas", act) for act in (Types("dates interview <@U14> 2027-04-14"), Presses("arranging.confirm"))),
    ("dates-leg-after-the-interview", "tomas", Types("dates leg <@U16> <@U14> 2027-04-15 2027-04-16")),
    ("", "david", Types("resume")),
)

LOOKING_AFTER: tuple[Step, ...] = (
    ("home-open-prompt", "hana", ComesHome()),
    ("today-open-prompt", "hana", Types("today")),
    ("journal-of-answers", "ada", Types("journal")),
    ("", "", Waits("2027-03-01 10:00")),
    ("week-readiness", "tomas", Types("week")),
    ("week-asked-readiness", "tomas", Presses("overseeing.ask_both")),
    ("readiness-facilitator", "tomas", Types("readiness")),
    ("readiness", "ada", Types("readiness")),
    ("readiness-form", "ada", Presses("readiness.tick")),
    ("readiness-saved", "ada", Fills({"confidentiality": True, "cover": True})),
    ("readiness-all-ready", "ada", Fills(dict.fromkeys(ITEMS, True))),
    ("status", "tomas", Types("status")),
    ("values-map-none-yet", "ada", Types("values map")),
    ("dates-debrief-preview", "tomas", Types("dates debrief 2027-05-18")),
    ("dates-debrief-done", "tomas", Presses("arranging.confirm")),
    *SOMEBODY_AWAY,
    ("dates-leg-preview-moved", "tomas", Types("dates leg <@U11> <@U17> 2027-03-10 2027-03-11")),
    ("audit-of-dates", "nora", Types("audit")),
    ("", "", Waits("2027-03-01 10:05")),
    ("rehearse-visits", "tomas", Types("rehearse")),
    ("", "", Waits("2027-04-12 10:00")),
    ("week-interviews", "tomas", Types("week")),
    ("pairs-set-begun", "nora", Types("pairs set <@U11> <@U12>")),
)

PAUSING: tuple[Step, ...] = (
    ("", "nora", Types("role revoke sponsor <@U03>")),
    ("", "nora", Presses("preview.confirm")),
    ("", "nora", Types("role grant sponsor <@U03>")),
    ("", "nora", Presses("preview.confirm")),
    ("cohort-pause-wrong", "nora", Types("cohort pause until Friday")),
    ("cohort-pause-preview", "nora", Types("cohort pause until 2027-05-07")),
    ("cohort-pause-done", "nora", Presses("preview.confirm")),
    ("home-cohort-paused", "ada", ComesHome()),
    ("home-administrator-paused", "nora", ComesHome()),
    ("cohorts-of-a-role-paused", "nora", Uses(ShowCohorts("administrator"))),
    ("cohort-start-paused", "nora", Types("cohort start")),
    ("cohort-show-paused", "nora", Types("cohort show")),
    ("cohort-resume-preview", "nora", Types("cohort resume")),
    ("cohort-resume-done", "nora", Presses("preview.confirm")),
    ("cohort-resume-running", "nora", Types("cohort resume")),
    ("", "", Waits("2027-05-03 10:00")),
)

EVERYTHING_WELL: tuple[Step, ...] = (
    ("week-interviews-missing", "tomas", Types("week")),
    *(
        ("", "tomas", act)
        for one in ("U12", "U17")
        for act in (Types(f"dates interview <@{one}> 2027-05-05"), Presses("arranging.confirm"))
    ),
    ("", "tomas", Types(f"values {_VALUES}")),
    ("", "tomas", Presses("preview.confirm")),
    ("week-nothing", "tomas", Types("week")),
    ("home-facilitator-well", "tomas", ComesHome()),
    ("audit-of-everything", "nora", Types("audit")),
    ("", "nora", Types("people add someone.else@halden.example")),
    ("", "nora", Presses("gathering.confirm")),
    ("", "", Waits("2027-05-03 10:10")),
    ("week-not-found", "tomas", Types("week")),
    ("cohort-show-not-found", "nora", Types("cohort show")),
)

ENDING: tuple[Step, ...] = (
    ("", "", Waits("2027-05-20 10:00")),
    ("share-form-for-good", "ada", Presses("keeping.share")),
    ("take-back-closed", "ada", Presses("sharing.take_back")),
    ("cohort-finish-preview", "nora", Types("cohort finish")),
    ("cohort-finish-done", "nora", Presses("running.finish")),
    ("cohort-show-finished", "nora", Types('cohort show "Spring 2027"')),
    ("cohort-start-finished", "nora", Types('cohort start "Spring 2027"')),
    ("interviews-not-under-way", "tomas", Types('interviews cohort "Spring 2027" 2027-06-01 09:00')),
    ("interviews-none-to-change", "tomas", Presses("interviews.change")),
    ("rehearse-nothing", "tomas", Types('rehearse "Spring 2027"')),
    ("debrief-start-finished", "tomas", Types('debrief start cohort "Spring 2027"')),
    ("", "", Waits("2027-05-20 10:05")),
)

ANOTHER_COHORT: tuple[Step, ...] = (
    ("", "nora", Types("cohort new Autumn country GB")),
    ("", "nora", Presses("founding.make")),
    ("", "nora", Types("cohort new Winter country GB")),
    ("", "nora", Presses("founding.make")),
    ("which-cohort", "nora", Types("cohort show")),
    ("which-cohort-not-that", "nora", Types("cohort show Summer")),
    ("", "nora", Types("role grant facilitator <@U02> cohort Autumn")),
    ("", "nora", Presses("preview.confirm")),
    ("cohort-show-without-dates", "nora", Types("cohort show Autumn")),
    ("", "nora", Presses("preparing.ask")),
    ("", "tomas", Types("cohort show cohort Autumn")),
    ("", "tomas", Presses("preparing.ask")),
    ("", "tomas", Presses("preparing.ask", 1)),
    ("", "", Waits("2027-05-20 10:10")),
    (
        "",
        "nora",
        Types("people add <@U16> <@U17> profession nurse reports-to farid.haddad@halden.example cohort Autumn"),
    ),
    ("", "nora", Presses("gathering.confirm")),
    ("cohort-show-lopsided", "nora", Types("cohort show Autumn")),
    ("pairs-suggest-impossible", "nora", Types("pairs suggest Autumn")),
    ("", "nora", Types("people add <@U14> cohort Autumn")),
    ("", "nora", Presses("gathering.confirm")),
    ("pairs-set-earlier-pair", "nora", Types("pairs set <@U14> <@U16> cohort Autumn")),
    ("pairs-set-nothing-against", "nora", Types("pairs set <@U14> <@U17> cohort Autumn")),
    ("readiness-none", "farid", Types("readiness")),
    ("", "nora", Types("role grant sponsor <@U02> cohort Autumn")),
    ("", "nora", Presses("preview.confirm")),
    ("values-which", "tomas", Types("values cohort Autumn")),
    ("values-map-waits", "tomas", Types("values map Autumn")),
    ("role-grant-for-all-preview", "nora", Types("role grant administrator <@U03>")),
    ("", "nora", Presses("preview.confirm")),
    ("", "nora", Types("role revoke administrator <@U03>")),
    ("", "nora", Presses("preview.confirm")),
    ("", "nora", Types("role grant administrator <@U02> cohort Autumn")),
    ("", "nora", Presses("preview.confirm")),
    ("", "nora", Types("role revoke facilitator <@U02> cohort Autumn")),
    ("", "nora", Presses("preview.confirm")),
    ("cohort-new-organisation-only", "tomas", Types("cohort new")),
    ("audit-of-roles", "nora", Types("audit")),
    ("", "", Waits("2027-05-20 10:15")),
)
