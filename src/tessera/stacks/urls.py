from django.urls import path

from tessera.stacks import views

app_name = "stacks"
urlpatterns = [
    path("", views.suspended, name="suspended"),
    path("<uuid:uuid>/", views.keep, name="keep"),
    path("rule/<uuid:uuid>/", views.rule, name="rule"),
    path("rule/<uuid:uuid>/part/", views.part, name="part"),
]
