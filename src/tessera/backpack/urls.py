from django.urls import path

from tessera.backpack import views

app_name = "backpack"
urlpatterns = [
    path("backpack/", views.home, name="home"),
    path("backpack/<uuid:uuid>/", views.badge, name="badge"),
    path("backpack/<uuid:uuid>/preview/", views.preview, name="preview"),
    path("backpack/<uuid:uuid>/visibility/", views.visibility, name="visibility"),
    path("backpack/<uuid:uuid>/share/", views.share, name="share"),
    path("backpack/links/<uuid:uuid>/withdraw/", views.withdraw, name="withdraw"),
    path("s/<slug:token>.<slug:form>", views.shared, name="shared_file"),
    path("s/<slug:token>", views.shared, name="shared"),
]
