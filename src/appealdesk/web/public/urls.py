"""Addresses of the public door: the first part is the language."""

from django.urls import URLPattern, URLResolver, include, path

from appealdesk.web.public.converters import register_converters
from appealdesk.web.public.views.answers import answers
from appealdesk.web.public.views.appeals import appeal, appeals, start
from appealdesk.web.public.views.card import card, card_gift
from appealdesk.web.public.views.check import check
from appealdesk.web.public.views.confirm import confirm, contacts
from appealdesk.web.public.views.consent import consent
from appealdesk.web.public.views.erasure import erasure
from appealdesk.web.public.views.evidence import evidence
from appealdesk.web.public.views.figures import (
    figures,
    figures_as_csv,
    figures_as_csvw,
    figures_as_package,
    proof,
    release,
)
from appealdesk.web.public.views.giving import claim, give, pledged
from appealdesk.web.public.views.goods import goods
from appealdesk.web.public.views.offer import offer
from appealdesk.web.public.views.receipt import receipt
from appealdesk.web.public.views.review import review
from appealdesk.web.public.views.status import status
from appealdesk.web.public.views.updates import criteria, feed, update
from appealdesk.web.public.views.withdrawal import withdrawal

register_converters()

app_name = "public"

_of_appeal: list[URLPattern | URLResolver] = [
    path("", appeal, name="appeal"),
    path("offer/", offer, name="offer"),
    path("check/", check, name="check"),
    path("updates/<ref:ref>/", update, name="update"),
    path("updates.atom", feed, name="feed"),
    path("criteria/<ref:ref>/", criteria, name="criteria"),
    path("give/", give, name="give"),
    path("give/<ref:ref>/<secret:secret>/", pledged, name="pledged"),
    path("give/card/", card, name="card"),
    path("give/card/<ref:ref>/<secret:secret>/", card_gift, name="card_gift"),
    path("claim/", claim, name="claim"),
    path("goods/", goods, name="goods"),
    path("figures/", figures, name="figures"),
    path("figures/figures.csv", figures_as_csv, name="figures_csv"),
    path("figures/figures.csv-metadata.json", figures_as_csvw, name="figures_csvw"),
    path("figures/datapackage.json", figures_as_package, name="figures_package"),
]

# Each act of the status page has an address, a view and a form of its own.
_of_status: list[URLPattern | URLResolver] = [
    path("", status, name="status"),
    path("answers/", answers, name="answers"),
    path("answers/<fact_key:fact_key>/", answers, name="answer"),
    path("review/", review, name="review"),
    path("consent/", consent, name="consent"),
    path("contacts/", contacts, name="contacts"),
    path("erasure/", erasure, name="erasure"),
    path("evidence/", evidence, name="evidence"),
    path("withdrawal/", withdrawal, name="withdrawal"),
]

_of_language: list[URLPattern | URLResolver] = [
    path("", appeals, name="appeals"),
    path("figures/<ref:ref>/", release, name="release"),
    path("figures/<ref:ref>/proof.json", proof, name="proof"),
    path("confirm/<ref:ref>/<secret:secret>/", confirm, name="confirm"),
    path("receipts/<short:organisation>/<ref:ref>/<secret:secret>/", receipt, name="receipt"),
    path("status/<ref:ref>/<secret:secret>/", include(_of_status)),
    path("appeals/<short:slug>/", include(_of_appeal)),
]

urlpatterns = [
    path("", start, name="start"),
    path("<language:language>/", include(_of_language)),
]
