from django.urls import path

from tessera.credentials import embedding, views

app_name = "credentials"
urlpatterns = [
    path("awards/", views.awaiting, name="awaiting"),
    path("awards/confirm/", views.confirm_all, name="confirm_all"),
    path("awards/confirm/<uuid:uuid>/", views.confirm, name="confirm"),
    path("awards/runs/<uuid:uuid>/", views.run, name="run"),
    path("awards/runs/<uuid:uuid>/stop/", views.stop_run, name="stop_run"),
    path("awards/runs/<uuid:uuid>.csv", views.run_file, name="run_file"),
    path("awards/register/", views.register, name="register"),
    path("awards/<uuid:uuid>/retry/", views.retry, name="retry"),
    path("awards/<uuid:uuid>/revoke/", views.revoke, name="revoke"),
    path("awards/<uuid:uuid>/lift/", views.lift, name="lift"),
    path("credentials/<uuid:uuid>", views.credential, name="credential"),
    path("credentials/<uuid:uuid>/embed", embedding.embed, name="embed"),
    path("oembed", embedding.oembed, name="oembed"),
    path("credentials/<uuid:uuid>.<slug:form>", views.credential, name="file"),
]
