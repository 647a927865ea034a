from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "tessera.enrolment"
    label = "enrolment"
