"""Words, icons and small marks of the desk's lists."""

from collections.abc import Mapping

from django import template

from appealdesk.core.names.person_name import PersonName
from appealdesk.web.desk.comparison import Picture
from appealdesk.web.desk.words import word_of
from appealdesk.web.shared.culture import decimal_text
from appealdesk.web.shared.templatetags.culture import reader_language

register = template.Library()

_CHANNEL_ICONS = {
    "web": "remote",
    "phone": "phone",
    "walk_in": "person",
    "email": "letter",
    "import": "download",
    "api": "turn",
}


@register.filter
def word(code: str, kind: str) -> str:
    """The desk's word for a code word, such as {{ row.channel|word:"channel" }}."""
    return word_of(kind, code)


@register.filter
def entry(values: Mapping[str, str], name: str) -> str:
    """One value by its name, empty where there is none."""
    return values.get(name, "")


@register.filter
def bits(value: float) -> str:
    """Evidence in bits with its sign, such as +13.0 or −30.0, in Ukrainian +13,0."""
    return decimal_text(f"{value:+.1f}".replace("-", "−"), reader_language())


@register.simple_tag
def record_letter(drawn: Picture, record_ref: str) -> str:
    """The letter by which the picture and the history call a record."""
    return drawn.letter_of(record_ref)


@register.filter
def channel_icon(channel: str) -> str:
    """The template of a channel's icon."""
    return f"shared/icons/{_CHANNEL_ICONS.get(channel, 'info')}.svg"


@register.filter
def other_forms(name: PersonName) -> tuple[str, ...]:
    """The forms of a name that the reader's own form does not show: the written one with its reading, the Latin one."""
    whole, shown = name.tidied(), name.display(reader_language())
    # The reading stands above the written form as ruby; beside another form it is spelled out.
    written = "" if shown == whole.written else f"{whole.written} {whole.reading}".strip()
    return tuple(form for form in dict.fromkeys((written, whole.latin)) if form and form != shown)
