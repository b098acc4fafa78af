"""Invented contact records in any number, the same for each seed: one person comes several times, by several channels.

A web form has kanji with or without kana, a phone call has kana, a mail has Latin letters; dates, numbers and addresses
are missing, mistyped or of another time as often as in real files; households share a mailbox, an address and a family
name. Names are put together from common elements, and no record is anybody's. `person` is the truth.
"""

import random
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from appealdesk.core.text.kana import to_hiragana, to_passport
from bench.crowd import joined_name, name_elements

__all__ = ["HEADER", "Contact", "invent_contacts", "write_contacts"]

HEADER: Final = ("rec_id", "person_id", "channel", "name", "name_kana", "dob", "phone", "email", "postcode", "street")


@dataclass(frozen=True, slots=True)
class Contact:
    """What one contact told, as it was written; `person` is whose it is."""

    person: int
    channel: str
    name: str
    kana: str
    born: str
    phone: str
    mail: str
    postcode: str
    street: str


@dataclass(slots=True)
class _Person:
    number: int
    family: tuple[str, str]  # In kanji and kana, or in Cyrillic and Latin letters, or twice in Latin letters.
    given: tuple[str, str]
    kind: str
    born: date
    phones: list[str]
    mails: list[str]
    postcodes: list[str]
    streets: list[str]


_OFTEN: Final = (597, 244, 87, 41, 21, 10)  # Of a thousand persons, how many have so many records, from one on.
_CHANNELS: Final = (("web", 46), ("phone", 20), ("import", 14), ("email", 12), ("api", 8))
# How often of a hundred times a channel tells birth date, phone, mail, postcode and street.
_TOLD: Final = {
    "web": (93, 90, 97, 90, 81),
    "phone": (33, 97, 16, 41, 36),
    "import": (75, 59, 44, 71, 63),
    "email": (5, 35, 100, 8, 7),
    "api": (61, 71, 85, 61, 53),
}
# How often of a hundred times a Japanese name comes in kanji, in Latin letters, else in kana; and kanji with kana.
_WRITTEN: Final = {
    "web": (86, 14, 63),
    "phone": (28, 0, 100),
    "import": (86, 14, 33),
    "email": (46, 54, 10),
    "api": (46, 54, 33),
}
_DOMAINS: Final = ("mail.test", "post.test", "docomo.test", "yubin.test", "denpa.test", "i.test", "kabushiki.test")
_OLDEST: Final = date(1945, 1, 1)


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_UKRAINIAN_STEMS: Final = _split(
    "Коваль Бондар Мельник Ткач Кравець Гончар Олійник Лисен Шевч Полтав Марч Савч Петр Іван Павл Гриць "
    "Романь Дмитр Степан Захар Назар Тимош Яким Клим Юр Мороз Зінь Рибал Швець Кухар Чабан Козач Дроз Сорок "
    "Вовч Заєць Голуб"
)
_UKRAINIAN_ENDS: Final = ("енко", "чук", "ук", "ів", "ський", "ак", "ець", "юк", "ишин")
_UKRAINIAN_GIVEN: Final = _split(
    "Олександр Сергій Володимир Андрій Микола Іван Михайло Дмитро Юрій Віктор Василь Богдан Тарас Роман Олег "
    "Ігор Наталія Олена Ірина Тетяна Світлана Людмила Оксана Марія Катерина Юлія Анна Галина Надія Лариса "
    "Софія Дарина"
)
_LATIN_FAMILIES: Final = _split(
    "Müller Schmidt Jørgensen Hansen Nováková Horák Kowalski Wiśniewska García Fernández Rossi Bianchi "
    "Dubois Lefèvre Andersson Lindström Virtanen Korhonen Popescu Ionescu Yılmaz Demir Silva Santos Kovács "
    "Szabó Jansen Vries Smith Taylor Kumar Nguyen Cohen Papadopoulos Petrov Ivanova Jankauskas Ozols Tamm "
    "Saar"
)
_LATIN_GIVEN: Final = _split(
    "Anna Maria Lukas Jonas Sofia Emma Noah Liam Olivia Søren Jürgen Björn Zoë Chloé François José André "
    "Inés Łukasz Agnieszka Tomáš Věra Matti Aino Ayşe Mehmet João Lúcia Gábor Zsófia Pieter Anneke Ravi Minh "
    "David Eleni Ruta Janis"
)
_STRETCH: Final = ("", "", "a", "e", "mar", "lin", "son", "ek", "ova", "berg", "ini", "ard", "el", "os")


