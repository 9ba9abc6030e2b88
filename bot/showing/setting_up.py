"""The sample's first part: a cohort is set up, from nothing to its start."""

from datetime import date

from bot.chat.command import ADMINISTRATOR, COMMANDS, FACILITATOR, SPONSOR, Command
from bot.showing.acts import Chooses, ComesHome, Fills, Presses, Step, Types, Waits

_COHORT = "workshop 2027-02-01 2027-02-02 debrief 2027-05-10 country GB subdivision ENG zone Europe/London"
_TABLE = """email,name,department,profession,reports_to
ada.novak@halden.example,Ada Novak,Emergency care,nurse,head.emergency@halden.example
ben.okafor@halden.example,Ben Okafor,Emergency care,physician,head.emergency@halden.example
chiara.ricci@halden.example,Chiara Ricci,Public health,manager,head.public@halden.example
david.cohen@halden.example,David Cohen,Public health,nurse,head.public@halden.example
emma.larsen@halden.example,Emma Larsen,Mental health,psychologist,head.mental@halden.example
farid.haddad@halden.example,Farid Haddad,Housing,manager,head.housing@halden.example
hana.sato@halden.example,Hana Sato,Housing,manager,farid.haddad@halden.example
not an address,Nobody,Housing,manager,head.housing@halden.example
hana.sato@halden.example,Hana Sato,Housing,social worker,head.housing@halden.example
x@halden.example,Xenia,Housing,manager,my boss
y@halden.example,Yves,Housing,manager,head.housing@halden.example,and more"""
_CONTACTS = "Halden staff support, 020 7946 0100"
_SPEAK_UP = "Freedom to Speak Up guardian, speakup@halden.example"
_PROVIDER = "Azure OpenAI, run by Microsoft in the EU. Nothing is kept, and nothing is used for training."
_PHONE_HOURS = "Monday to Thursday, 09:00 to 16:00"
_STATEMENT = "We listen before we decide, we say what is unfinished, and we share the load."
_SHORTFALL = "We announce changes to night shifts after the decision, and then ask for understanding."
_PROBLEMS = "People wait for weeks in a hospital bed because no home is ready\nFamilies tell their story twice"
_VALUES = "Respect: greets by name; asks before judging | Candour: says what is unfinished; names own mistakes"

_HOLDING = {ADMINISTRATOR: "nora", FACILITATOR: "tomas", SPONSOR: "grace"}


def _user_of(command: Command) -> str:
    """Somebody who may use that command."""
    return next((who for role, who in _HOLDING.items() if role in command.roles), "ada")


BEFORE: tuple[Step, ...] = (
    ("help-everyone", "ada", Types("help")),
    ("help-administrator", "nora", Types("help")),
    ("unknown-command", "ada", Types("xyzzy")),
    ("unknown-command-nearest", "ada", Types("jornal")),
    ("unknown-command-begun", "nora", Types("cohort")),
    ("not-your-role", "ada", Types("cohort new")),
    ("home-newcomer", "ada", ComesHome()),
    ("home-administrator-before", "nora", ComesHome()),
    ("cohort-show-none", "nora", Types("cohort show")),
    ("audit-first", "nora", Types("audit")),
    ("leave-none", "ada", Types("leave")),
    ("readiness-no-cohort", "ada", Types("readiness")),
)

THE_COHORT: tuple[Step, ...] = (
    ("cohort-new-form", "nora", Types("cohort new")),
    ("cohort-new-form-wrong", "nora", Fills({"country": "Atlantis"})),
    ("cohort-new-preview", "nora", Types(f'cohort new "Spring 2027" {_COHORT}')),
    ("cohort-new-never-mind", "nora", Presses("preview.never_mind")),
    ("cohort-new-wrong", "nora", Types("cohort new Spring country Belgia language xx zone Nowhere")),
    ("cohort-new-wrong-date", "nora", Types("cohort new Spring workshop 1.2.2027 2027-02-02")),
    (
        "cohort-new-wrong-order",
        "nora",
        Types("cohort new Spring country GB subdivision XX debrief 2027-01-01 workshop 2027-02-02 2027-02-01"),
    ),
    ("cohort-new-far-date", "nora", Types("cohort new Spring country GB debrief 3027-05-10")),
    ("cohort-new-one-day", "nora", Types("cohort new Spring country LU workshop 2027-02-01")),
    ("cohort-new-wrong-name", "nora", Types(f"cohort new {'x' * 90} country AQ subdivision X")),
    ("", "nora", Types(f'cohort new "Spring 2027" {_COHORT}')),
    ("cohort-new-made", "nora", Presses("founding.make")),
    ("cohort-new-gone", "nora", Presses("founding.make")),
    ("cohort-new-taken", "nora", Types('cohort new "Spring 2027"')),
    ("cohort-edit-form", "nora", Types("cohort edit")),
    ("cohort-edit-same", "nora", Fills()),
    ("cohort-edit-preview", "nora", Types("cohort edit debrief 2027-05-11")),
    ("cohort-edit-changed", "nora", Presses("preview.confirm")),
    ("cohort-show-new", "nora", Types("cohort show")),
    ("cohort-show-nobody-to-ask", "nora", Presses("preparing.ask")),
    ("cohort-start-gaps", "nora", Types("cohort start")),
    ("cohort-pause-draft", "nora", Types("cohort pause until 2027-02-01")),
)

