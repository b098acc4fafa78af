"""Adding a document from the status page: which answers it shows, the file, and what became of those sent before."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.enquiries.actions.add_evidence import add_evidence
from appealdesk.enquiries.inputs import EvidenceInput
from appealdesk.enquiries.queries.enquiries import StatusPage
from appealdesk.enquiries.queries.evidence import EvidenceRow, evidence_of_application
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting
from appealdesk.foundation.languages import pick
from appealdesk.foundation.refusals import Refusal
from appealdesk.web.public.forms.fields import Fields, read_fields
from appealdesk.web.public.forms.problems import Problem, Problems
from appealdesk.web.public.forms.questions import Choice
from appealdesk.web.public.own import Own, open_own, own_response, to_status
from appealdesk.web.public.uploads import FILES_AT_ONCE, Upload, read_uploads
from appealdesk.web.shared.evidence_text import document_text, refusal_text
from appealdesk.web.shared.refusals import refusal_sentence

__all__ = ["EvidencePage", "SentDocument", "evidence", "sent_documents"]

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SentDocument:
    """A document that was sent, and what became of it."""

    ref: str
    text: str
    facts: str
    state: str
    reason: str
    row: EvidenceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePage:
    """The form. `arrived` counts the files of this very form that were kept although another was refused."""

    language: str
    secret: str
    status: StatusPage
    appeal: AppealPage
    choices: tuple[Choice, ...]
    documents: tuple[SentDocument, ...]
    problems: tuple[Problem, ...]
    fact_problem: str
    file_problem: str
    arrived: int
    room: int
    megabytes: int
    most_bytes: int


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, language: str, ref: str, secret: str) -> HttpResponse:
    """GET: the form; `?fact=` chooses what the document shows. POST: each file is kept or named with what is wrong."""
    # The link is checked before a byte of the body is read, so that only its holder can make the server hold a file.
    own = open_own(ref=ref, secret=secret, language=language, now=read_clock())
    if not own.is_live or own.application is None:
        return to_status(own)
    problems = Problems()
    if request.method != "POST":
        return _form(request, own, Fields([("facts", request.GET.get("fact", ""))]), problems)
    uploads = read_uploads(request, "file", most_bytes=settings.EVIDENCE_MAX_BYTES)
    fields = read_fields(request)
    arrived = _receive(own, fields, uploads, problems)
    if problems:
        return _form(request, own, fields, problems, arrived=arrived, status=422)
    return to_status(own, done="evidence")


def _receive(own: Own, fields: Fields, uploads: list[Upload], problems: Problems) -> int:
    facts = tuple(key for key in fields.many("facts") if key in {fact.key for fact in own.questions})
    if not facts:
        problems.say("facts", _("Tick at least one answer that the document shows."), anchor="facts-0")
    if not uploads:
        problems.say("file", _("Choose a file, or take a photograph of the document."))
    if problems or own.application is None:
        return 0
    refused: list[str] = []
    for upload in uploads:
        try:
            _keep(own, own.application.ref, facts, upload)
        except Refusal as refusal:
            refused.append(f"{upload.name}: {refusal_sentence(refusal)}")
    if refused:
        problems.say("file", " ".join(refused))
    return len(uploads) - len(refused)


def _keep(own: Own, application_ref: str, facts: tuple[str, ...], upload: Upload) -> None:
    if upload.is_one_too_many:
        raise Refusal(
            "enquiries.evidence_at_once",
            f"Send at most {FILES_AT_ONCE} files at once.",
            field="file",
            values={"limit": FILES_AT_ONCE},
        )
    if upload.data is None:
        megabytes = settings.EVIDENCE_MAX_BYTES // _MEGABYTE
        sentence = f"This file is larger than {megabytes} megabytes. Send a smaller one."
        raise Refusal("document.large", sentence, field="file", values={"megabytes": megabytes})
    add_evidence(
        actor=own.visitor,
        now=read_clock(),
        entry=EvidenceInput(application_ref=application_ref, fact_keys=facts, data=upload.data),
        most_bytes=settings.EVIDENCE_MAX_BYTES,
        most_documents=settings.EVIDENCE_MAX_DOCUMENTS,
        secret=own.secret,
    )


def sent_documents(own: Own) -> tuple[SentDocument, ...]:
    """What was sent so far, in words; in the reader's transaction."""
    if own.application is None:
        return ()
    labels: Mapping[str, str] = {key: pick(fact.labels, own.language) for key, fact in own.dictionary.items()}
    joint = "、" if own.language == "ja" else ", "
    return tuple(
        SentDocument(
            ref=row.ref,
            text=document_text(row.kind, row.page_count),
            facts=joint.join(labels.get(key, key) for key in row.fact_keys),
            state=row.state,
            reason=refusal_text(row.reason),
            row=row,
        )
        for row in evidence_of_application(actor=own.reader, application_id=own.application.id)
    )


def _form(
    request: HttpRequest, own: Own, fields: Fields, problems: Problems, *, arrived: int = 0, status: int = 200
) -> HttpResponse:
    with acting(own.reader):
        documents = sent_documents(own)
    chosen = fields.many("facts")
    facts = own.questions
    page = EvidencePage(
        language=own.language,
        secret=own.secret,
        status=own.status,
        appeal=own.appeal,
        choices=tuple(
            Choice(f"facts-{place}", fact.key, pick(fact.labels, own.language), fact.key in chosen or len(facts) == 1)
            for place, fact in enumerate(facts)
        ),
        documents=documents,
        problems=problems.ordered(("facts", "file")),
        fact_problem=problems.of("facts"),
        file_problem=problems.of("file"),
        arrived=arrived,
        room=max(0, settings.EVIDENCE_MAX_DOCUMENTS - sum(document.state != "refused" for document in documents)),
        megabytes=settings.EVIDENCE_MAX_BYTES // _MEGABYTE,
        most_bytes=settings.EVIDENCE_MAX_BYTES,
    )
    return own_response(request, "public/status/evidence.html", page, status=status)
