from django.urls import path

from tessera.standing import views

app_name = "standing"
urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("<uuid:uuid>/", views.version, name="version"),
    path("<uuid:uuid>/complaint/", views.complain, name="complain"),
    path("<uuid:uuid>/open/", views.open_review, name="open"),
    path("<uuid:uuid>/conclude/", views.conclude, name="conclude"),
    path("<uuid:uuid>/suspend/", views.suspend, name="suspend"),
    path("<uuid:uuid>/reinstate/", views.reinstate, name="reinstate"),
    path("<uuid:uuid>/schedule/", views.schedule, name="schedule"),
]
