from django.urls import path

from tessera.frameworks import views

app_name = "frameworks"
urlpatterns = [
    path("", views.register, name="register"),
    path("search/", views.search, name="search"),
    path("import/", views.bring, name="bring"),
    path("imports/<uuid:uuid>/", views.run, name="import"),
    path("<uuid:uuid>/offer/", views.offer, name="offer"),
]
