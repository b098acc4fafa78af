"""The advisory files under tests/data, and one list of new arrivals to vary."""

from pathlib import Path

FOLDER = Path(__file__).parents[2] / "data" / "advisories"


def feed(name: str) -> bytes:
    """The bytes of one file."""
    return (FOLDER / name).read_bytes()


def arrivals(mail: str, *, kind: str = "02") -> bytes:
    """A document of the ministry with the given content."""
    return (
        f'<?xml version="1.0"?><opendata odType="{kind}" lastModified="2022/03/01 18:00:00">{mail}</opendata>'.encode()
    )


def danger(**changed: str) -> str:
    """One danger mail for Ukraine at level 4, with some elements changed; the value "-" leaves the element out."""
    parts = {
        "keyCd": "9999T900",
        "infoType": "T40",
        "leaveDate": "2022/02/11 12:00:00",
        "country": "<cd>0380</cd>",
        "title": "ウクライナの危険情報【危険レベル引上げ】",
        "lead": "ウクライナ全土の危険情報をレベル４（退避勧告）に引き上げます。",
        "infoUrl": "https://www.anzen.mofa.go.jp/info/pchazardspecificinfo_9999T900.html",
        "riskLevel4": "1",
        "riskLevel3": "0",
        "riskLevel2": "0",
        "riskLevel1": "0",
    } | changed
    return "<mail>" + "".join(f"<{name}>{value}</{name}>" for name, value in parts.items() if value != "-") + "</mail>"
