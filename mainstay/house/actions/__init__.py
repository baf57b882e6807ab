"""The verbs of the house: the only code that writes its tables."""

from mainstay.house.actions.absences import cancel_absence, note_absence
from mainstay.house.actions.calendars import add_calendar, change_calendar, remove_own_day, set_own_day
from mainstay.house.actions.people import add_person, change_person, let_go, let_in_again, set_password
from mainstay.house.actions.posts import add_unit, give_post, rename_unit, take_post
from mainstay.house.actions.taking_out import note_taken_out, take_out
from mainstay.house.actions.the_house import (
    advance_clock,
    change_house,
    note_ticked,
    open_house,
    reset_clock,
    set_clock,
)
from mainstay.house.actions.tokens import make_token, note_used, revoke_token

__all__ = [
    "add_calendar",
    "add_person",
    "add_unit",
    "advance_clock",
    "cancel_absence",
    "change_calendar",
    "change_house",
    "change_person",
    "give_post",
    "let_go",
    "let_in_again",
    "make_token",
    "note_absence",
    "note_taken_out",
    "note_ticked",
    "note_used",
    "open_house",
    "remove_own_day",
    "rename_unit",
    "reset_clock",
    "revoke_token",
    "set_clock",
    "set_own_day",
    "set_password",
    "take_out",
    "take_post",
]
