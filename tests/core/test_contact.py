"""Odd contacts are kept with a warning; only what nobody could use has no value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.contact import (
    Contact,
    ContactState,
    comparable_mail,
    comparable_phone,
    normalise_mail,
    normalise_phone,
)


@pytest.mark.parametrize(
    ("text", "region", "value", "state", "country"),
    [
        ("090-6384-0483", "JP", "+819063840483", ContactState.VALID, "JP"),
        ("０９０（６３８４）０４８３", "JP", "+819063840483", ContactState.VALID, "JP"),
        ("+81 8045517507", "UA", "+818045517507", ContactState.VALID, "JP"),
        ("03ー5561ー1111", "JP", "+81355611111", ContactState.VALID, "JP"),
        ("067 123 45 67", "UA", "+380671234567", ContactState.VALID, "UA"),
        ("010 380 67 123 4567", "JP", "+380671234567", ContactState.VALID, "UA"),
        ("+44 20 7946 0958", "JP", "+442079460958", ContactState.VALID, "GB"),
        ("0190-123-4567", "JP", "+811901234567", ContactState.WARN, "JP"),
    ],
)
def test_reads_a_phone_number_as_its_region_writes_it(
    text: str, region: str, value: str, state: ContactState, country: str
) -> None:
    contact = normalise_phone(text, default_region=region)

    assert (contact.value, contact.state, contact.region) == (value, state, country)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "phone.blank"),
        ("call me", "phone.blank"),
        ("12", "phone.wrong_length"),
        ("0" * 61, "phone.too_long"),
        ("x1", "phone.unreadable"),
    ],
)
def test_says_why_a_phone_number_cannot_be_used(text: str, code: str) -> None:
    contact = normalise_phone(text)

    assert (contact.value, contact.state, contact.problems[0].code) == ("", ContactState.UNUSABLE, code)


@pytest.mark.parametrize(
    ("text", "value", "state", "codes"),
    [
        (" Taro.Yamada@Mail.JP ", "taro.yamada@mail.jp", ContactState.VALID, []),
        ("ｔａｒｏ＠mail.jp", "taro@mail.jp", ContactState.VALID, []),
        ("taro..yamada@docomo.ne.jp", "taro..yamada@docomo.ne.jp", ContactState.WARN, ["mail.odd_dots"]),
        ("taro.@docomo.ne.jp", "taro.@docomo.ne.jp", ContactState.WARN, ["mail.odd_dots"]),
        ("olena@пошта.укр", "olena@xn--80a1acn3a.xn--j1amh", ContactState.VALID, []),
        ("a+tag@mail.jp", "a+tag@mail.jp", ContactState.VALID, []),
        ("a(b)@mail.jp", "a(b)@mail.jp", ContactState.WARN, ["mail.unusual"]),
    ],
)
def test_normalises_an_address_and_warns_of_odd_ones(
    text: str, value: str, state: ContactState, codes: list[str]
) -> None:
    contact = normalise_mail(text)

    assert (contact.value, contact.state, [problem.code for problem in contact.problems]) == (value, state, codes)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "mail.blank"),
        ("taro", "mail.no_at"),
        ("a@b@mail.jp", "mail.no_at"),
        ("@mail.jp", "mail.no_at"),
        ("ta ro@mail.jp", "mail.white_space"),
        ("taro@mail", "mail.bad_domain"),
        ("taro@mail..jp", "mail.bad_domain"),
        ("a" * 250 + "@mail.jp", "mail.too_long"),
    ],
)
def test_says_why_an_address_cannot_be_used(text: str, code: str) -> None:
    contact = normalise_mail(text)

    assert (contact.value, contact.state, contact.problems[0].code) == ("", ContactState.UNUSABLE, code)


@given(st.text(max_size=80))
def test_any_text_has_a_value_exactly_when_it_is_usable(text: str) -> None:
    contacts: list[Contact] = [normalise_phone(text), normalise_mail(text)]

    assert [bool(contact.value) for contact in contacts] == [
        contact.state is not ContactState.UNUSABLE for contact in contacts
    ]


@given(st.emails())
def test_normalising_an_address_twice_changes_nothing_more(address: str) -> None:
    once = normalise_mail(address).value

    assert once == "" or normalise_mail(once).value == once


@given(st.one_of(st.emails(), st.text(), st.from_regex(r"\+?[0-9 -]{1,20}", fullmatch=True)))
def test_leaving_out_the_warnings_changes_neither_value_nor_usability(text: str) -> None:
    for normalise in (normalise_mail, normalise_phone):
        full, plain = normalise(text), normalise(text, warn=False)

        assert plain.value == full.value
        assert plain.problems == (full.problems if full.state is ContactState.UNUSABLE else ())


@pytest.mark.parametrize("address", ["mailto:aoki@mail.jp", "<Aoki@Mail.JP>", "aoki@keiko@mail.jp", "@mail.jp", "a@b"])
def test_an_unusual_address_is_compared_by_the_value_that_is_kept(address: str) -> None:
    assert comparable_mail(address) == normalise_mail(address).value


@given(st.one_of(st.emails(), st.text(max_size=40), st.from_regex(r"\+?[0-9() -]{1,20}", fullmatch=True)))
def test_what_is_compared_is_what_is_kept(text: str) -> None:
    assert (comparable_phone(text), comparable_mail(text)) == (normalise_phone(text).value, normalise_mail(text).value)
