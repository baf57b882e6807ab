"""Each component, as page builders write it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace as Thing
from typing import Any
from uuid import uuid4

import pytest
from django.utils.safestring import SafeString

from mainstay.kit.plug import Move, TodayLine
from mainstay.kit.refusals import Refused

Shown = Callable[..., str]
COMPONENTS = sorted((Path(__file__).parent.parent / "templates" / "cotton").glob("*.html"))


def flat(html: str) -> str:
    """Without the white space that does not show."""
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", html)).strip()


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_component_says_its_props_and_names_every_one_of_them(path: Path) -> None:
    text = path.read_text()
    assert text.startswith("{% comment %}\n"), "the first thing is what it is for"
    told = text[: text.index("{% endcomment %}")]
    named = re.search(r"<c-vars (.*?)/>", text)
    assert named, "without c-vars a variable of the page leaks in"
    props = {prop.split("=")[0].lstrip(":") for prop in re.findall(r'[:\w]+(?:="[^"]*")?', named[1])}
    used = set(re.findall(r"\{\{ (\w+)", text)) - {"slot", "attrs", "forloop", "since"}
    loops = set(re.findall(r"\{% for (\w+)(?:, (\w+))? in", text))
    assert used - props - {name for pair in loops for name in pair} == set()
    assert {prop for prop in props if prop not in told} == set()


def test_btn_is_a_link_with_href_and_a_button_without(show: Shown) -> None:
    assert flat(show('<c-btn href="/x/" look="first">Ring</c-btn>')) == '<a class="btn first" href="/x/" >Ring</a>'
    html = flat(show('<c-btn name="a" value="1" data-key="e" kbd="Enter">Do</c-btn>'))
    assert (
        html == '<button class="btn " name="a" value="1" data-key="e">Do <kbd aria-hidden="true">Enter</kbd></button>'
    )


def test_words_of_a_page_do_not_leak_into_a_component(show: Shown) -> None:
    html = flat(show("<c-row>x</c-row><c-btn>y</c-btn>", state="parted", margin="leak", href="/leak/", icon="leak"))
    assert "leak" not in html
    assert "parted" not in html


def test_text_is_escaped_once(show: Shown) -> None:
    html = show('<c-sec :heading="name">{{ name }}</c-sec><c-sec heading="{{ name }}"> </c-sec>', name="A & <B>")
    assert html.count("A &amp; &lt;B&gt;") == 3
    assert "&amp;amp;" not in html


def test_act_that_writes_is_a_form_with_a_token(show: Shown) -> None:
    html = flat(show('<c-act label="Done already" url="/d/" post key="e" icon="check" into="today" />'))
    assert '<form method="post" action="/d/" hx-post="/d/" hx-target="#today" hx-swap="outerHTML">' in html
    assert "csrfmiddlewaretoken" in html
    assert '<button data-key="e">' in html
    plain = flat(show('<c-act label="Move" url="/m/" key="m" />'))
    assert '<a href="/m/" data-key="m"><span>Move</span><kbd aria-hidden="true">m</kbd></a>' in plain
    assert "<form" not in plain


def today_line(**given: Any) -> TodayLine:
    """A line of Today with everything on it."""
    facts: dict[str, Any] = {
        "key": "p-1", "order": 1, "kind": "Late", "state": "parted", "client_id": uuid4(), "client": "Ernst Handel",
        "who": "Herr Mendel", "what": "Order 11008 is still here.", "url": "/clients/1/", "when": "since 08:00",
        "exact": "Wednesday 6 May, 17:00 in Graz", "main": Move("Ring Herr Mendel", "/ring/"),
        "moves": (Move("Move", "/m/", "m"), Move("Done already", "/e/", "e", post=True)),
        "why": "A promise is kept or moved in time.", "rule": "R-A-12",
    }  # fmt: skip
    return TodayLine(**(facts | given))


LINE = """{% load i18n %}{% blocktranslate asvar about with who=line.who %}{{ who }}: move, hand over, why{% endblocktranslate %}
<c-line id="line-{{ line.key }}" :kind="line.kind" :when="line.when" :exact="line.exact" :who="line.who"
  :firm="line.client" :url="line.url" :what="line.what" :state="line.state">
  <c-slot name="do">{% if line.main %}<a class="btn{% if first %} first{% endif %}" href="{{ line.main.url }}">{{ line.main.label }}</a>{% endif %}</c-slot>
  <c-slot name="menu">{% if line.moves %}<c-menu label="{{ about }}" :why="line.why">{% for move in line.moves %}<c-act :label="move.label" :url="move.url" :post="move.post" :key="move.key" icon="right" into="today" />{% endfor %}</c-menu>{% endif %}</c-slot>
  <c-slot name="why">{% if line.why %}<c-why :rule="line.rule"><p>{{ line.why }}</p></c-why>{% endif %}</c-slot>
