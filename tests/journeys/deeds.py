"""Every deed that a page or the API offers beside those of ``records``: who may do it, and what it is asked with.

A value that begins with “@” is the id of one of the ``matters``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

HEAD = ("manager", "front", "head", "stranger", "admin")
WRITES = "may no - 404 -"  # managers and heads, at clients they see; “-” is not asked: as the one before
GIVES = "may may - 404 -"  # the front line too
LEADS = "no no may 404 -"  # the head alone
RUNS = "no no no no may"  # whoever runs the house
ALL = "may may may may may"
LISTED = "may no 404 404 no/404"  # one's own list, of whoever may bring lists in
LEAVES = "404 404 may 404 may"  # the head of the team, and whoever runs the house
NONE = "no no no 404 -"  # somebody else alone


@dataclass(frozen=True)
class Deed:
    """One of them: the page and the API's door to it, and who may (one word a role; page/api where they differ).

    ``rules`` are those by which somebody is told that it is not theirs to do.
    """

    name: str
    cells: str
    page: str = ""
    api: str = ""
    of: tuple[str, ...] = ()
    form: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] | None = None
    rules: tuple[str, ...] = ("R-X-3",)

    def asks(self, role: str) -> bool:
        """Whether somebody of this role is asked about it."""
        return self.cells.split()[HEAD.index(role)] != "-"

    @property
    def sent(self) -> dict[str, Any]:
        """What a program sends."""
        return self.form if self.body is None else self.body


def deed(
    name: str, cells: str, page: str = "", api: str = "", of: str = "", form: dict[str, Any] | None = None,
    body: dict[str, Any] | None = None, rule: str = "",
) -> Deed:  # fmt: skip
    """One deed; ``of`` are the matters its addresses name, in order."""
    return Deed(name, cells, page, api, tuple(of.split()), form or {}, body, ("R-X-3", rule))


WHY = {"why": "Agreed by phone"}
REASON = {"reason": "Agreed by phone"}
TEXT = {"text": "Agreed by phone"}
OF_CLIENTS = [
    deed("stage", WRITES, "clients:stage", "post /clients/{0}/stage", "client", {"stage": "active", "why": "Signed"}),
    deed("restore", WRITES, "clients:restore", "post /clients/{0}/restore", "client"),
    deed("known_contact", WRITES, "clients:affiliate", "post /clients/{0}/contacts/known", "client",
         {"contact": "Pia Lang"}, {"contact": "@known"}),
    deed("contact_left", WRITES, "clients:leave", "post /contacts/{0}/leave", "place", WHY),
    deed("end_serving", "may no may 404 404", "clients:unassign", "post /assignments/{0}/end", "serving", WHY),
    deed("apart", "may no may may/404 no/404", "clients:apart", "post /alike/apart", "",
         {"what": "client", "id": ["@client", "@twin"]},
         {"what": "client", "ids": ["@client", "@twin"]}),
    deed("ask_again", WRITES, "", "post /alike/again", "", body={"what": "client", "ids": ["@client", "@twin"]}),
    deed("merge_which", GIVES, "clients:merge_which", "", "client", {"client": "Nordlicht"}),
    deed("merge", WRITES, "clients:merge", "post /clients/{0}/merge", "client twin", {"sure": "1", "why": "One firm"},
         {"gone": "@twin", "why": "One firm"}),
    deed("unmerge", WRITES, "clients:unmerge", "post /clients/{0}/unmerge", "gone"),
    deed("merge_people", WRITES, "clients:merge_people", "post /people/merge", "contact second", {"sure": "1"},
         {"keep": "@contact", "gone": "@second"}),
    deed("unmerge_people", WRITES, "clients:unmerge_people", "post /people/{0}/unmerge", "gone_person"),
    deed("hand_over", "may 404/no may 404 may/404", "clients:hand_over", "post /hand-overs", "",
         {"giver": "@manager", "clients": ["@client"], "taker": "@colleague", "told_on": "2026-03-02", "sure": "1"}),
    deed("foresee_hand_over", ALL, "", "post /hand-overs/foresee", "",
         body={"giver": "@manager", "clients": [], "taker": "@colleague"}),
    deed("accept_hand_over", NONE, "clients:accept_hand_over", "post /hand-overs/{0}/accept", "batch", rule="R-B-54"),
    deed("decline_hand_over", NONE, "clients:decline_hand_over", "post /hand-overs/{0}/decline", "batch", WHY,
         rule="R-B-54"),
    deed("take_hand_over_back", WRITES, "clients:take_hand_over_back", "post /hand-overs/{0}/take-back", "batch", {},
         WHY),
    deed("leaving", LEAVES, "clients:leaving", "post /leavings/{0}", "colleague", {"last_on": "2026-04-01"}),
    deed("leaving_step", "404 404 may 404 404", "clients:leaving_step", "put /leavings/{0}/clients/{1}",
         "colleague client", {"taker": "@manager"}),
    deed("leaving_same", LEAVES, "clients:leaving_same", "", "colleague", {"same-taker": "@manager"}),
    deed("leaving_finish", "404 404 may 404 no", "clients:leaving_finish", "post /leavings/{0}/finish", "colleague"),
    deed("leaving_undo", LEAVES, "clients:leaving_undo", "post /leavings/{0}/undo", "colleague"),
]  # fmt: skip
OF_WORK = [
    deed("work_state", WRITES, "engagements:state", "post /engagements/{0}/state", "work",
         {"state": "active", "why": "They asked"}),
    deed("end_work", WRITES, "", "post /engagements/{0}/end", "work", WHY),
    deed("outcome", WRITES, "engagements:outcome", "post /engagements/{0}/outcome", "work",
         {"said": "reached", "known_from": "Her mail"}),
    deed("reopen_outcome", WRITES, "engagements:reopen", "post /engagements/{0}/outcome/reopen", "confirmed", WHY),
    deed("followup", GIVES, "followups:page", "post /followups/{0}/answer", "followup", {"answer_0": "Well"},
         {"answers": ["Well"]}),
    deed("put_off", GIVES, "followups:put_off", "post /followups/{0}/put-off", "followup", {"to": "2026-05-01"}),
    deed("drop_followup", GIVES, "followups:drop", "post /followups/{0}/drop", "followup", WHY),
    deed("repair", GIVES, "followups:repair", "post /followups/{0}/repair", "followup",
         {"repair_text": "Anew", "repair_on": "2026-03-20"}, {"text": "Anew", "due_on": "2026-03-20"}),
    deed("followup_back", GIVES, "followups:take_back", "post /followups/{0}/take-back", "followup"),
    deed("set_delay", "no no may no may", "followups:set_delay", "post /followups/kinds/{0}/delays", "kind",
         {"months": "2", "days": "0"}),
    deed("stop_delay", "no no may no may", "followups:stop_delay", "post /followups/kinds/{0}/delays/stop", "kind",
         {"months": "2", "days": "0"}),
]  # fmt: skip


def verb(name: str, form: dict[str, Any] | None = None, *, cells: str = WRITES, of: str = "promise") -> Deed:
    """A verb of the ledger."""
    return deed(name, cells, f"promises:{name}", f"post /promises/{{0}}/{name.replace('_', '-')}", of, form)


OF_PROMISES = [
    verb("tell", {"how": "phone"}, cells=GIVES, of="late"),
    verb("own_up", {"reason": "Forgotten", "told_how": "phone"}),
    verb("take_back", {}, cells="may no/may may 404 404", of="late"),
    verb("heed", cells=GIVES),
    verb("give_over", {"what": "The files"}, of="late"),
    verb("pay", {"paid_on": "2026-03-02", "seen_where": "The statement"}, of="late"),
    verb("answer_instead", {"answer": "accepted"}),
    verb("propose", {"answer": "not_yet"}),
    deed("answer", WRITES, "promises:answer", "", "promise", {"answer": "agreed", "known_from": "Her mail"}),
    deed("answer_asked", WRITES, "", "post /promises/renegotiations/{0}/answer", "asked", body={"answer": "agreed"}),
    deed("drop_need", WRITES, "promises:drop_need", "", "need"),
    deed("drop_need_of", WRITES, "", "post /promises/{0}/needs/{1}/drop", "promise input"),
    deed("accept_day", WRITES, "promises:accept_day", "post /promises/findings/{0}/accept", "finding"),
    deed("ask_by_link", WRITES, "promises:ask_by_link", "post /promises/{0}/ask-by-link", "promise",
         {"contact": "@contact", "days": 14}),
    deed("end_link", WRITES, "promises:end_link", "post /promises/links/{0}/end-link", "answer_link"),
    deed("both_stand", WRITES, "promises:both_stand", "post /promises/clashes/{0}/both-stand", "clash", WHY),
    deed("take_duties_back", GIVES, "promises:take_duties_back", "post /promises/duties/{0}/take-back", "work",
         {"entered_at": "2026-03-02T09:00:00Z"}),
    deed("foresee", GIVES, "", "post /promises/foresee", "", body={"client": "@client", "due_on": "2026-03-20"}),
    deed("understand_line", ALL, "promises:line", "post /promises/understand", "",
         {"line": "Fri send plan to Nobody"}),
    deed("from_line", ALL, "", "post /promises/from-line", "",
         body={"line": "Fri send plan to Nobody"}),
]  # fmt: skip


def said(name: str, page: str, api: str, of: str, form: dict[str, Any], *, cells: str = WRITES, **told: Any) -> Deed:
    """Something said on a page with several forms, each with a prefix of its own: page, verb and fields."""
    name_of_page, _, prefix = page.partition("#")
    sent = {"verb": prefix} | {f"{prefix}-{key}": value for key, value in form.items()}
    return deed(name, cells, name_of_page, api, of, sent, told.get("body", form), told.get("rule", ""))


STANDARD = {"policy": "busy", "core": ["time"], "quorum": 1, "why": "Our trade", "seen": "x", "small_within": 2}
BREACH = {"kind": "confidentiality", "reason": "A list got out"}
OF_TRUST = [
    said("say_word", "trust:word#say", "put /trust/clients/{0}/trust", "client",
         {"word": "not_trusted", "reason": "They said so"}, body={"trust": "not_trusted", "reason": "They said so"}),
    said("notice", "trust:word#notice", "post /trust/clients/{0}/trust/noticed", "client", TEXT),
    said("not_asked", "trust:word#not_asked", "post /trust/clients/{0}/trust/not-asked", "client", {}),
    said("given", "trust:word#give", "post /trust/clients/{0}/trust/given", "client", TEXT),
    said("asked", "trust:word#ask", "post /trust/clients/{0}/trust/asked", "client", {"answer": "Well"}, body=TEXT),
    said("accept", "trust:word#accept", "post /trust/clients/{0}/trust/accept", "client", {}),
    said("keep", "trust:word#keep", "post /trust/clients/{0}/trust/keep", "client", REASON, body=TEXT),
    said("make_sheet", "trust:proof#make_sheet", "post /trust/clients/{0}/sheets", "client", {"days": 14}),
    said("may_be_named", "trust:proof#agree_to_be_named", "put /trust/clients/{0}/reference", "client",
         {"words": "Atlas", "known_from": "Her mail"}),
    said("named_no_more", "trust:proof#name_no_more", "delete /trust/clients/{0}/reference", "client", {}),
    deed("end_sheet", WRITES, "trust:sheet_end", "post /trust/sheets/{0}/end", "sheet"),
    deed("advise", WRITES, "trust:advice", "post /trust/clients/{0}/advice", "client", TEXT),
    said("answer_advice", "trust:advice_one#answer", "post /trust/advice/{0}/answer", "advice", {"answer": "partly"}),
    said("advice_came_to", "trust:advice_one#came_of", "post /trust/advice/{0}/came-of", "advice", TEXT),
    said("annul_advice", "trust:advice_one#annul", "post /trust/advice/{0}/annul", "advice", {}),
    deed("say_ours", "may no no 404 404", "trust:say_ours", "post /trust/for-us", "client", {"word": "fine"},
         {"client": "@client", "word": "fine"}, rule="R-B-2"),
    deed("that_is_all", ALL, "trust:that_is_all", "post /trust/for-us/that-is-all", ""),
    deed("act_on_view", "404 404 may 404 404", "trust:act_on_view", "post /trust/for-us/team/{0}/act", "view", TEXT),
    said("size", "trust:weighs#size", "post /trust/promises/{0}/size", "promise", {"size": "minor"}, cells=GIVES),
    said("ask_to_excuse", "trust:weighs#excuse", "post /trust/promises/{0}/excuse", "other", REASON),
    said("made_good", "trust:weighs#made_good", "post /trust/promises/{0}/made-good", "other", {"other": "@late"}),
    said("same_incident", "trust:weighs#same_incident", "post /trust/promises/{0}/same-incident", "other",
         {"other": "@late"}),
    deed("agree", WRITES, "trust:agree", "post /trust/weighings/{0}/agree", "weighing"),
    deed("weighing_back", WRITES, "trust:take_back", "post /trust/weighings/{0}/take-back", "weighing"),
    deed("declare", LEADS, "trust:declare", "post /trust/clients/{0}/breaches", "client", BREACH, rule="R-A-3"),
    deed("close_breach", LEADS, "trust:close_breach", "post /trust/breaches/{0}/close", "breach",
         {"confirmed": "Her mail", "verified": "A new lock"}, rule="R-A-3"),
    deed("annul_breach", LEADS, "trust:annul_breach", "post /trust/breaches/{0}/annul", "breach", REASON, rule="R-A-3"),
    deed("confirm_standard", RUNS, "trust:standard", "post /trust/standard", "", STANDARD),
    deed("preview_standard", ALL, "", "post /trust/standard/preview", "",
         body=STANDARD),
]  # fmt: skip
OF_SERVICE = [
    deed("set_service", "no no may no no", "trust:service", "post /trust/service", "",
         {"name": "Call back", "minutes": 60}),
    deed("end_service", "no no may no no", "trust:service_end", "post /trust/service/{0}/end", "standard"),
    deed("note_service", GIVES, "trust:service_of", "post /trust/clients/{0}/service", "client",
         {"standard": "@standard", "minutes": 10}),
    deed("approve_exception", LEADS, "trust:approve_occasion", "post /trust/occasions/{0}/approve", "occasion",
         rule="R-C-6"),
    deed("annul_occasion", GIVES, "trust:annul_occasion", "post /trust/occasions/{0}/annul", "occasion"),
]  # fmt: skip
OF_CUSTOMS = [
    deed("extra", GIVES, "trust:extra", "post /trust/usual/{0}/extras", "client", {"what": "Cake", "mark": ""}),
    deed("left_out", GIVES, "trust:left_out", "post /trust/usual/{0}/went-without", "client", {"what": "Flowers"}),
    deed("annul_extra", GIVES, "trust:annul_extra", "post /trust/extras/{0}/annul", "extra"),
    deed("stretch", WRITES, "trust:stretch", "post /trust/usual/{0}/stretches", "client",
         {"from_on": "2026-03-10", "until_on": "2026-03-12", "why": "A fair"}),
    deed("anew", WRITES, "trust:anew", "post /trust/usual/{0}/anew", "client", WHY),
    deed("reduce", WRITES, "", "post /trust/usual/{0}/end", "client",
         body={"kind": "extra", "key": "flowers", "ends_on": "2026-04-01", "text": "It ends", "channel": "phone"}),
    deed("reduction_told", WRITES, "trust:reduction_told", "post /trust/ending/{0}/told", "ending"),
    deed("call_off", WRITES, "trust:call_off", "post /trust/ending/{0}/call-off", "ending", WHY),
    deed("understand", GIVES, "trust:understand", "post /trust/usual/{0}/understandings", "client",
         {"text": "They ring", "since_on": "2025-01-01", "evidence": "The log"}),
    deed("write", WRITES, "trust:put_in_writing", "post /trust/understandings/{0}/write", "understanding"),
    deed("leave", WRITES, "trust:leave_unwritten", "post /trust/understandings/{0}/leave", "understanding"),
    deed("confirm", WRITES, "trust:confirm", "post /trust/understandings/{0}/confirm", "understanding",
         {"confirmed_by": "@contact", "how": "A mail"}),
    deed("learn", "may may may may no", "trust:lessons", "post /trust/lessons", "",
         {"happened": "Unsaid", "cost": "A client", "avoid": "Ring"}),
    deed("lesson_aside", "may may may may no", "trust:lesson_aside", "post /trust/lessons/{0}/aside", "lesson"),
    *(deed(f"notice_{name}", WRITES, "", f"post /trust/notices/{{0}}/{name}", "notice", body=body)
      for name, body in (("restore", {"text": "Basket", "due_on": "2026-03-20"}), ("tell", {"words": "It ended"}),
                         ("agree", {"words": "Mail"}), ("react", {"reaction": "complained"}))),
]  # fmt: skip
NAME = {"name": "Another"}
OF_THE_HOUSE = [
    deed("cancel_absence", "may no may no may", "house:cancel_absence", "delete /absences/{0}", "absence"),
    deed("note_own_absence", ALL, "house:note_absence", "", "",
         {"absence-from_on": "2026-05-01", "absence-to_on": "2026-05-02"}),
    deed("revoke_token", "may 404 404 404 may", "house:revoke_token", "delete /tokens/{0}", "token"),
    deed("end_sign_in", "may 404 404 404 may", "house:end_sign_in", "delete /sign-ins/{0}", "sign_in"),
    deed("end_other_sign_ins", ALL, "house:end_other_sign_ins", "post /sign-ins/end"),
    deed("end_sign_ins_of", RUNS, "house:end_sign_ins_of", "", "colleague"),
    deed("make_recovery", RUNS, "house:make_recovery", "post /people/{0}/recovery", "colleague"),
    deed("end_recovery", "404 404 404 404 may", "house:end_recovery", "delete /recoveries/{0}", "recovery"),
    deed("prove_oneself", ALL, "house:sure", "", "", {"sure-password": "a fence of old oak", "next": "/"}),
    deed("change_me", ALL, "house:me", "patch /me", "", {"language": "en"}),
    deed("change_person", RUNS, "house:change_person", "patch /people/{0}", "colleague",
         {"name": "Deniz Kaya", "language": "en", "zone": "Europe/Berlin"}, NAME),
    deed("take_post", RUNS, "house:take_post", "", "post"),
    deed("take_post_by_role", RUNS, "", "delete /people/{0}/posts/manager?team={1}", "colleague team"),
    deed("let_in_again", "no/404 no/404 no/404 no/404 may", "house:let_in_again", "post /people/{0}/return", "left"),
    deed("rename_team", RUNS, "house:team", "patch /teams/{0}", "team", NAME),
    deed("change_calendar", RUNS, "house:calendar", "patch /calendars/{0}", "calendar", NAME),
    deed("set_own_day", RUNS, "house:set_own_day", "put /calendars/{0}/own-days/2026-05-05", "calendar",
         {"own-on": "2026-05-05", "own-name": "Feast"}, NAME),
    deed("remove_own_day", RUNS, "house:remove_own_day", "delete /calendars/{0}/own-days/2026-04-01", "calendar",
         {"on": "2026-04-01"}),
    deed("keep_entering", RUNS, "house:keep_entering", "", "", {"entering-rests_after": "60"}),
    deed("set_clock", RUNS, "house:set_clock", "", "", {"clock-shows": "2026-03-03T09:00"}),
    deed("reset_clock", RUNS, "house:reset_clock", "", ""),
    deed("bring_in", "may no may may no", "transfer:start", "", "", {"kind": "clients"}),
    deed("map_columns", LISTED, "transfer:columns", "put /transfer/runs/{0}/map", "run", body={"map": ""}),
    *(deed(f"{name}_run", LISTED, f"transfer:{name}", f"post /transfer/runs/{{0}}/{last}", "run", body={})
      for name, last in (("check", "check"), ("begin", "start"), ("undo", "undo"))),
    deed("same_map", LISTED, "transfer:same", "", "run"),
    deed("discard_run", LISTED, "transfer:discard", "delete /transfer/runs/{0}", "run"),
    deed("keep_map", "may no may may no", "", "post /transfer/maps", "",
         body={"name": "Mine", "kind": "clients", "map": ""}),
]  # fmt: skip
OF_LISTS = [
    deed("keep_view", ALL, "lists:keep", "post /lists/{0}/views", "clients_list", {"name": "Mine"}),
    deed("columns", ALL, "lists:columns", "", "clients_list", {"show": ["town"]}),
    deed("rename_view", "no no may 404 404", "lists:rename", "patch /lists/views/{0}", "kept_view", NAME),
    deed("first_view", "no no may 404 404", "lists:first", "post /lists/views/{0}/first", "kept_view"),
    deed("drop_view", "no no may 404 404", "lists:drop", "delete /lists/views/{0}", "kept_view"),
]
DEEDS = [*OF_LISTS, *OF_CLIENTS, *OF_WORK, *OF_PROMISES, *OF_TRUST, *OF_SERVICE, *OF_CUSTOMS, *OF_THE_HOUSE]
