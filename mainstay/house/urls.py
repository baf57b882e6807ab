"""The addresses of the house's pages."""

from django.urls import path

from mainstay.house import public
from mainstay.house.views import door, held, me, people, recovery, settings, sign_ins, sure
from mainstay.kit.lists import TABLES

app_name = "house"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/absences/", me.note_absence, name="note_absence"),
    path("absences/<uuid:absence_id>/cancel/", me.cancel_absence, name="cancel_absence"),
    path("me/tokens/", me.make_token, name="make_token"),
    path("tokens/<uuid:token_id>/revoke/", me.revoke_token, name="revoke_token"),
    path("me/sign-ins/end/", sign_ins.end_others, name="end_other_sign_ins"),
    path("sign-ins/<uuid:sign_in_id>/end/", sign_ins.end, name="end_sign_in"),
    path("sure/", sure.prove, name="sure"),
    path("me/second-step/", held.second_step, name="second_step"),
    path("people/", people.people, name="people"),
    *[path(f"people.{form}", people.taken_out, {"form": form}, name=f"people_{form}") for form in TABLES],
    path("people/new/", people.add, name="add_person"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/change/", people.change, name="change_person"),
    path("people/<uuid:person_id>/posts/", people.give_post, name="give_post"),
    path("posts/<int:post_id>/take/", people.take_post, name="take_post"),
    path("people/<uuid:person_id>/password/", people.set_password, name="set_password"),
    path("people/<uuid:person_id>/sign-ins/end/", sign_ins.end_of, name="end_sign_ins_of"),
    path("people/<uuid:person_id>/recovery/", recovery.make, name="make_recovery"),
    path("recoveries/<uuid:recovery_id>/end/", recovery.end, name="end_recovery"),
    path("recover/<str:word>/", public.recover, name="recover"),
    path("people/<uuid:person_id>/leave/", people.leave, name="leave"),
    path("people/<uuid:person_id>/return/", people.let_in_again, name="let_in_again"),
    path("people/<uuid:person_id>/absences/", people.note_absence, name="note_absence_of"),
    path("house/", settings.settings, name="settings"),
    path("house/entering/", settings.keep_entering, name="keep_entering"),
    path("house/clock/set/", settings.set_clock, name="set_clock"),
    path("house/clock/advance/", settings.advance_clock, name="advance_clock"),
    path("house/clock/reset/", settings.reset_clock, name="reset_clock"),
    path("house/teams/", settings.teams, name="teams"),
    path("house/teams/<uuid:team_id>/", settings.rename_team, name="team"),
    path("house/calendars/", settings.calendars, name="calendars"),
    path("house/calendars/<uuid:calendar_id>/", settings.calendar, name="calendar"),
    path("house/calendars/<uuid:calendar_id>/own-days/", settings.set_own_day, name="set_own_day"),
    path("house/calendars/<uuid:calendar_id>/own-days/remove/", settings.remove_own_day, name="remove_own_day"),
    path("demo/", door.demo_sign_in, name="demo_sign_in"),
]
