from django.urls import path

from tessera.endorsement import views

app_name = "endorsement"
urlpatterns = [
    path("", views.requests_to_answer, name="requests"),
    path("ask/<uuid:uuid>/", views.ask, name="ask"),
    path("<uuid:uuid>/", views.answer, name="request"),
    path("<uuid:uuid>/withdraw/", views.withdraw, name="withdraw"),
]