def invent_contacts(count: int, *, seed: int = 2022) -> Iterator[Contact]:
    """So many records; those of a person are spread over the whole."""
    chance = random.Random(seed)
    made: list[Contact] = []
    number = 0
    while len(made) < count:
        household = _household(number, chance)
        for person in household:
            made += [_contact(person, chance) for _ in range(chance.choices(range(1, 7), _OFTEN)[0])]
        number += len(household)
    chance.shuffle(made)
    return iter(made[:count])


def write_contacts(file: Path, count: int, *, seed: int = 2022) -> None:
    """The records as a file with the columns of HEADER."""
    with file.open("w", encoding="utf-8") as lines:
        lines.write(",".join(HEADER) + "\n")
        for place, each in enumerate(invent_contacts(count, seed=seed)):
            name = f'"{each.name}"' if "," in each.name else each.name
            told = (each.channel, name, each.kana, each.born, each.phone, each.mail, each.postcode, each.street)
            lines.write(f"{place},{each.person},{','.join(told)}\n")


def _household(number: int, chance: random.Random) -> list[_Person]:
    """One person, or two to four of one family, of whom a third share a mailbox and four of five an address."""
    size = 1 if chance.random() < 0.82 else chance.choice((2, 2, 3, 4))
    kind = chance.choices(("ja", "uk", "la"), (82, 6, 12))[0]
    family = _family(kind, chance)
    people = [_person(number + place, kind, family, chance) for place in range(size)]
    first = people[0]
    for other in people[1:]:
        if chance.random() < 0.82:
            other.postcodes, other.streets = first.postcodes, first.streets
        if chance.random() < 0.35:
            other.mails = first.mails
        if chance.random() < 0.02:
            other.phones = first.phones
    return people


def _person(number: int, kind: str, family: tuple[str, str], chance: random.Random) -> _Person:
    given = _given(kind, chance)
    return _Person(
        number,
        family,
        given,
        kind,
        _OLDEST + timedelta(days=chance.randrange(62 * 365)),
        [_phone(chance) for _ in range(1 + (chance.random() < 0.3))],
        [_mail(family, given, kind, chance) for _ in range(1 + (chance.random() < 0.3))],
        [_postcode(chance) for _ in range(1 + (chance.random() < 0.15))],
        [_street(chance) for _ in range(2)],
    )


def _family(kind: str, chance: random.Random) -> tuple[str, str]:
    if kind == "ja":
        return joined_name(*_HEADS_AND_TAILS, chance)
    if kind == "uk":
        name = chance.choice(_UKRAINIAN_STEMS) + chance.choice(_UKRAINIAN_ENDS)
        return name, _latin(name)
    name = chance.choice(_LATIN_FAMILIES) + chance.choice(_STRETCH)
    return name, name


def _given(kind: str, chance: random.Random) -> tuple[str, str]:
    if kind == "ja":
        return joined_name(*_FIRST_AND_LAST, chance)
    if kind == "uk":
        name = chance.choice(_UKRAINIAN_GIVEN)
        return name, _latin(name)
    name = chance.choice(_LATIN_GIVEN) + chance.choice(_STRETCH[:6])
    return name, name


_HEADS_AND_TAILS: Final = name_elements("family")
_FIRST_AND_LAST: Final = name_elements("given")
_CYRILLIC: Final = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'",
        _split("a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch - iu ia -"),
        strict=True,
    )
)


def _latin(name: str) -> str:
    return "".join(_CYRILLIC[letter].strip("-") for letter in name.lower()).capitalize()


def _phone(chance: random.Random) -> str:
    if chance.random() < 0.85:
        return f"0{chance.choice('789')}0{chance.randint(10_000_000, 99_999_999)}"
    return f"0{chance.choice('3456')}{chance.randint(10_000_000, 99_999_999)}"


def _postcode(chance: random.Random) -> str:
    """Half of them of towns from which many write."""
    town = int(10_000 * chance.random() ** 3) * 997 if chance.random() < 0.5 else chance.randrange(10_000_000)
    return f"{town % 10_000_000:07d}"


def _street(chance: random.Random) -> str:
    return f"{chance.randint(1, 9)}-{chance.randint(1, 30)}-{chance.randint(1, 40)}"


