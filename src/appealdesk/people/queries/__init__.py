"""Reads of persons that return frozen pages."""

from appealdesk.people.queries.candidates import CandidatePage, candidates
from appealdesk.people.queries.identities import IdentityPage, identities_of
from appealdesk.people.queries.persons import PersonPage, QuestionPage, person_page
from appealdesk.people.queries.search import search

__all__ = [
    "CandidatePage",
    "IdentityPage",
    "PersonPage",
    "QuestionPage",
    "candidates",
    "identities_of",
    "person_page",
    "search",
]
