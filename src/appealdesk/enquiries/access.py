"""From an outside reference to an enquiry or an application, or a refusal that looks like "not found"."""

import hmac

from django.db.models import QuerySet

from appealdesk.appeals.queries.appeals import appeals_of
from appealdesk.appeals.queries.pages import AppealCard
from appealdesk.enquiries.models import Application, Enquiry, Evidence, PeopleFile
from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.ids import hash_secret
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = [
    "access_application",
    "access_enquiry",
    "access_evidence",
    "access_open_appeal",
    "access_own_application",
    "access_people_file",
    "may_read",
    "may_receive",
    "not_open",
    "visible_applications",
    "visible_enquiries",
    "visible_evidence",
    "visible_people_files",
]

_READERS = (Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.ADMINISTRATOR)


def may_read(actor: Actor) -> bool:
    """True for officers of the desk, and for the product itself."""
    return actor.kind is ActorKind.SYSTEM or actor.has_role(*_READERS)


def may_receive(actor: Actor, organisation_id: int) -> bool:
    """True for visitors, programs and officers who take enquiries for the organisation."""
    if actor.organisation_id != organisation_id:
        return False
    return actor.kind is ActorKind.PUBLIC or actor.kind is ActorKind.API or may_read(actor)


def visible_enquiries(actor: Actor) -> QuerySet[Enquiry]:
    """The enquiries that the actor may see."""
    enquiries = Enquiry.objects.filter(organisation_id=actor.own_organisation)
    return enquiries if may_read(actor) else enquiries.none()


def visible_applications(actor: Actor) -> QuerySet[Application]:
    """The applications that the actor may see."""
    applications = Application.objects.filter(organisation_id=actor.own_organisation)
    return applications if may_read(actor) else applications.none()


def access_enquiry(actor: Actor, ref: str, *, lock: bool = False) -> Enquiry:
    """The enquiry with this reference; `lock` keeps other workers out until the transaction ends."""
    enquiries = visible_enquiries(actor)
    enquiry = (enquiries.select_for_update() if lock else enquiries).filter(ref=ref).first()
    if enquiry is None:
        raise NotFound("enquiry")
    return enquiry


def access_application(actor: Actor, ref: str, *, lock: bool = False) -> Application:
    """The application with this reference; `lock` keeps other writers out until the transaction ends."""
    applications = visible_applications(actor)
    application = (applications.select_for_update() if lock else applications).filter(ref=ref).first()
    if application is None:
        raise NotFound("application")
    return application


def access_own_application(actor: Actor, ref: str, secret: str, *, lock: bool = False) -> Application:
    """Like `access_application`, but a visitor reaches the one application whose status link they hold."""
    if actor.kind is not ActorKind.PUBLIC:
        return access_application(actor, ref, lock=lock)
    applications = Application.objects.filter(organisation_id=actor.own_organisation, ref=ref).select_related("enquiry")
    application = (applications.select_for_update(of=("self",)) if lock else applications).first()
    if application is None or not hmac.compare_digest(bytes(application.enquiry.secret_hash), hash_secret(secret)):
        raise NotFound("application")
    return application


def visible_evidence(actor: Actor) -> QuerySet[Evidence]:
    """The documents that the actor may see."""
    evidence = Evidence.objects.filter(organisation_id=actor.own_organisation)
    return evidence if may_read(actor) else evidence.none()


def access_evidence(actor: Actor, ref: str, *, lock: bool = False) -> Evidence:
    """The document with this reference; `lock` keeps other writers out until the transaction ends."""
    evidence = visible_evidence(actor)
    found = (evidence.select_for_update() if lock else evidence).filter(ref=ref).first()
    if found is None:
        raise NotFound("document")
    return found


def visible_people_files(actor: Actor) -> QuerySet[PeopleFile]:
    """The files of people that the actor may see: whoever may take in an enquiry may take in a list.

    Their bytes are read only where they are asked for.
    """
    files = PeopleFile.objects.filter(organisation_id=actor.own_organisation).defer("sealed")
    return files if may_read(actor) else files.none()


def access_people_file(actor: Actor, ref: str, *, lock: bool = False) -> PeopleFile:
    """The file with this reference; `lock` keeps other writers out until the transaction ends."""
    files = visible_people_files(actor)
    found = (files.select_for_update() if lock else files).filter(ref=ref).first()
    if found is None:
        raise NotFound("file")
    return found


def access_open_appeal(actor: Actor, *, appeal_id: int | None = None, ref: str = "") -> AppealCard:
    """The organisation's appeal with this id or reference, while it takes offers."""
    card = next((card for card in appeals_of(actor.own_organisation) if card.id == appeal_id or card.ref == ref), None)
    if card is None:
        raise NotFound("appeal")
    if card.status != "open":
        raise not_open()
    return card


def not_open() -> Refusal:
    """What is said to an offer for an appeal that takes none now."""
    return Refusal(
        "enquiries.appeal_not_open",
        "This appeal is not taking offers at the moment; the appeal's page says how you can help now.",
    )
