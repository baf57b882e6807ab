"""The verbs of the house: the only code that writes its tables."""

from mainstay.house.actions.absences import cancel_absence, note_absence
from mainstay.house.actions.calendars import add_calendar, change_calendar, remove_own_day, set_own_day
from mainstay.house.actions.knocking import forget_tries, knock, let_in
from mainstay.house.actions.people import (
    add_person,
    change_person,
    choose_password,
    let_go,
    let_in_again,
    set_password,
)
from mainstay.house.actions.posts import add_unit, give_post, rename_unit, take_post
from mainstay.house.actions.recovery import end_recovery, make_recovery, recover
from mainstay.house.actions.second_step import forget_sso, note_second_step, seal_second_steps
from mainstay.house.actions.sign_ins import (
    end_sign_in,
    end_sign_ins,
    note_seen,
    note_sign_in,
    sign_out,
    tidy_doors,
)
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
    "choose_password",
    "end_recovery",
    "end_sign_in",
    "end_sign_ins",
    "forget_sso",
    "forget_tries",
    "give_post",
    "knock",
    "let_go",
    "let_in",
    "let_in_again",
    "make_recovery",
    "make_token",
    "note_absence",
    "note_second_step",
    "note_seen",
    "note_sign_in",
    "note_taken_out",
    "note_ticked",
    "note_used",
    "open_house",
    "recover",
    "remove_own_day",
    "rename_unit",
    "reset_clock",
    "revoke_token",
    "seal_second_steps",
    "set_clock",
    "set_own_day",
    "set_password",
    "sign_out",
    "take_out",
    "take_post",
    "tidy_doors",
]
