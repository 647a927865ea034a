from django.urls import path

from tessera.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("<slug:shape>/", views.shape, name="shape"),
]
