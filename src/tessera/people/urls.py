from django.urls import path

from tessera.people import views

app_name = "people"
urlpatterns = [
    path("i/<str:token>/", views.invited, name="invited"),
    path("invitations/", views.fresh_link, name="fresh_link"),
    path("invitations/<uuid:uuid>/", views.invitation_closed, name="invitation_closed"),
    path("invitations/<uuid:uuid>/change/", views.invitation, name="invitation"),
    path("invitations/<uuid:uuid>/cancel/", views.cancel_invitation, name="cancel_invitation"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/new/", views.organisation_new, name="organisation_new"),
    path("organisations/<uuid:uuid>/", views.organisation, name="organisation"),
    path(
        "organisations/<uuid:uuid>/members/<int:pk>/remove/",
        views.remove_member,
        name="remove_member",
    ),
    path("institution/rules/", views.rules, name="rules"),
]
