from django.urls import path

from tessera.publicsite.views import check, documents, pages, previews, readers

app_name = "publicsite"
urlpatterns = [
    path("", pages.home, name="home"),
    path("robots.txt", readers.robots, name="robots"),
    path("sitemap.xml", readers.sitemap, name="sitemap"),
    path("catalogue/", pages.catalogue_page, name="catalogue"),
    path("catalogue/feed.xml", readers.feed, name="feed"),
    path("catalogue/<slug:slug>/", pages.definition, name="definition"),
    path("stacks/<slug:slug>/", pages.stack, name="stack"),
    path("design/<uuid:uuid>/preview/", previews.public, name="preview_public"),
    path("design/<uuid:uuid>/preview/learner/", previews.learner, name="preview_learner"),
    path("design/<uuid:uuid>/preview/verifier/", previews.verifier, name="preview_verifier"),
    path("check/", check.page, name="check"),
    path("check/answers.<slug:kind>", check.table, name="check_table"),
    path("api/check", check.api, name="check_api"),
    path("achievements/<slug:slug>/v<int:number>", documents.achievement, name="achievement"),
    path("achievements/<slug:slug>/v<int:number>.ob2.json", documents.hosted, name="badge_class"),
    path("credentials/<uuid:uuid>.ob2.json", documents.hosted, name="assertion"),
    path("issuers/<slug:slug>.ob2.json", documents.hosted, name="old_issuer"),
    path("issuers/<slug:slug>", documents.issuer, name="issuer"),
    path("issuers/<slug:slug>/did.json", documents.issuer_did, name="issuer_did"),
    path(".well-known/did.json", documents.institution_did, name="institution_did"),
    path(".well-known/jwks.json", documents.key_set, name="key_set"),
    path("status/<int:number>", documents.status, name="status"),
    path("endorsements/<uuid:uuid>", documents.endorsement, name="endorsement"),
    path("revocations/<uuid:uuid>", documents.revocations, name="revocations"),
]
