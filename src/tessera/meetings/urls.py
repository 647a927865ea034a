from django.urls import path

from tessera.meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("<uuid:uuid>/", views.meeting, name="meeting"),
    path("<uuid:uuid>/people/", views.presence, name="presence"),
    path("<uuid:uuid>/items/", views.add, name="add"),
    path("<uuid:uuid>/fill/", views.fill, name="fill"),
    path("<uuid:uuid>/close/", views.close, name="close"),
    path("<uuid:uuid>/minutes.pdf", views.minutes, name="minutes"),
    path("items/<uuid:uuid>/notes/", views.notes, name="notes"),
    path("items/<uuid:uuid>/settle/", views.settle, name="settle"),
    path("items/<uuid:uuid>/remove/", views.remove, name="remove"),
]
