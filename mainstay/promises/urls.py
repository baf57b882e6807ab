"""The pages of the ledger."""

from __future__ import annotations

from django.urls import path

from mainstay.promises import public
from mainstay.promises.views import between, capture, duties, happened, ledger, lists, making, one
from mainstay.promises.views.verbs import VERBS

app_name = "promises"
FORMS = ("csv", "xlsx", "ics")
urlpatterns = [
    path("", lists.promises, name="list"),
    *[path(f"list.{form}", lists.taken_out, {"form": form}, name=f"list_{form}") for form in FORMS],
    path("line/", capture.line, name="line"),
    path("make/", making.make, name="make"),
    path("make/clients/", making.clients, name="clients"),
    path("duties/<uuid:engagement_id>/", duties.duties, name="duties"),
    path("duties/<uuid:engagement_id>/take-back/", duties.take_duties_back, name="take_duties_back"),
    path("ledger/<uuid:client_id>/", ledger.page, name="ledger"),
    *[path(f"ledger/<uuid:client_id>.{f}", ledger.taken_out, {"form": f}, name=f"ledger_{f}") for f in FORMS],
    path("remarks/<uuid:remark_id>/answer/", one.answer_remark, name="answer_remark"),
    path("remarks/<uuid:remark_id>/promise/", one.promise_remark, name="promise_remark"),
    path("needs/<uuid:need_id>/drop/", between.drop_need, name="drop_need"),
    path("findings/<uuid:finding_id>/accept/", between.accept_day, name="accept_day"),
    path("answer/<str:token>/", public.answer, name="answer_open"),
    path("links/<uuid:link_id>/end/", between.end_link, name="end_link"),
    path("clashes/<uuid:clash_id>/both-stand/", between.both_stand, name="both_stand"),
    path("<uuid:promise_id>/", one.page, name="page"),
    path("<uuid:promise_id>/propose/", between.propose, name="propose"),
    path("<uuid:promise_id>/as-it-happened/", happened.page, name="as_it_happened"),
    path("<uuid:promise_id>/take-back/", one.take_back, name="take_back"),
    *[path(f"<uuid:promise_id>/{name.replace('_', '-')}/", one.act, {"verb": name}, name=name) for name in VERBS],
]
