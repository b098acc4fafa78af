"""The figures: what is published, drawn and tabled, as open data, and one release with its proof."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from appealdesk.appeals.queries.appeals import appeal_by_id
from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.figures.queries.open_data import datapackage, figures_csv, figures_csvw
from appealdesk.figures.queries.releases import ReleaseDetail, ReleasePage, current_releases, release_detail
from appealdesk.foundation.clock import read_clock
from appealdesk.web.public.shelf import APPEALS

__all__ = ["Bar", "FigureGroup", "FiguresView", "ReleaseView", "figures", "proof", "release"]

_FEWEST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the plot: its length in hundredths of the longest; dashed where the number is protected."""

    release: ReleasePage
    length: float
    dashed: bool


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """A figure, and the bars of its parts."""

    release: ReleasePage
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresView:
    """Every figure in force of an appeal."""

    language: str
    appeal: AppealPage
    groups: tuple[FigureGroup, ...]
    releases: tuple[ReleasePage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseView:
    """One release, current or superseded, and the address to quote."""

    language: str
    appeal: AppealPage
    detail: ReleaseDetail
    address: str


@require_safe
def figures(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The page of figures."""
    appeal = APPEALS.take(slug)
    releases = current_releases(appeal.id)
    page = FiguresView(language=language, appeal=appeal, groups=_groups(releases), releases=releases)
    return render(request, "public/figures/figures.html", {"page": page})


@require_safe
def release(request: HttpRequest, language: str, ref: str) -> HttpResponse:
    """One release with its record and its proof; a superseded one stays, and says so."""
    detail = release_detail(ref)
    appeal = appeal_by_id(detail.appeal_id, now=read_clock())
    page = ReleaseView(
        language=language, appeal=appeal, detail=detail, address=request.build_absolute_uri(request.path)
    )
    return render(request, "public/figures/release.html", {"page": page})


@require_safe
def proof(request: HttpRequest, language: str, ref: str) -> HttpResponse:
    """The proof as a file to check elsewhere."""
    return _file(release_detail(ref).proof, "application/json", f"{ref}-proof.json")


@require_safe
def figures_as_csv(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The figures in force as CSV."""
    return _file(figures_csv(APPEALS.take(slug).id), "text/csv; charset=utf-8", "figures.csv")


@require_safe
def figures_as_csvw(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The description of the CSV for the Web."""
    return _file(figures_csvw(APPEALS.take(slug)), "application/csvm+json", "figures.csv-metadata.json")


@require_safe
def figures_as_package(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The description of the CSV as a Data Package."""
    appeal = APPEALS.take(slug)
    path = reverse("public:figures", kwargs={"language": language, "slug": slug})
    text = datapackage(appeal, address=request.build_absolute_uri(path))
    return _file(text, "application/json", "datapackage.json")


def _file(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _groups(releases: tuple[ReleasePage, ...]) -> tuple[FigureGroup, ...]:
    wholes = [page for page in releases if not page.part_of]
    groups = []
    for whole in wholes:
        parts = [page for page in releases if page.part_of == whole.definition]
        groups.append(FigureGroup(whole, _bars([whole, *parts]) if parts else ()))
    return tuple(groups)


def _bars(pages: list[ReleasePage]) -> tuple[Bar, ...]:
    longest = max(*(page.shown or 0 for page in pages), _FEWEST_SHOWN)
    return tuple(
        Bar(page, round(100 * (_FEWEST_SHOWN if page.suppressed else page.shown or 0) / longest, 2), page.suppressed)
        for page in pages
    )
