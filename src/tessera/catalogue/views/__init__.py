from tessera.catalogue.views.aligning import align
from tessera.catalogue.views.drafting import add, badge, edit, remove, section
from tessera.catalogue.views.overview import (
    artwork,
    desk,
    matrix,
    new,
    preview,
    publish,
    version,
    withdraw,
)

__all__ = [
    "add",
    "align",
    "artwork",
    "badge",
    "desk",
    "edit",
    "matrix",
    "new",
    "preview",
    "publish",
    "remove",
    "section",
    "version",
    "withdraw",
]
