"""So many questions a minute from one address; the address itself is not kept."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from tessera.common import clock
from tessera.common.refusal import Refusal

PER_MINUTE = 30
MINUTE = 60


class TooMany(Refusal):
    code, status = "too-many", 429
    message = _("That is many at once. Please wait a minute, then go on.")


def check_rate(request: HttpRequest, *, of: str, limit: int = PER_MINUTE) -> None:
    """Count this question. Refuses: TooMany."""
    # The minute is part of the key: some caches prolong what they count up.
    minute = int(clock.now().timestamp()) // MINUTE
    key = f"rate:{of}:{minute}:{salted_hmac('tessera.rate', _address(request)).hexdigest()}"
    if cache.add(key, 1, MINUTE):
        return
    try:
        count = cache.incr(key)
    except ValueError:  # It ran out between the two lines.
        return
    if count > limit:
        raise TooMany


def _address(request: HttpRequest) -> str:
    """Where the question comes from; behind our own proxy, what the proxy saw."""
    if settings.SECURE_PROXY_SSL_HEADER:
        seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        return seen or str(request.META.get("REMOTE_ADDR", ""))
    return str(request.META.get("REMOTE_ADDR", ""))
