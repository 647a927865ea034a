"""The only place that reads the time. Everything below a view or a task takes `at` as an argument."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    return timezone.now()
