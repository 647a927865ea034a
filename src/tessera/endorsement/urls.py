from django.urls import path

from tessera.endorsement import views

app_name = "endorsement"
urlpatterns = [
    path("", views.requests_to_answer, name="requests"),
    path("ask/<uuid:uuid>/", views.ask, name="ask"),
    path("<uuid:uuid>/", views.answer, name="request"),
    path("<uuid:uuid>/draft/", views.save_draft, name="save_draft"),
    path("<uuid:uuid>/renew/", views.renew, name="renew"),
    path("<uuid:uuid>/suggestions/", views.answer_suggestions, name="answer_suggestions"),
    path("<uuid:uuid>/withdraw/", views.withdraw, name="withdraw"),
]
