"""What may not be written to a log: a link's token is as good as the badge or account behind it."""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"(/(?:s|c|i|holder)/)[^\s/?#]+")


class WithoutTokens(logging.Filter):
    """Takes the tokens of share links out of every line, wherever they stand in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if _TOKEN.search(said):
            record.msg, record.args = _TOKEN.sub(r"\1…", said), ()
        return True
