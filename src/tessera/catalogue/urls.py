from django.urls import path

from tessera.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("design/", views.desk, name="desk"),
    path("design/new/", views.new, name="new"),
    path("design/import/", views.bring, name="bring"),
    path("schemas/definition-1.json", views.schema, name="schema"),
    path("design/<uuid:uuid>/", views.version, name="version"),
    path("design/<uuid:uuid>/definition.json", views.export, name="export"),
    path("design/<uuid:uuid>/rubric/", views.rubric, name="rubric"),
    path("design/<uuid:uuid>/matrix/", views.matrix, name="matrix"),
    path("design/<uuid:uuid>/publish/", views.publish, name="publish"),
    path("design/<uuid:uuid>/withdraw/", views.withdraw, name="withdraw"),
    path("design/<uuid:uuid>/skills/", views.align, name="align"),
    path("design/<uuid:uuid>/amend/", views.amend, name="amend"),
    path("design/<uuid:uuid>/amend/<int:section>/", views.amend_section, name="amend_section"),
    path("design/<uuid:uuid>/next/", views.open_next, name="open_next"),
    path("design/<uuid:uuid>/copy/", views.copy, name="copy"),
    path("design/<uuid:uuid>/retire/", views.retire, name="retire"),
    path("design/<uuid:uuid>/compare/", views.compare, name="compare"),
    path("design/<uuid:uuid>/badge/", views.badge, name="badge"),
    path("design/<uuid:uuid>/<int:section>/", views.section, name="section"),
    path("design/<uuid:uuid>/<int:section>/presence/", views.presence, name="presence"),
    path("design/<uuid:uuid>/add/<str:kind>/", views.add, name="add"),
    path("design/<uuid:uuid>/<str:kind>/<int:pk>/", views.edit, name="edit"),
    path("design/<uuid:uuid>/<str:kind>/<int:pk>/remove/", views.remove, name="remove"),
    path("commitments/", views.commitments, name="commitments"),
    path("commitments/new/", views.edition_new, name="edition_new"),
    path("commitments/<uuid:uuid>/", views.edition, name="edition"),
    path("commitments/<uuid:uuid>/coverage/", views.coverage, name="coverage"),
    path("commitments/<uuid:uuid>/coverage.csv", views.coverage_csv, name="coverage_csv"),
    path("commitments/<uuid:uuid>/<int:pk>/", views.commitment, name="commitment"),
    path(
        "commitments/<uuid:uuid>/<int:pk>/remove/",
        views.commitment_remove,
        name="commitment_remove",
    ),
    path("artwork/<uuid:uuid>.png", views.artwork, name="artwork"),
    path("artwork/<uuid:uuid>.svg", views.drawing, name="drawing"),
]
