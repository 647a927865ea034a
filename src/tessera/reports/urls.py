from django.urls import path

from tessera.reports import views

app_name = "reports"
urlpatterns = [
    path("scrutiny/", views.scrutiny, name="scrutiny"),
    path("scrutiny.<str:kind>", views.scrutiny_file, name="scrutiny_file"),
]
