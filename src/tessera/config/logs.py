"""What may not be written to a log: a share link's token is as good as the badge itself."""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"(/s/)[^\s/?#]+")


class WithoutTokens(logging.Filter):
    """Takes the tokens of share links out of every line, wherever they stand in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if "/s/" in said:
            record.msg, record.args = _TOKEN.sub(r"\1…", said), ()
        return True
