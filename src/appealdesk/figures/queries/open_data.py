"""The figures in force as open data: CSV, Data Package, CSV on the Web, JSON-LD."""

import csv
import hashlib
import io
import json
from datetime import UTC, datetime
from typing import Any

from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.figures.queries.releases import ReleasePage, current_releases
from appealdesk.foundation.languages import pick

__all__ = ["datapackage", "figures_csv", "figures_csvw"]

_COLUMNS = ("figure", "cell", "as_of", "value", "unit", "release")
_TAGS = ("#indicator+code", "#indicator+type", "#date", "#value", "#value+unit", "#meta+id")
_LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}


def figures_csv(appeal_id: int) -> bytes:
    """UTF-8 with a row of HXL tags; a suppressed cell is `[c]`, money is in minor units of its currency."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    writer.writerow(_TAGS)
    for page in current_releases(appeal_id):
        value = "[c]" if page.suppressed else page.shown
        writer.writerow([page.definition, page.cell, _day(page.as_of), value, page.unit, page.ref])
    return out.getvalue().encode()


def datapackage(appeal: AppealPage, *, address: str) -> str:
    """The description of the CSV as a Data Package (version 2)."""
    data = figures_csv(appeal.id)
    pages = current_releases(appeal.id)
    return _json(
        {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": f"{appeal.slug}-figures",
            "title": pick(appeal.titles, "en"),
            "homepage": address,
            "licenses": [_LICENCE],
            **_created(pages),
            "resources": [
                {
                    "name": "figures",
                    "path": "figures.csv",
                    "type": "table",
                    "scheme": "file",
                    "format": "csv",
                    "mediatype": "text/csv",
                    "encoding": "utf-8",
                    "bytes": len(data),
                    "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
                    "dialect": {"headerRows": [1], "commentRows": [2]},
                    "schema": {
                        "fields": [
                            {"name": "figure", "type": "string"},
                            {"name": "cell", "type": "string"},
                            {"name": "as_of", "type": "date"},
                            {"name": "value", "type": "integer"},
                            {"name": "unit", "type": "string"},
                            {"name": "release", "type": "string", "constraints": {"unique": True}},
                        ],
                        "primaryKey": ["release"],
                        "missingValues": ["", "[c]"],
                    },
                }
            ],
        }
    )


def figures_csvw(appeal: AppealPage) -> str:
    """The description of the CSV for the Web (W3C CSVW)."""
    columns: list[dict[str, Any]] = [{"name": name, "titles": name, "datatype": "string"} for name in _COLUMNS]
    columns[2]["datatype"] = "date"
    columns[3] |= {"datatype": "integer", "null": ["", "[c]"]}
    return _json(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
            "url": "figures.csv",
            "dc:title": pick(appeal.titles, "en"),
            "dc:license": {"@id": _LICENCE["path"]},
            "dialect": {"header": True, "headerRowCount": 1, "skipRows": 0, "commentPrefix": "#"},
            "tableSchema": {"columns": columns, "primaryKey": "release"},
        }
    )


def _created(pages: tuple[ReleasePage, ...]) -> dict[str, str]:
    """When the newest figure was released; nothing is said before there is one."""
    newest = max((page.released_at for page in pages), default=None)
    return {"created": newest.astimezone(UTC).isoformat().replace("+00:00", "Z")} if newest else {}


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
