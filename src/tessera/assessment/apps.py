from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "tessera.assessment"
    label = "assessment"
