"""The pages of trust: the record, used to, the word."""

from __future__ import annotations

from django.urls import URLPattern, path

from mainstay.trust import public
from mainstay.trust.views import advised, ours, service
from mainstay.trust.views.record import page, standard, weighing
from mainstay.trust.views.usual import client, notices, reducing, understanding
from mainstay.trust.views.word import chronicle, sheet
from mainstay.trust.views.word import page as of_word

app_name = "trust"

USUAL: list[URLPattern] = [
    path("below-custom/", notices.below, name="below"),
    path("used-to/<uuid:client_id>/", client.page, name="usual"),
    path("used-to/<uuid:client_id>/extra/", client.extra, name="extra"),
    path("used-to/<uuid:client_id>/went-without/", client.left_out, name="left_out"),
    path("used-to/<uuid:client_id>/stretch/", client.stretch, name="stretch"),
    path("used-to/<uuid:client_id>/anew/", client.anew, name="anew"),
    path("used-to/<uuid:client_id>/end/", reducing.reduce, name="reduce"),
    path("used-to/<uuid:client_id>/understood/", understanding.understand, name="understand"),
    path("used-to/extras/<uuid:extra_id>/in-error/", client.annul_extra, name="annul_extra"),
    path("used-to/notices/<uuid:notice_id>/", notices.notice, name="notice"),
    path("used-to/notices/<uuid:notice_id>/<slug:verb>/", notices.answer, name="answer"),
    path("used-to/ending/<uuid:reduction_id>/", reducing.reduction, name="reduction"),
    path("used-to/ending/<uuid:reduction_id>/told/", reducing.told, name="reduction_told"),
    path("used-to/ending/<uuid:reduction_id>/call-off/", reducing.call_off, name="call_off"),
    path("understood/", understanding.understandings, name="understandings"),
    path("understood/<uuid:understanding_id>/write/", understanding.put_in_writing, name="put_in_writing"),
    path("understood/<uuid:understanding_id>/leave/", understanding.leave, name="leave_unwritten"),
    path("understood/<uuid:understanding_id>/confirm/", understanding.confirm, name="confirm"),
    path("lessons/", understanding.lessons, name="lessons"),
    path("lessons/<uuid:lesson_id>/aside/", understanding.lesson_aside, name="lesson_aside"),
]

RECORD: list[URLPattern] = [
    path("record/<uuid:client_id>/", page.record, name="record"),
    path("record/<uuid:client_id>/audit/", page.audit, name="audit"),
    path("record/<uuid:client_id>/breach/", page.declare, name="declare"),
    path("breaches/<uuid:breach_id>/close/", page.close, name="close_breach"),
    path("breaches/<uuid:breach_id>/in-error/", page.annul, name="annul_breach"),
    path("promises/<uuid:promise_id>/", weighing.weighs, name="weighs"),
    path("weighings/<uuid:weighing_id>/agree/", page.agree, name="agree"),
    path("weighings/<uuid:weighing_id>/take-back/", page.take_back, name="take_back"),
    path("goes-by/", standard.standard, name="standard"),
    path("differences/<int:difference_id>/", standard.settle_difference, name="settle_difference"),
]

WORD: list[URLPattern] = [
    path("word/<uuid:client_id>/", of_word.word, name="word"),
    path("proof/<uuid:client_id>/", sheet.proof, name="proof"),
    path("sheets/<uuid:sheet_id>/", sheet.sheet, name="sheet"),
    path("sheets/<uuid:sheet_id>/end/", sheet.end, name="sheet_end"),
    path("sheet/<str:token>/", public.sheet, name="sheet_open"),
    path("advice/<uuid:client_id>/", advised.advice, name="advice"),
    path("advice/one/<uuid:advice_id>/", advised.one, name="advice_one"),
    path("service/", service.service, name="service"),
    path("service/<uuid:client_id>/", service.of_client, name="service_of"),
    path("service/standards/<uuid:standard_id>/end/", service.end, name="service_end"),
    path("service/occasions/<uuid:occasion_id>/approve/", service.approve, name="approve_occasion"),
    path("service/occasions/<uuid:occasion_id>/annul/", service.annul, name="annul_occasion"),
    path("for-us/", ours.ours, name="ours"),
    path("for-us/that-is-all/", ours.that_is_all, name="that_is_all"),
    path("for-us/team/", ours.team, name="team"),
    path("for-us/team/<uuid:view_id>/", ours.act_on_view, name="act_on_view"),
    path("for-us/<uuid:client_id>/", ours.say_ours, name="say_ours"),
    path("chronicle/<uuid:client_id>/", chronicle.chronicle, name="chronicle"),
]

urlpatterns: list[URLPattern] = [*RECORD, *USUAL, *WORD]
