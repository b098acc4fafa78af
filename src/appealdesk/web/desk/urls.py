"""Addresses of the desk."""

from django.urls import path

from appealdesk.web.desk.converters import register_converters
from appealdesk.web.desk.views import (
    answers,
    applications,
    audit,
    criteria,
    criteria_draft,
    criteria_history,
    criteria_review,
    donations,
    figures,
    jobs,
    letters,
    people,
    phone,
    roster,
    statements,
)
from appealdesk.web.desk.views.queue import desk
from appealdesk.web.desk.views.sign_in import sign_in, sign_out

register_converters()

app_name = "desk"
urlpatterns = [
    path("", desk, name="queue"),
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("applications/<desk_ref:ref>/", applications.application, name="application"),
    path("applications/<desk_ref:ref>/form/", applications.form, name="application_form"),
    path("applications/<desk_ref:ref>/preview/", applications.preview, name="application_preview"),
    path("applications/<desk_ref:ref>/decide/", applications.decide, name="application_decide"),
    path("applications/<desk_ref:ref>/changes/", applications.changes, name="application_changes"),
    path("criteria/", criteria.board, name="criteria_list"),
    path("criteria/<desk_ref:ref>/", criteria.criteria, name="criteria"),
    path("criteria/<desk_ref:ref>/said/", criteria.said, name="criteria_said"),
    path("criteria/<desk_ref:ref>/dry-run/", criteria_review.dry_run, name="criteria_dry_run"),
    path("criteria/<desk_ref:ref>/approve/", criteria_review.approve, name="criteria_approve"),
    path("criteria/<desk_ref:ref>/upload/", criteria_draft.upload, name="criteria_upload"),
    path("criteria/<desk_ref:ref>/copy/", criteria_draft.copy, name="criteria_copy"),
    path("criteria/<desk_ref:ref>/download/", criteria_draft.download, name="criteria_download"),
    path("criteria/<desk_ref:ref>/history/", criteria_history.history, name="criteria_history"),
    path("criteria/<desk_ref:ref>/revisions/<int:number>/", criteria_history.revision, name="criteria_revision"),
    path("criteria/<desk_ref:ref>/<draft_act:act>/", criteria_draft.act, name="criteria_act"),
    path("applications/<desk_ref:ref>/undo/", answers.undo, name="application_undo"),
    path("applications/<desk_ref:ref>/contradict/", answers.contradict, name="application_contradict"),
    path("applications/<desk_ref:ref>/uphold/", answers.uphold, name="application_uphold"),
    path("phone/", phone.phone, name="phone"),
    path("phone/who/", phone.who, name="phone_who"),
    path("phone/facts/", phone.facts, name="phone_facts"),
    path("phone/known/<desk_ref:ref>/", phone.known, name="phone_known"),
    path("letters/", letters.outbox, name="letters"),
    path("letters/approve/", letters.approve_shown, name="letters_approve"),
    path("letters/<desk_ref:ref>/", letters.letter, name="letter"),
    path("letters/<desk_ref:ref>/edit/", letters.edit, name="letter_edit"),
    path("letters/<desk_ref:ref>/<letter_act:act>/", letters.act, name="letter_act"),
    path("people/", people.questions, name="questions"),
    path("people/judge/", people.judge, name="judge"),
    path("people/<desk_ref:ref>/", people.person, name="person"),
    path("roster/", roster.roster, name="roster"),
    path("roster/<desk_ref:ref>/propose/", roster.propose, name="propose"),
    path("roster/placements/<desk_ref:ref>/clear/", roster.clear, name="clear_placement"),
    path("roster/holds/<desk_ref:ref>/lift/", roster.lift, name="lift_hold"),
    path("statements/", statements.statements, name="statements"),
    path("statements/<desk_ref:ref>/", statements.statement, name="statement"),
    path("statements/<desk_ref:ref>/progress/", statements.progress, name="statement_progress"),
    path("statements/<desk_ref:ref>/confirm/", statements.confirm, name="statement_confirm"),
    path("statements/<desk_ref:ref>/undo/", statements.undo, name="statement_undo"),
    path("donations/", donations.donations, name="donations"),
    path("donations/ledger/", donations.ledger, name="ledger"),
    path("figures/", figures.figures, name="figures"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:job_id>/retry/", jobs.retry, name="job_retry"),
    path("audit/", audit.audit, name="audit"),
]