ITS_PEOPLE: tuple[Step, ...] = (
    ("people-remove-nobody", "nora", Types("people remove @ada")),
    ("pairs-suggest-too-few", "nora", Types("pairs suggest")),
    ("people-add-form", "nora", Types("people add")),
    ("people-add-form-wrong", "nora", Fills({"people": ("U18",), "reports_to": "her boss"})),
    ("people-add-form-unread", "nora", Fills({"people": "ines.dubois@halden.example, Tomas"})),
    ("people-add-wrong", "nora", Types("people add Ines")),
    ("people-add-preview", "nora", Types('people add <@U18> department "Child services" profession nurse')),
    ("people-add-done", "nora", Presses("gathering.confirm")),
    ("people-import-form", "nora", Types("people import")),
    ("people-import-wrong", "nora", Fills({"table": "ada, ben"})),
    ("people-import-empty", "nora", Fills({"table": ""})),
    ("people-import-preview", "nora", Fills({"table": _TABLE})),
    ("people-import-done", "nora", Presses("gathering.confirm")),
    ("", "", Waits("2027-01-04 09:01")),
    ("pairs-suggest-preview", "nora", Types("pairs suggest")),
    ("pairs-suggest-other-way", "nora", Presses("pairing.other_way")),
    ("pairs-suggest-wrong", "nora", Types("pairs suggest way 9")),
    ("pairs-ask-done", "nora", Types("pairs ask")),
    ("wishes-form", "ada", Types("wishes")),
    ("wishes-form-wrong", "ada", Chooses(("wished", "unwanted"))),
    ("pairs-set-form", "nora", Types("pairs set")),
    ("pairs-set-form-wrong", "nora", Fills({"people": ()})),
    ("pairs-set-same-department", "nora", Types("pairs set ada.novak@halden.example ben.okafor@halden.example")),
    ("pairs-set-reporting-line", "nora", Types("pairs set farid.haddad@halden.example hana.sato@halden.example")),
    ("pairs-set-same-profession", "nora", Types("pairs set chiara.ricci@halden.example farid.haddad@halden.example")),
    ("pairs-set-not-there", "nora", Types("pairs set <@U11> <@U99>")),
    ("pairs-set-preview", "nora", Types('pairs set <@U11> <@U12> reason "they no longer work together"')),
    ("pairs-set-done", "nora", Presses("pairing.confirm")),
    ("pairs-set-trio", "nora", Types("pairs set ben.okafor@halden.example <@U13> <@U14>")),
    ("pairs-clear-preview", "nora", Types("pairs clear")),
    ("pairs-clear-done", "nora", Presses("preview.confirm")),
    ("pairs-clear-nothing", "nora", Types("pairs clear")),
    ("", "ada", Types("wishes")),
    ("wishes-kept", "ada", Chooses(("unwanted",), {"wished": ()})),
    ("pairs-set-never", "nora", Types("pairs set <@U11> <@U12>")),
    ("", "ada", Types("wishes")),
    ("", "ada", Fills({"wished": (), "unwanted": ()})),
    ("pairs-suggest-again", "nora", Presses("gathering.suggest_pairs")),
    ("pairs-suggest-done", "nora", Presses("pairing.confirm")),
    ("pairs-suggest-all-paired", "nora", Types("pairs suggest")),
)

ITS_ROLES: tuple[Step, ...] = (
    ("role-grant-form", "nora", Types("role grant")),
    ("role-grant-form-wrong", "nora", Fills()),
    ("role-grant-form-not-met", "nora", Fills({"sponsor": "somebody@halden.example"})),
    ("role-grant-which", "nora", Types("role grant <@U02>")),
    ("role-grant-not-met", "nora", Types("role grant facilitator Tomas")),
    ("role-grant-inside", "nora", Types("role grant facilitator <@U11>")),
    ("role-grant-preview", "nora", Types("role grant facilitator <@U02> sponsor <@U03>")),
    ("role-grant-done", "nora", Presses("preview.confirm")),
    ("role-revoke-preview", "nora", Types("role revoke sponsor <@U03>")),
    ("role-revoke-done", "nora", Presses("preview.confirm")),
    ("role-revoke-not-held", "nora", Types("role revoke sponsor <@U03>")),
    ("role-revoke-last", "nora", Types("role revoke administrator <@U01>")),
    ("", "nora", Types("role grant sponsor <@U03>")),
    ("", "nora", Presses("preview.confirm")),
    ("", "", Waits("2027-01-04 09:02")),
    ("people-add-facilitator", "nora", Types("people add <@U02>")),
    ("help-facilitator", "tomas", Types("help")),
    ("help-sponsor", "grace", Types("help")),
    *((f"help-{'-'.join(one.words)}", _user_of(one), Types(f"help {' '.join(one.words)}")) for one in COMMANDS),
    ("help-not-yours", "grace", Types("help week")),
    ("help-unknown", "grace", Types("help me")),
    ("home-sponsor", "grace", ComesHome()),
    ("week-setting-up", "tomas", Types("week")),
    ("rehearse-draft", "tomas", Types("rehearse")),
    ("status-nothing", "tomas", Types("status")),
)

