from django.urls import path

from tessera.stacks import views

app_name = "stacks"
urlpatterns = [
    path("", views.suspended, name="suspended"),
    path("<uuid:uuid>/", views.keep, name="keep"),
]
