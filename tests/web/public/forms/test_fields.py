"""Reading a posted form: every field in order, and a clear refusal for what no browser sends."""

from urllib.parse import urlencode

import pytest
from django.test import RequestFactory

from appealdesk.foundation.refusals import Refusal
from appealdesk.web.public.forms.fields import read_fields

FORM = "application/x-www-form-urlencoded"


def test_japanese_text_arrives_whole() -> None:
    body = urlencode({"written": "青木 恵子"})
    request = RequestFactory().post("/", data=body, content_type=FORM)

    assert read_fields(request).one("written") == "青木 恵子"


def test_every_value_of_a_field_is_kept_in_order() -> None:
    request = RequestFactory().post("/", data="fact-languages=ja&fact-languages=en&x=", content_type=FORM)

    fields = read_fields(request)

    assert (fields.many("fact-languages"), fields.one("x"), fields.one("absent")) == (["ja", "en"], "", "")


def test_a_multipart_form_is_read_too() -> None:
    request = RequestFactory().post("/", data={"written": "Олена"})

    assert read_fields(request).one("written") == "Олена"


@pytest.mark.parametrize("body", ["written=%ff%fe", "written=%E9%9D", "&".join(f"f{n}=1" for n in range(301))])
def test_a_damaged_form_is_refused(body: str) -> None:
    request = RequestFactory().post("/", data=body, content_type=FORM)

    with pytest.raises(Refusal) as refused:
        read_fields(request)

    assert refused.value.code == "public.form_damaged"


def test_a_multipart_form_with_too_many_fields_is_refused_too() -> None:
    request = RequestFactory().post("/", data={f"f{n}": "1" for n in range(301)})

    with pytest.raises(Refusal) as refused:
        read_fields(request)

    assert refused.value.code == "public.form_damaged"


def test_raw_bytes_are_refused() -> None:
    request = RequestFactory().post("/", data=b"written=\xe9\x9d\x92", content_type=FORM)

    with pytest.raises(Refusal) as refused:
        read_fields(request)

    assert refused.value.code == "public.form_damaged"


def test_another_kind_of_body_is_refused() -> None:
    request = RequestFactory().post("/", data="{}", content_type="application/json")

    with pytest.raises(Refusal) as refused:
        read_fields(request)

    assert refused.value.code == "public.form_type"
