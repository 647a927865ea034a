from django.urls import path

from tessera.assurance import views

app_name = "assurance"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("submit/<uuid:uuid>/", views.submit, name="submit"),
    path("proposals/<uuid:uuid>/", views.proposal, name="proposal"),
    path("proposals/<uuid:uuid>/dossier.pdf", views.dossier, name="dossier"),
    path("proposals/<uuid:uuid>/screening/", views.screen, name="screen"),
    path("proposals/<uuid:uuid>/reviewers/", views.assign, name="assign"),
    path("proposals/<uuid:uuid>/hold/", views.hold, name="hold"),
    path("proposals/<uuid:uuid>/resume/", views.resume, name="resume"),
    path("proposals/<uuid:uuid>/decision/", views.decide, name="decide"),
    path("proposals/<uuid:uuid>/answers/", views.answer, name="answer"),
    path("proposals/<uuid:uuid>/remarks/", views.remark, name="remark"),
    path("proposals/<uuid:uuid>/appeal/", views.lodge, name="lodge"),
    path("appeals/<uuid:uuid>/", views.appeal, name="appeal"),
    path("reviews/<uuid:uuid>/", views.review, name="review"),
    path("reviews/<uuid:uuid>/draft/", views.save_draft, name="save_draft"),
    path("reviews/<uuid:uuid>/hand-back/", views.hand_back, name="hand_back"),
    path("reviews/<uuid:uuid>/remove/", views.remove, name="remove"),
    path("conditions/", views.conditions, name="conditions"),
    path("conditions/<uuid:uuid>/", views.condition, name="condition"),
    path("overrides/", views.overrides, name="overrides"),
    path("standard/", views.standards, name="standards"),
    path("standard/<uuid:uuid>/", views.standard, name="standard"),
    path("standard/<uuid:uuid>/edit/", views.edit_standard, name="edit_standard"),
    path("standard/<uuid:uuid>/checks/", views.check, name="add_check"),
    path("standard/<uuid:uuid>/checks/<slug:code>/", views.check, name="check"),
    path("calendar/", views.closures, name="closures"),
    path("calendar/<uuid:uuid>/remove/", views.remove_closure, name="remove_closure"),
]
