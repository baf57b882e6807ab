"""The lines of Today are written as the components of the theme write them, and nothing in them is taken for markup."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import gettext_lazy, override
from django_cotton.compiler_regex import CottonCompiler

from mainstay.desk.views.today import Shown, shown
from mainstay.kit.plug import Move, TodayLine

BY_COMPONENTS = """{% load i18n %}{% for row in rows %}
{% blocktranslate asvar about with who=row.line.who %}{{ who }}: move, hand over, why{% endblocktranslate %}
<c-line id="line-{{ row.line.key }}" :kind="row.line.kind" :when="row.line.when" :exact="row.line.exact"
 :who="row.line.who" :firm="row.firm" :url="row.line.url" :what="row.line.what" :state="row.line.state">
  <c-slot name="do">{% if row.main %}{% if row.main.move.post %}<form method="post" action="{{ row.main.move.url }}"
 hx-post="{{ row.main.move.url }}" hx-target="#line-{{ row.line.key }}" hx-swap="outerHTML">{% csrf_token %}
<input type="hidden" name="next" value="{{ here }}"><button class="btn{% if forloop.first %} first{% endif %}"
 data-key="e">{{ row.main.move.label }}</button></form>{% else %}<a href="{{ row.main.move.url }}"
 class="btn{% if forloop.first %} first{% endif %}">{{ row.main.move.label }}</a>{% endif %}{% endif %}</c-slot>
  <c-slot name="menu">{% if row.moves %}<c-menu label="{{ about }}" :why="row.line.why">{% for act in row.moves %}
<c-act :label="act.move.label" :url="act.move.url" :key="act.move.key" :icon="act.icon" />{% endfor %}</c-menu>
{% endif %}</c-slot>
  <c-slot name="why">{% if row.line.why %}<c-why :rule="row.line.rule"><p>{{ row.line.why }}</p></c-why>{% endif %}
</c-slot>
</c-line>{% endfor %}"""
EVIL = """<b>“x” & 'y' "z"</b>{{ 7 }}{% now %}"""
PLAIN = TodayLine(
    key="k1", order=1, kind=gettext_lazy("Late"), state="parted", client_id=None, client="Atlas", who="Herr Mendel",
    what="It is late.", url="/p/1/", when="since Friday", exact="Friday 27 February", why=gettext_lazy("why?"),
    rule="R-A-1", main=Move("Deliver", "/p/1/deliver/", "e", post=True),
    moves=[Move("Move", "/p/1/move/?a=1&b=2", "m"), Move("Open", "/p/1/")],
)  # fmt: skip
LINES = {
    "plain": PLAIN,
    "in danger": replace(PLAIN, state="frayed", who="Atlas", exact="", rule=""),
    "theirs": replace(PLAIN, state="theirs", when="", why="", main=Move("Remind", "mailto:a@b.example?subject=x&y")),
    "bare": replace(PLAIN, state="", url="", main=None, moves=[], rule="R-0"),
    "hostile": replace(
        PLAIN, key=EVIL, kind=EVIL, client=EVIL, who=EVIL, what=EVIL, when=EVIL, exact=EVIL, why=EVIL, url=EVIL,
        rule="", main=Move(EVIL, EVIL, "e", post=True), moves=[Move(EVIL, EVIL, "m")],
    ),
}  # fmt: skip


def plain(html: str) -> str:
    """Without the blanks that no browser shows; the token is another one each time."""
    html = re.sub(r'(name="csrfmiddlewaretoken" value=)"[A-Za-z0-9]{64}"', r"\1", html)
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", re.sub(r"\s+", " ", html)).replace('class="kind "', 'class="kind"')


def written(source: str, rows: list[Shown], request: HttpRequest) -> str:
    """A template with these rows."""
    built: Any = engines["django"].from_string(source)
    return str(built.render({"rows": rows, "here": "/?view=house"}, request))


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("line", LINES.values(), ids=LINES.keys())
def test_a_line_is_as_the_components_write_it(line: TodayLine, language: str, rf: RequestFactory) -> None:
    rows, request = [shown(line, "/"), shown(replace(line, key="k2"), "/")], rf.get("/")
    with override(language):
        components = written(CottonCompiler().process(BY_COMPONENTS), rows, request)
        ours = written("{% load desk_lines %}{% lines rows first=True %}", rows, request)
    assert plain(ours) == plain(components)


def test_nothing_that_somebody_wrote_becomes_markup(rf: RequestFactory) -> None:
    ours = written("{% load desk_lines %}{% lines rows %}", [shown(LINES["hostile"], "/")], rf.get("/"))
    assert ("<b>“" in ours, EVIL in ours, ours.count("&lt;b&gt;“x” &amp; &#x27;y&#x27; &quot;z&quot;")) == (
        False,
        False,
        15,
    )
