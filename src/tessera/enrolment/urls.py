from django.urls import path, re_path

from tessera.enrolment.views import learning, teaching

app_name = "enrolment"
urlpatterns = [
    path("", learning.home, name="home"),
    path("teaching/", teaching.teaching, name="teaching"),
    path("offerings/", teaching.offerings, name="offerings"),
    path("offerings/new/", teaching.offering_new, name="offering_new"),
    path("offerings/<uuid:uuid>/", teaching.offering, name="offering"),
    path("offerings/<uuid:uuid>/open/", teaching.open_offering, name="offering_open"),
    path("offerings/<uuid:uuid>/close/", teaching.close_offering, name="offering_close"),
    path("offerings/<uuid:uuid>/record/", teaching.record, name="record"),
    path("enrol/<uuid:uuid>/", learning.enrol, name="enrol"),
    path("files/<uuid:uuid>", learning.artefact, name="artefact"),
    path("evidence/<uuid:uuid>/remove/", learning.remove_evidence, name="remove_evidence"),
    path("<uuid:uuid>/", learning.workspace, name="workspace"),
    path("<uuid:uuid>/reflection/", learning.reflection, name="reflection"),
    path("<uuid:uuid>/withdraw/", learning.withdraw, name="withdraw"),
    re_path(
        r"^(?P<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/evidence/(?P<task>[0-9]+)/(?P<kind>file|link|text)/$",
        learning.add_evidence,
        name="add_evidence",
    ),
]
