"""What every page knows about the site it stands on."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    return {"demo": settings.DEMO, "public_url": settings.PUBLIC_URL}
