from django.urls import path

from tessera.assurance import views

app_name = "assurance"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("submit/<uuid:uuid>/", views.submit, name="submit"),
    path("proposals/<uuid:uuid>/", views.proposal, name="proposal"),
    path("proposals/<uuid:uuid>/reviewers/", views.assign, name="assign"),
    path("proposals/<uuid:uuid>/decision/", views.decide, name="decide"),
    path("proposals/<uuid:uuid>/answers/", views.answer, name="answer"),
    path("reviews/<uuid:uuid>/", views.review, name="review"),
    path("reviews/<uuid:uuid>/draft/", views.save_draft, name="save_draft"),
]
