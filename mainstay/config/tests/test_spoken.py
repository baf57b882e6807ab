"""A sentence that is looked up once reads as it would each time, in every language."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.templatetags.i18n import TranslateNode
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext
from django.utils.translation.trans_real import DjangoTranslation

from mainstay.config import spoken


@pytest.mark.parametrize("language", ["en", "de", "ms", "ru"])
def test_a_sentence_kept_reads_as_the_catalogue_has_it(language: str) -> None:
    plain = DjangoTranslation(language)
    with translation.override(language):
        for sentence in ("Promises", "Clients", "No such sentence", "Late"):
            told = [gettext(sentence) for _again in range(2)]
            assert told == [spoken._look_up(plain, sentence)] * 2
        assert pgettext("nowhere", "Clients") == "Clients"


def test_markup_of_ours_makes_no_markup_of_the_same_words() -> None:
    assert isinstance(gettext(mark_safe("<b>of ours</b>")), SafeString)
    assert not isinstance(gettext("<b>of ours</b>"), SafeString)


def test_only_so_many_sentences_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spoken, "MOST", 1)
    language = DjangoTranslation("de")
    assert [language.gettext(word) for word in ("Clients", "Promises")] == [
        spoken._look_up(language, word) for word in ("Clients", "Promises")
    ]
    assert len(language.__dict__["sentences_found"]) == 1


_WORDS = (
    '{% translate "Clients" %}',
    '{% translate "Clients" as told %}({{ told }}|{{ told|length }})',
    "{% translate 'No such <b>sentence</b>, 5 % & more' %}",
    '{% translate "Clients"|upper %}',
    '{% translate "Clients" context "nowhere" %}',
    '{% translate "Clients" noop %}',
    "{% translate name %}",
)


@pytest.mark.parametrize("language", ["en", "de", "ms", "ru"])
def test_a_word_of_a_template_reads_as_django_has_it(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    template = Template("{% load i18n %}" + "".join(_WORDS))
    with translation.override(language):
        said = template.render(Context({"name": "Promises <5 %>"}))
        monkeypatch.setattr(TranslateNode, "render", spoken._rendered)
        assert said == template.render(Context({"name": "Promises <5 %>"}))