ITS_WORDS: tuple[Step, ...] = (
    ("home-administrator-setting-up", "nora", ComesHome()),
    ("cohort-show-gaps", "nora", Types("cohort show")),
    ("cohort-show-asked", "nora", Presses("preparing.ask")),
    ("cohort-show-facilitator", "tomas", Types("cohort show")),
    ("", "tomas", Presses("preparing.ask")),
    ("", "tomas", Presses("preparing.ask", 1)),
    ("", "tomas", Presses("preparing.ask", 2)),
    ("", "tomas", Presses("preparing.ask", 3)),
    ("", "", Waits("2027-01-04 09:03")),
    ("settings-form", "nora", Types("settings")),
    ("settings-form-wrong", "nora", Fills({"contacts": "", "threshold": "99", "retention": "999"})),
    ("settings-too-long", "nora", Types(f'settings hours "{"always " * 40}"')),
    (
        "settings-preview",
        "nora",
        Types(f'settings contacts "{_CONTACTS}" hours "every day" speak-up "{_SPEAK_UP}" phone-hours "{_PHONE_HOURS}"'),
    ),
    ("settings-changed", "nora", Presses("preview.confirm")),
    ("settings-same", "nora", Types(f'settings contacts "{_CONTACTS}"')),
    ("settings-ai-wrong", "nora", Types("settings ai maybe")),
    ("settings-ai-nobody-named", "nora", Types("settings ai yes")),
    ("settings-ai-preview", "nora", Types(f'settings ai yes ai-provider "{_PROVIDER}"')),
    ("settings-ai-allowed", "nora", Presses("preview.confirm")),
    ("values-statement-form", "grace", Types("values")),
    ("values-statement-form-wrong", "grace", Fills({"statement": "", "shortfall": "", "problems": "x" * 600})),
    ("values-statement-preview", "grace", Fills({"statement": _STATEMENT, "shortfall": _SHORTFALL})),
    ("values-statement-done", "grace", Presses("preview.confirm")),
    ("problems-form", "grace", Types("problems")),
    ("problems-preview", "grace", Fills({"problems": _PROBLEMS})),
    ("problems-done", "grace", Presses("preview.confirm")),
    ("problems-wrong", "grace", Types("problems ;")),
    ("values-form", "tomas", Types("values")),
    ("values-form-wrong", "tomas", Fills({"name_1": "Respect", "name_2": "Respect", "name_3": "Care"})),
    ("values-wrong-name", "tomas", Types(f"values {'Respect ' * 9}: asks first; waits | Candour: | Care:")),
    ("values-few", "tomas", Types("values Respect: greets by name; asks first")),
    ("values-behaviours", "tomas", Types("values Respect: greets by name | Candour: | Care:")),
    ("values-preview", "tomas", Types(f"values {_VALUES} | Care")),
    ("values-done", "tomas", Presses("preview.confirm")),
)

ITS_START: tuple[Step, ...] = (
    ("dates", "tomas", Types("dates")),
    ("dates-workshop-form", "tomas", Presses("arranging.change")),
    ("dates-preview-draft", "tomas", Fills({"second": date(2027, 2, 3)})),
    ("cohort-room-here-private", "tomas", Types("cohort room here")),
    ("cohort-room-here-preview", "tomas", Types("cohort room here", room="C1")),
    ("cohort-room-here-done", "tomas", Presses("preview.confirm")),
    ("settings-form-with-room", "nora", Types("settings")),
    ("home-administrator-ready", "nora", ComesHome()),
    ("cohort-show-ready", "nora", Types("cohort show")),
    ("cohort-start-preview", "nora", Types("cohort start")),
    ("cohort-start-done", "nora", Presses("running.start")),
    ("cohort-start-running", "nora", Types("cohort start")),
    ("settings-fixed", "nora", Types("settings threshold 9")),
    ("cohort-edit-started", "nora", Types("cohort edit debrief 2027-05-12")),
    ("cohort-edit-form-started", "nora", Types("cohort edit")),
    ("", "", Waits("2027-01-04 09:05")),
    ("cohort-show-running", "nora", Types("cohort show")),
    ("audit", "nora", Types("audit")),
)

SETTING_UP = (*BEFORE, *THE_COHORT, *ITS_PEOPLE, *ITS_ROLES, *ITS_WORDS, *ITS_START)
