from django.urls import path

from tessera.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("design/<uuid:uuid>/", views.version, name="version"),
    path("artwork/<uuid:uuid>.png", views.artwork, name="artwork"),
]