def _mail(family: tuple[str, str], given: tuple[str, str], kind: str, chance: random.Random) -> str:
    names = [_plain(to_passport(part[1]) if kind == "ja" else part[1]) for part in (family, given)]
    chance.shuffle(names)
    draw = chance.random()
    if draw < 0.25:
        local = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=7)) + str(chance.randint(100, 9999))
    elif draw < 0.6:
        local = f"{names[0]}.{names[1]}{chance.randint(1, 9999)}"
    else:
        local = f"{names[0]}{chance.randint(100, 99999)}"
    return f"{local}@{chance.choice(_DOMAINS)}"


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in decomposed if letter.isascii() and letter.isalpha())


def _contact(person: _Person, chance: random.Random) -> Contact:
    channel = chance.choices([name for name, _ in _CHANNELS], [often for _, often in _CHANNELS])[0]
    born, phone, mail, postcode, street = (chance.randrange(100) < often for often in _TOLD[channel])
    name, kana = _names(person, channel, chance)
    moved = chance.random() < 0.25
    return Contact(
        person.number,
        channel,
        name,
        kana,
        _date(person.born, chance) if born else "",
        _written_phone(_one_of(person.phones, chance), chance) if phone else "",
        _written_mail(_one_of(person.mails, chance), chance) if mail else "",
        person.postcodes[-1 if moved else 0] if postcode else "",
        person.streets[-1 if moved and len(person.postcodes) > 1 else 0] if street else "",
    )


def _one_of(values: Sequence[str], chance: random.Random) -> str:
    return values[-1] if chance.random() < 0.3 else values[0]


def _date(born: date, chance: random.Random) -> str:
    if chance.random() < 0.035:
        if born.day <= 12 and chance.random() < 0.4:
            return f"{born.year}-{born.day:02d}-{born.month:02d}"
        return f"{born.year}-{born.month:02d}-{(born.day + 9) % 28 + 1:02d}"
    return born.isoformat()


def _written_phone(number: str, chance: random.Random) -> str:
    draw = chance.random()
    if draw < 0.5 or len(number) == 10:
        return number
    if draw < 0.75:
        return f"{number[:3]}-{number[3:7]}-{number[7:]}"
    if draw < 0.9:
        return f"+81 {number[1:]}"
    return f"({number[:3]}) {number[3:7]} {number[7:]}"


def _written_mail(mail: str, chance: random.Random) -> str:
    draw = chance.random()
    if draw < 0.04:
        return mail.upper()
    if draw < 0.055:
        place = chance.randrange(1, 4)
        return mail[: place - 1] + mail[place] + mail[place - 1] + mail[place + 1 :]
    return mail


def _names(person: _Person, channel: str, chance: random.Random) -> tuple[str, str]:
    if person.kind != "ja":
        cyrillic = person.kind == "uk" and chance.random() < 0.4
        return _in_letters(person.family[not cyrillic], person.given[not cyrillic], chance), ""
    kanji, letters, with_kana = _WRITTEN[channel]
    draw = chance.randrange(100)
    if draw < kanji:
        name = person.family[0] + chance.choice((" ", "　", "", "")) + person.given[0]
        return name, _kana(person, chance) if chance.randrange(100) < with_kana else ""
    if draw < kanji + letters:
        return _in_letters(_romaji(person.family[1], chance), _romaji(person.given[1], chance), chance), ""
    return _kana(person, chance), ""


def _kana(person: _Person, chance: random.Random) -> str:
    text = person.family[1] + chance.choice((" ", "　", "", " ")) + person.given[1]
    if chance.random() < 0.01:
        place = chance.randrange(len(text) - 1)
        text = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    draw = chance.random()
    if draw < 0.4:
        return to_hiragana(text)
    return text if draw < 0.8 else text.translate(_HALF_WIDTH)


_HALF_WIDTH: Final = {
    ord(full): half
    for half in [chr(code) for code in range(0xFF66, 0xFF9E)]
    + [chr(code) + mark for code in range(0xFF76, 0xFF8F) for mark in "ﾞﾟ"]
    + ["ｳﾞ"]
    if len(full := unicodedata.normalize("NFKC", half)) == 1
}


def _romaji(kana: str, chance: random.Random) -> str:
    text = to_passport(kana).capitalize()
    draw = chance.random()
    if draw < 0.08:
        return text.replace("shi", "si").replace("tsu", "tu").replace("chi", "ti")
    return text


def _in_letters(family: str, given: str, chance: random.Random) -> str:
    draw = chance.random()
    if draw < 0.15:
        family, given = family.upper(), given.upper()
    elif draw < 0.25:
        family, given = _without_accents(family), _without_accents(given)
    if draw > 0.9:
        return f"{family}, {given}"
    return f"{family} {given}" if draw > 0.5 else f"{given} {family}"


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(each for each in decomposed if not unicodedata.combining(each)))
