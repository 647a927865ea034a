"""What enrolment hears from below: a design retires, and those on it must know."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import ngettext

from tessera.catalogue.signals import retiring_asked, version_retiring
from tessera.common import clock
from tessera.enrolment import notices, queries


@receiver(retiring_asked)
def touches(sender: Any, version_id: int, **_rest: Any) -> list[str]:
    """How many would have to finish by the last day."""
    under_way = queries.places_held(version_id).count()
    if not under_way:
        return []
    said = ngettext(
        "%(count)s person is enrolled and may finish until the last day.",
        "%(count)s people are enrolled and may finish until the last day.",
        under_way,
    )
    return [said % {"count": under_way}]


@receiver(version_retiring)
def tell_learners(sender: Any, version_id: int, **_rest: Any) -> None:
    for enrolment in queries.places_held(version_id):
        notices.finish_by(enrolment, at=clock.now())
