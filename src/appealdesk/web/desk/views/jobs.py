"""The jobs that stopped after their last try, and how many wait."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.jobs import DeadJob, dead_jobs, retry_job, waiting_jobs
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say

__all__ = ["JobsView", "jobs", "retry"]


@dataclass(frozen=True, slots=True)
class JobsView:
    """Dead jobs of the organisation, and the number that wait on the whole site."""

    dead: tuple[DeadJob, ...]
    waiting: int


@desk_view("jobs", "GET")
def jobs(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The page; the number of waiting jobs is read again every few seconds."""
    page = JobsView(dead_jobs(organisation_id=actor.own_organisation), waiting_jobs())
    fragment = request.headers.get("HX-Request") == "true"
    return render(request, "desk/jobs/_jobs.html" if fragment else "desk/jobs/jobs.html", {"page": page})


@desk_view("jobs", "POST")
def retry(request: HttpRequest, actor: Actor, job_id: int) -> HttpResponse:
    """Give a dead job its tries again."""
    retry_job(job_id=job_id, organisation_id=actor.own_organisation, now=read_clock())
    say(request, _("Job %(job)d is tried again now.") % {"job": job_id})
    return HttpResponseRedirect(reverse("desk:jobs"))
