"""MAP.toml: read, written, and refused in one sentence that says what would do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables import Unreadable
from mainstay.kit.tables.maps import EVERY, Field, Map

FIELDS = (
    Field("name", _("Name"), "name", required=True, instead=("number",)),
    Field("number", _("Number")),
    Field("stage", _("Stage"), "choice", choices=(("lead", _("lead")), ("active", _("active")))),
    Field("state", _("State"), "choice", choices=(("active", _("active")), ("ended", _("ended")))),
    Field("since", _("Since"), "day"),
    Field("client", _("Client"), "client"),
)
LEAST = '[columns]\nname = "Name"\n'
NAMES = [field.name for field in FIELDS]


def test_a_map_says_all_it_can() -> None:
    told = Map.parse(
        """
file = {encoding = "CP1252", delimiter = "semicolon", sheet = "Table 1"}
[columns]
name = "Name #2"
since = "Since"
[fixed]
stage = "lead"
[formats]
number = "1.234,56"
date = "%d.%m.%Y"
date_of.since = ["%Y-%m-%d", "%d %b %Y"]
[values]
not_judgeable = ["n/a"]
lead = ["maybe"]
state.ended = ["over", "gone"]
name."Atlas GmbH" = ["ATL"]
[same]
"Berg" = "new"
""",
        FIELDS,
    )
    assert told == Map(
        columns={"name": "Name #2", "since": "Since"},
        fixed={"stage": "lead"},
        same={"Berg": "new"},
        values={"stage": {"maybe": "lead"}, "state": {"over": "ended", "gone": "ended"}, "name": {"ATL": "Atlas GmbH"}},
        encoding="cp1252",
        delimiter=";",
        decimal=",",
        sheet="Table 1",
        date_formats={EVERY: ("%d.%m.%Y",), "since": ("%Y-%m-%d", "%d %b %Y")},
        not_judgeable=("n/a",),
    )
    assert [told.formats_of(name) for name in ("since", "name")] == [("%Y-%m-%d", "%d %b %Y"), ("%d.%m.%Y",)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "[columns] must say which header is “name”: without it no row can be read."),
        ('[columns]\nnme = "x"', "[columns] knows no “nme”. Its keys are: name, number, stage, state, since, client."),
        ("[colums]", "it knows no “colums”. Its tables are: file, columns, fixed, formats, values, same."),
        (LEAST + '[fixed]\nstage = ""', "[fixed] “stage” is a text between quotation marks."),
        (LEAST + "[same]\nx = 3", "[same] “x” is a text between quotation marks."),
        (LEAST + '[values]\nactive = ["x"]', "[values] knows no “active”. Its keys are: not_judgeable, lead, ended."),
        (LEAST + '[values.stage]\nlead = ["a"]\nactive = ["A"]', "[values] “A” cannot be both lead and active."),
        (LEAST + '[values.stage]\ngone = ["a"]', "[values.stage] knows no “gone”. Its keys are: lead, active."),
        (LEAST + '[formats]\ndate_of.name = "%Y-%m-%d"', "[formats.date_of] knows no “name”. Its keys are: since."),
        (LEAST + "[file]\nsheet = 1", "[file] “1” is no sheet known here."),
        (LEAST + '[file]\nalone = "x"', '[file] alone is "household" or "leave_out".'),
        (LEAST + "[file]\nalone = []", '[file] alone is "household" or "leave_out".'),
    ],
)
def test_wrong_map_is_refused_in_one_sentence(text: str, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        Map.parse(text, FIELDS)
    assert str(refused.value).startswith(f"The map cannot be used: {says}")


def test_a_map_that_is_being_made_may_lack_what_is_needed() -> None:
    assert [field.name for field in Map.parse("", FIELDS, whole=False).lacking(FIELDS)] == ["name"]
    assert Map.parse('[columns]\nnumber = "No"', FIELDS).lacking(FIELDS) == []


@pytest.mark.parametrize(
    ("hostile", "says"),
    [
        ("x = " + "[" * 90_000, "it is not TOML"),
        ("x = " + "9" * 5_000, "it is not TOML"),
        ("a." * 90_000 + "b = 1", "its names lie within each other too deep"),
        (f"[{'a.' * 90_000}b]", "its names lie within each other too deep"),
        ("'a' . " * 10_000 + "b = 1", "its names lie within each other too deep"),
        *(
            (f'[file]\nencoding = "{name}"', "is no encoding known here")
            for name in ("idna", "punycode", "unicode_escape", "raw-unicode-escape", "UTF-7")
        ),
        ("#" * 200_001, "it is longer than 200000 characters"),
    ],
)
def test_a_map_made_to_do_harm_is_refused_at_once(hostile: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        Map.parse(hostile, FIELDS)


text = st.text(min_size=1, max_size=12)
told = text.filter(lambda words: bool(words.strip()))
header = told.map(lambda words: f"H{words}")
formats = st.sampled_from((("%d.%m.%Y",), ("%Y-%m-%d", "%m/%d/%y")))


@given(
    st.builds(
        Map,
        columns=st.dictionaries(st.sampled_from(NAMES), header),
        fixed=st.dictionaries(st.sampled_from(NAMES), told),
        same=st.dictionaries(text, told),
        values=st.dictionaries(
            st.just("stage"), st.fixed_dictionaries({"One": st.just("lead"), "T\x7f\"'": st.just("active")})
        ),
        encoding=st.sampled_from((None, "cp1252", "utf-8")),
        delimiter=st.sampled_from((None, "\t", ";", "|")),
        decimal=st.sampled_from((None, ".", ",")),
        sheet=st.none() | text,
        alone=st.sampled_from((None, "household", "leave_out")),
        date_formats=st.dictionaries(st.sampled_from((EVERY, "since")), formats),
        not_judgeable=st.lists(text).map(tuple),
    )
)
def test_a_map_written_is_read_back_equal(made: Map) -> None:
    assert Map.parse(made.toml(), FIELDS, whole=False) == made


def test_rows_that_must_name_a_client_never_stand_alone() -> None:
    with pytest.raises(Unreadable, match="knows no “alone”"):
        Map.parse(LEAST + '[file]\nalone = "household"', FIELDS[:-1])
