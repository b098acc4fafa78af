"""The frame around each page: the languages, and states as word and icon."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from appealdesk.web.shared.templatetags import chrome


def test_the_languages_lead_to_the_same_page() -> None:
    request = RequestFactory().get("/ja/appeals/x/offer/?position=medical&written=secret")

    with override("ja"):
        links = chrome.language_links(request)

    assert [(link.language, link.url, link.current) for link in links] == [
        ("ja", "/ja/appeals/x/offer/?position=medical", True),
        ("en", "/en/appeals/x/offer/?position=medical", False),
        ("uk", "/uk/appeals/x/offer/?position=medical", False),
    ]


@pytest.mark.parametrize("path", ["/", "/desk/", "/nonsense/x/"])
def test_outside_the_public_pages_they_lead_to_the_lists(path: str) -> None:
    links = chrome.language_links(RequestFactory().get(path))

    assert [link.url for link in links] == ["/ja/", "/en/", "/uk/"]


@pytest.mark.parametrize("state", sorted(chrome._CHIPS))
def test_every_state_has_a_word_and_an_icon(state: str) -> None:
    html = Template("{% load chrome %}{% chip state %}").render(Context({"state": state}))

    assert "<svg" in html
    assert "<span></span>" not in html


def test_a_state_without_an_entry_shows_its_own_word() -> None:
    html = Template("{% load chrome %}{% chip 'being_read' %}").render(Context())

    assert "<span>being read</span>" in html
