"""The sample's third part: those who lead a cohort arrange, look after and end it."""

from datetime import date

from bot.showing.acts import ComesHome, Fills, Presses, Step, Types, Waits

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
    ("home-administrator", "nora", ComesHome()),
    ("", "", Waits("2027-01-04 10:00")),
)

LOOKING_AFTER: tuple[Step, ...] = (
    ("", "", Waits("2027-03-01 10:00")),
    ("week-readiness", "tomas", Types("week")),
    ("week-asked-readiness", "tomas", Presses("overseeing.ask_both")),
    ("readiness-facilitator", "tomas", Types("readiness")),
    ("readiness", "ada", Types("readiness")),
    ("readiness-form", "ada", Presses("readiness.tick")),
    ("readiness-saved", "ada", Fills({"confidentiality": True, "cover": True})),
    ("status", "tomas", Types("status")),
    ("dates-debrief-preview", "tomas", Types("dates debrief 2027-05-18")),
    ("dates-debrief-done", "tomas", Presses("arranging.confirm")),
    ("dates-leg-preview-moved", "tomas", Types("dates leg <@U11> <@U17> 2027-03-10 2027-03-11")),
    ("", "", Waits("2027-03-01 10:05")),
    ("", "", Waits("2027-04-12 10:00")),
    ("week-interviews", "tomas", Types("week")),
)

PAUSING: tuple[Step, ...] = (
    ("", "nora", Types("role revoke sponsor <@U03>")),
    ("", "nora", Presses("preview.confirm")),
    ("", "nora", Types("role grant sponsor <@U03>")),
    ("", "nora", Presses("preview.confirm")),
    ("cohort-pause-wrong", "nora", Types("cohort pause until Friday")),
    ("cohort-pause-preview", "nora", Types("cohort pause until 2027-05-07")),
    ("cohort-pause-done", "nora", Presses("preview.confirm")),
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
    ("", "nora", Types("people add <@U14> someone.else@halden.example")),
    ("", "nora", Presses("gathering.confirm")),
    ("", "", Waits("2027-05-03 10:10")),
    ("week-not-found", "tomas", Types("week")),
    ("cohort-show-not-found", "nora", Types("cohort show")),
)

ENDING: tuple[Step, ...] = (
    ("", "", Waits("2027-05-20 10:00")),
    ("share-form-for-good", "ada", Presses("keeping.share")),
    ("take-back-closed", "ada", Presses("sharing.take_back")),
    ("", "nora", Types("cohort new Autumn country GB")),
    ("", "nora", Presses("founding.make")),
    ("which-cohort", "nora", Types("cohort show")),
    ("which-cohort-not-that", "nora", Types("cohort show Winter")),
    ("cohort-finish-preview", "nora", Types('cohort finish "Spring 2027"')),
    ("cohort-finish-done", "nora", Presses("running.finish")),
    ("cohort-show-finished", "nora", Types('cohort show "Spring 2027"')),
    ("cohort-start-finished", "nora", Types('cohort start "Spring 2027"')),
    ("rehearse-nothing", "tomas", Types('rehearse "Spring 2027"')),
    ("", "", Waits("2027-05-20 10:05")),
)
