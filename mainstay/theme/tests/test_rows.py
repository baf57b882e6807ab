"""The rows and filters of a list, written at once, say what a template would say, and escape every value."""

from __future__ import annotations

from uuid import UUID

from django.template import engines
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from mainstay.kit.listings import Cell, Line
from mainstay.theme.context import Place
from mainstay.theme.filters import Choice, Group, said

HOSTILE = "\"><script>alert('1')</script>&amp;"
ROWS = """{% for line in lines %}<tr class="{{ line.state }}" role="row"><td class="name" role="cell">{% if deeds %}\
<label class="pick"><input type="checkbox" name="chosen" value="{{ line.id }}" aria-label="{{ line.first.text }}">\
</label>{% endif %}<a href="{{ line.first.url }}">{{ line.first.text }}</a>{% if line.first.beneath %}\
<span>{{ line.first.beneath }}</span>{% endif %}</td>{% for cell in line.cells %}<td role="cell"{% if cell.css %} \
class="{{ cell.css }}"{% endif %}>{% if cell.text %}{% if cell.phone %}<span class="pl">{{ cell.phone }} </span>\
{% endif %}{% if cell.url %}<a href="{{ cell.url }}">{{ cell.text }}</a>{% elif cell.tone %}\
<span class="{{ cell.tone }}"{% if cell.title %} title="{{ cell.title }}"{% endif %}>{{ cell.text }}</span>{% else %}\
{{ cell.text }}{% endif %}{% endif %}{% if cell.beneath %}<span class="word {{ cell.beneath_tone }}">\
{{ cell.beneath }}</span>{% endif %}</td>{% endfor %}</tr>{% endfor %}"""
FILTERS = """{% for group in groups %}<h3 id="filter-{{ forloop.counter }}">{{ group.label }}</h3>\
<ul aria-labelledby="filter-{{ forloop.counter }}">{% for choice in group.choices %}<li><a href="{{ choice.url }}"\
{% if choice.current %} aria-current="true"{% endif %}{% if choice.key %} data-key="{{ choice.key }}"{% endif %}>\
{{ choice.label }}{% if choice.key %}&nbsp;<kbd aria-hidden="true">{{ choice.key }}</kbd>{% endif %}</a></li>\
{% endfor %}</ul>{% endfor %}"""
LEADS = """<a href="{{ place.url }}"{% if place.current %} aria-current="page"{% endif %}"""
GOES = """{% if place.key %} data-go="{{ place.key }}"{% endif %}>"""
PLACES = {
    "bar": LEADS + GOES + "{{ place.label }}</a>",
    "rest": "<li>" + LEADS + GOES + "{% icon place.icon %}{{ place.label }}</a></li>",
    "sheet": "<li>" + LEADS + ">{% icon place.icon %}{{ place.label }}</a></li>",
    "dock": LEADS + ">{% icon place.icon %}<span>{{ place.label }}</span></a>",
    "keys": "{% if place.key %}<div><dt><kbd>g</kbd> <kbd>{{ place.key }}</kbd></dt>"
    "<dd>{{ place.label }}</dd></div>{% endif %}",
}
FULL = Cell(*[HOSTILE] * 8)
CELLS = [
    Cell(""),
    Cell("", beneath=HOSTILE, css="zero"),
    Cell("plain"),
    Cell(HOSTILE, tone=HOSTILE),
    Cell(HOSTILE, tone="care", title=HOSTILE, phone=HOSTILE),
    Cell(HOSTILE, url=HOSTILE, phone="Since"),
    Cell(lazystr(HOSTILE)),  # type: ignore[arg-type]
    Cell(mark_safe("<b>ours</b>")),
    FULL,
]
LINES = [Line(UUID(int=1), HOSTILE, FULL, CELLS), Line(UUID(int=2), "", Cell("Plain", url="/1/"), [])]
GROUPS = [
    Group(
        lazystr(HOSTILE), [Choice(HOSTILE, HOSTILE, current=True, key="\"'"), Choice("All", "/?a=1&b=2", current=False)]
    ),
    Group("Empty", []),
]


def _say(template: str, **told: object) -> str:
    return engines["django"].from_string(template).render(dict(told))


def test_rows_of_a_list_say_what_their_template_said() -> None:
    for deeds in ([], ["hand over"]):
        told = _say("{% load theme %}{% list_rows lines deeds %}", lines=LINES, deeds=deeds)
        assert told == _say(ROWS, lines=LINES, deeds=deeds)
        assert "<script>" not in told


def test_filters_of_a_list_say_what_their_template_said() -> None:
    told = _say("{% load theme %}{% filter_groups groups %}", groups=GROUPS)
    assert told == _say(FILTERS, groups=GROUPS)
    assert "<script>" not in told


def test_places_of_the_frame_say_what_their_template_said() -> None:
    places = [
        Place(HOSTILE, HOSTILE, "list", HOSTILE, dock=True, current=True),
        Place("Today", "/", "dots", "", dock=False, current=False),
    ]
    for where, template in PLACES.items():
        told = _say('{% load theme %}{% place_links places "' + where + '" %}', places=places)
        assert told == _say("{% load theme %}{% for place in places %}" + template + "{% endfor %}", places=places)
        assert "<script>" not in told


def test_what_is_set_reads_as_one_sentence_and_leaves_names_as_they_are() -> None:
    team = Group("Team", [Choice("Berlin", "", True, is_name=True)])
    state = Group("State", [Choice("Running", "", True), Choice("All", "", False)])
    manager = Group("Manager", [Choice("Mara Vogt", "", True, is_name=True)])
    assert said([team, state, manager]) == "Berlin, running, Mara Vogt"
    assert said([]) == ""
