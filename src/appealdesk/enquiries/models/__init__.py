"""The tables of enquiries; private to the app."""

from appealdesk.enquiries.models.enquiries import (
    Application,
    CarryOver,
    Enquiry,
    Evidence,
    EvidenceCheck,
    EvidencePage,
    Fact,
)
from appealdesk.enquiries.models.people_files import PeopleFile

__all__ = ["Application", "CarryOver", "Enquiry", "Evidence", "EvidenceCheck", "EvidencePage", "Fact", "PeopleFile"]
