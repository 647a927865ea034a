"""What may not be written to a log: a link's token is as good as the badge or the account behind it."""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"(/[si]/)[^\s/?#]+")


class WithoutTokens(logging.Filter):
    """Takes the tokens of share links and invitations out of every line, wherever they stand in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if "/s/" in said or "/i/" in said:
            record.msg, record.args = _TOKEN.sub(r"\1…", said), ()
        return True
