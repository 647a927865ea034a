from django.urls import path

from tessera.portal import views

app_name = "portal"
urlpatterns = [
    path("desk/", views.home, name="home"),
    path("desk/messages/", views.inbox, name="inbox"),
    path("desk/profile/", views.profile, name="profile"),
    path("desk/outbox/", views.outbox, name="outbox"),
    path("desk/outbox/<uuid:uuid>/send/", views.resend, name="resend"),
    path("desk/trail/", views.trail, name="trail"),
    path("demonstration/", views.demonstration, name="demonstration"),
    path("demonstration/mail/", views.demonstration_mail, name="demonstration_mail"),
]
