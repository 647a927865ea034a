from django.urls import path

from tessera.endorsement.views import own_keys
from tessera.endorsement.views import requests as views

app_name = "endorsement"
urlpatterns = [
    path("", views.requests_to_answer, name="requests"),
    path("ask/<uuid:uuid>/", views.ask, name="ask"),
    path("<uuid:uuid>/", views.answer, name="request"),
    path("<uuid:uuid>/draft/", views.save_draft, name="save_draft"),
    path("<uuid:uuid>/renew/", views.renew, name="renew"),
    path("<uuid:uuid>/suggestions/", views.answer_suggestions, name="answer_suggestions"),
    path("<uuid:uuid>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:uuid>/sign/", own_keys.sign, name="sign"),
    path("<uuid:uuid>/sign/text.json", own_keys.text_to_sign, name="text_to_sign"),
    path("key/<uuid:uuid>/", own_keys.key, name="key"),
    path("key/<uuid:uuid>/text.json", own_keys.text_to_prove, name="text_to_prove"),
    path("key/<uuid:uuid>/prove/", own_keys.prove, name="prove_key"),
    path("key/<uuid:uuid>/end/", own_keys.end, name="end_key"),
]
