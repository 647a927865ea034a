from django.urls import path

from tessera.assessment import views

app_name = "assessment"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("claim/<uuid:uuid>/", views.claim, name="claim"),
    path("<uuid:uuid>/", views.attempt, name="attempt"),
    path("<uuid:uuid>/begin/", views.begin, name="begin"),
    path("<uuid:uuid>/judge/", views.judge, name="judge"),
    path("<uuid:uuid>/return/", views.return_incomplete, name="return"),
    path("<uuid:uuid>/reopen/", views.reopen, name="reopen"),
    path("<uuid:uuid>/feedback/", views.feedback, name="feedback"),
]
