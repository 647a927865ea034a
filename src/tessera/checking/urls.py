from django.urls import path

from tessera.checking import views

app_name = "checking"
urlpatterns = [
    path("", views.issuers, name="issuers"),
    path("<uuid:uuid>/remove/", views.remove, name="remove"),
]