</c-line>"""  # noqa: E501 (as a page builder writes it)


def test_today_line_shows_all_its_parts(show: Shown) -> None:
    html = flat(show(LINE, line=today_line(), first=True))
    assert '<li class="row line parted" id="line-p-1">' in html
    assert '<span class="kind gone">Late</span>' in html
    assert '<span class="at" title="Wednesday 6 May, 17:00 in Graz">since 08:00</span>' in html
    assert '<a href="/clients/1/"><b>Herr Mendel</b></a><span>Ernst Handel</span>' in html
    assert '<a class="btn first" href="/ring/">Ring Herr Mendel</a>' in html
    assert 'aria-label="Herr Mendel: move, hand over, why"' in html
    assert re.findall(r'data-key="(.)"', html) == ["m", "e"]
    assert "<p>A promise is kept or moved in time.</p>" in html
    assert "Rule R-A-12." in html
    assert "data-why" in html


def test_a_menu_tells_of_a_reason_only_where_there_is_one(show: Shown) -> None:
    assert "data-why" in show('<c-menu label="X" why />')
    assert "data-why" not in show(LINE, line=today_line(why=""), first=False)


def test_a_courtesy_that_waits_has_no_button_and_no_why_has_no_entry(show: Shown) -> None:
    html = flat(show(LINE, line=today_line(state="held", main=None, why="", moves=()), first=False))
    assert '<li class="row line held"' in html
    assert '<div class="do"></div>' in html
    assert "<details" not in html


@pytest.mark.parametrize(
    ("state", "tone"), [("parted", "gone"), ("frayed", "care"), ("theirs", "care"), ("", ""), ("done", "")]
)
def test_the_kind_of_a_line_takes_the_colour_of_its_state(show: Shown, state: str, tone: str) -> None:
    html = show('<c-line :state="state" kind="K" who="W" what="X" />', state=state)
    assert f'<span class="kind {tone}">K</span>' in html


def test_counts_mute_zeros_and_never_show_them_in_red(show: Shown) -> None:
    made = {"made": 27, "kept": 19, "late": 3, "moved": 0, "broken": 1, "run": "none"}
    rows = [Thing(label="We", theirs=False, **made), Thing(label="They", theirs=True, **made)]
    ours, theirs = re.findall(r'<tr role="row"><th scope="row".*?</tr>', show('<c-counts :rows="rows" />', rows=rows))
    assert '<td role="cell" class="miss gone">1</td>' in ours
    assert '<td role="cell" class="miss care">1</td>' in theirs
    assert "gone" not in theirs
    assert '<td role="cell" class="muted">0</td>' in ours


def test_strip_says_every_mark_in_words(show: Shown) -> None:
    marks = [
        Thing(state="ok", over=False, days="", words="Order 1: as agreed"),
        Thing(state="late", over=True, days=6, words="Order 2: late, 6 days, over budget"),
        Thing(state="not", over=False, days="", words="Order 3: not accepted"),
    ]
    html = show('<c-strip :marks="marks" many />', marks=marks)
    items = re.findall(r"<li.*?</li>", html)
    assert [re.findall(r'<span class="vh">(.*?)</span>', item) for item in items] == [[mark.words] for mark in marks]
    assert [item.count("<svg") for item in items] == [1, 2, 1]
    assert '<ol class="strip many">' in html


def test_owe_and_band_say_nothing_where_nothing_is_owed(show: Shown) -> None:
    half = '<c-slot name="theirs"><c-entry text="Pallets" state="Friday" /></c-slot>'
    owe = flat(show(f"<c-owe>{half}</c-owe>"))
    assert owe.count("Nothing.") == 1
    assert "<h3>We owe</h3><p" in owe
    band = flat(show(f'<c-band heading="June" we="We owe" you="You owe" state="frayed">{half}</c-band>'))
    assert band.count("Nothing.") == 1
    assert '<section class="row band frayed"><h2 class="in-margin">June</h2>' in band


def test_refusal_and_why_show_rule_and_who_may_lift_it(show: Shown) -> None:
    refused = Refused("31 May is a Sunday.", rule="R-A-10", lifted_by="the head")
    html = show('<c-refusal :refused="refused" />', refused=refused)
    for part in ("31 May is a Sunday.", "Who may lift this: the head.", "Rule R-A-10."):
        assert html.count(part) == 1, part
    html = show('<c-refusal head="No." rule="R-1" lifted_by="Ann">Take Monday.</c-refusal>')
    assert "<b>No.</b> Take Monday." in html
    assert "Rule R-1." in html


def test_terms_leave_out_what_is_empty(show: Shown) -> None:
    html = show('<c-terms :terms="terms"><dt>D</dt><dd>E</dd></c-terms>', terms=[("A", "B"), ("C", "")])
    assert re.findall(r"<dt>(.*?)</dt>", html) == ["A", "D"]


def test_filters_mark_what_is_set(show: Shown) -> None:
    choices = [Thing(label="Mine", url="?w=mine", current=True), Thing(label="All", url="?w=all", current=False)]
    html = show('<c-filters :groups="groups" />', groups=[Thing(label="Whose", choices=choices)])
    assert '<a href="?w=mine" aria-current="true">Mine</a>' in html
    assert html.count("aria-current") == 1
    assert 'aria-labelledby="filter-1"' in html


def test_pager_is_left_out_when_there_is_one_page(show: Shown) -> None:
    assert flat(show("<c-pager />")) == ""
    html = flat(show('<c-pager text="From A to B" next_url="?c=1" next="Next clients" />'))
    assert "Next clients" in html
    assert 'rel="prev"' not in html


def test_verb_verdict_person_chronicle_steps_and_empty(show: Shown) -> None:
    html = flat(show('<c-verb label="Move" hint="offer a day" key="m" open>F</c-verb>'))
    assert '<details class="verb" open><summary data-key="m"><b>Move</b>' in html
    html = flat(show('<c-verdict word="Not trusted." tone="gone" :reasons="r" />', r=["One.", "Two."]))
    assert html == '<p class="verdict gone">Not trusted.</p><ul class="reasons"><li>One.</li><li>Two.</li></ul>'
    assert "<p><b>Ms McKenna</b></p>" in flat(show('<c-person name="Ms McKenna">Decides.</c-person>'))
    lines = [Thing(when="2 May", exact="2 May 1998, 10:15", text="Spoke.", url="")]
    html = flat(show('<c-chronicle :lines="lines" more="All" more_url="/all/" />', lines=lines))
    assert '<li><time title="2 May 1998, 10:15">2 May</time>Spoke.</li>' in html
    html = flat(show('<c-steps :steps="steps" at="2" />', steps=["File", "Columns"]))
    assert html == '<p class="steps"><span>1 File</span><span aria-current="step">2 Columns</span></p>'
    html = flat(show('<c-empty heading="Nothing needs you." margin="Wednesday">ran</c-empty>'))
    assert "<h1>Nothing needs you.</h1>" in html


def test_a_row_of_a_list_is_flat(show: Shown) -> None:
    row = Thing(
        state="frayed", url="/c/1/", name=SafeString("Ernst"), place="Graz", word="", due="Today", we=0, spoke="Monday"
    )
    html = show('{% include "theme/_row_example.html" %}', row=row)
    assert flat(html).startswith('<tr class="frayed" role="row"><td class="name" role="cell"><a href="/c/1/">Ernst</a>')
    assert 'class="r num zero"' in html
