"""The language of a request: the path says it, else the browser."""

import pytest
from django.test import RequestFactory

from appealdesk.web.shared.middleware.language import language_of, preferred_language


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("ja", "ja"),
        ("uk-UA,uk;q=0.9,en;q=0.8", "uk"),
        ("de-DE,de;q=0.9,ja;q=0.5,en;q=0.4", "ja"),
        ("en;q=0.3, ja;q=0.7", "ja"),
        ("fr", "en"),
        ("", "en"),
        ("ja;q=0", "en"),
        ("ja;q=much", "en"),
        ("," * 5000, "en"),
    ],
)
def test_the_browser_prefers(header: str, expected: str) -> None:
    request = RequestFactory().get("/", headers={"accept-language": header})

    assert preferred_language(request) == expected


@pytest.mark.parametrize(
    ("path", "expected"), [("/uk/", "uk"), ("/ja", "ja"), ("/uk/appeals/x/", "uk"), ("/ukraine/", "ja"), ("/", "ja")]
)
def test_the_path_is_stronger_than_the_browser(path: str, expected: str) -> None:
    request = RequestFactory().get(path, headers={"accept-language": "ja"})

    assert language_of(request) == expected
