"""Where advice lives: the pages of the house, as a reader speaks of them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from mainstay.house.rules import rights
from mainstay.kit.advice import Place


def _of(folder: str, *pages: str) -> tuple[str, ...]:
    """The names of some pages of a folder."""
    return tuple(f"{folder}:{page}" for page in pages)


TODAY, CRACKS, REPORT, SEARCH, ADVICE = "today", "cracks", "report", "search", "advice"
CLIENTS, CLIENT, PEOPLE_THERE, SERVING, HANDING, ALIKE = "clients", "client", "there", "serving", "handing", "alike"
PROMISES, PROMISE, MAKING, ENDING, LEDGER = "promises", "promise", "making", "ending", "ledger"
WORK, FOLLOW_UPS = "work", "follow_ups"
RECORD, WORD, SHEET, USED_TO, UNDERSTOOD, LESSONS = "record", "word", "sheet", "used_to", "understood", "lessons"
ADVISED, SERVICE, FOR_US = "advised", "service", "for_us"
BRING_IN, HOUSE, CALENDARS, SELF, COLLEAGUES = "bring_in", "house", "calendars", "self", "colleagues"

PLACES: Mapping[str, Place] = {
    TODAY: Place(_("Today"), "desk:today"),
    CRACKS: Place(_("Cracks"), "desk:cracks"),
    REPORT: Place(_("Report"), "desk:report"),
    SEARCH: Place(_("Search"), "desk:search"),
    ADVICE: Place(_("Advice to screen"), "desk:advice"),
    CLIENTS: Place(_("Clients"), "clients:list", _of("clients", "list", "add", "change", "stage", "archive")),
    CLIENT: Place(_("A client’s page"), "clients:list", _of("clients", "page", "chronicle")),
    PEOPLE_THERE: Place(
        _("People at a client"),
        "clients:list",
        _of("clients", "page", "add_contact", "change_contact", "affiliate", "leave"),
    ),
    SERVING: Place(_("Who serves a client"), "clients:list", _of("clients", "assign", "unassign")),
    HANDING: Place(
        _("Hand clients over"),
        "clients:hand_over",
        (
            *_of("clients", "hand_over", "hand_overs", "hand_over_done", "leaving", "leaving_step"),
            *_of("clients", "standing_in", "unattended"),
        ),
    ),
    ALIKE: Place(
        _("Looks like the same"),
        "clients:alike",
        _of("clients", "alike", "merge_which", "merge", "unmerge", "merge_people", "unmerge_people"),
        rights.WRITE_CLIENTS,
    ),
    PROMISES: Place(_("Promises"), "promises:list"),
    PROMISE: Place(
        _("A promise"),
        "promises:list",
        (
            *_of("promises", "page", "as_it_happened", "propose", "answer", "tell", "move", "deliver", "settle"),
            *_of("promises", "hand_over", "annul", "needs_input", "find_day", "be_of_kind", "progress", "guard"),
            *_of("promises", "exceed", "acknowledge", "invoice", "pay", "give_over", "heed"),
            *_of("promises", "answer_remark", "promise_remark", "answer_instead", "ask_by_link"),
        ),
    ),
    ENDING: Place(
        _("Taking a promise back"), "promises:list", _of("promises", "page", "withdraw", "release", "own_up")
    ),
    MAKING: Place(_("Promise something"), "promises:line", _of("promises", "line", "make", "duties")),
    LEDGER: Place(_("The ledger of a client"), "clients:list", _of("promises", "ledger")),
    WORK: Place(
        _("Work"),
        "engagements:list",
        _of("engagements", "list", "page", "begin", "change", "state", "outcome", "together"),
    ),
    FOLLOW_UPS: Place(
        _("Follow-ups"),
        "followups:list",
        _of("followups", "list", "page", "put_off", "drop", "repair", "kinds", "set_delay"),
    ),
    RECORD: Place(_("The record of a client"), "clients:list", _of("trust", "record", "audit", "weighs", "standard")),
    WORD: Place(_("The trust of a client"), "clients:list", _of("trust", "word", "chronicle")),
    SHEET: Place(_("A sheet for the undecided"), "clients:list", _of("trust", "proof", "sheet")),
    USED_TO: Place(
        _("Below custom"), "trust:below", _of("trust", "below", "usual", "extra", "left_out", "notice", "reduction")
    ),
    UNDERSTOOD: Place(
        _("What is understood"),
        "trust:understandings",
        _of("trust", "understandings", "understand", "put_in_writing", "leave_unwritten", "confirm"),
    ),
    LESSONS: Place(_("Lessons"), "trust:lessons", _of("trust", "lessons", "reduce")),
    ADVISED: Place(_("Our advice to a client"), "clients:list", _of("trust", "advice", "advice_one")),
    SERVICE: Place(_("Standards of service"), "trust:service", _of("trust", "service", "service_of")),
    FOR_US: Place(_("How it is for us"), "trust:ours", _of("trust", "ours", "say_ours", "team", "act_on_view")),
    BRING_IN: Place(
        _("Bring in"), "transfer:start", _of("transfer", "start", "run", "columns", "undo"), rights.TAKE_IN
    ),
    HOUSE: Place(_("House"), "house:settings", _of("house", "settings", "teams", "team"), rights.RUN_HOUSE),
    CALENDARS: Place(_("Calendars"), "house:calendars", _of("house", "calendars", "calendar"), rights.RUN_HOUSE),
    SELF: Place(_("About yourself"), "house:me", _of("house", "me", "sure")),
    COLLEAGUES: Place(_("People"), "house:people", _of("house", "people", "person", "add_person")),
}
