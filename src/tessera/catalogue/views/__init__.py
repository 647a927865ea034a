from tessera.catalogue.views.aligning import align
from tessera.catalogue.views.commitments import (
    commitment,
    commitment_remove,
    commitments,
    coverage,
    coverage_csv,
    edition,
    edition_new,
    name_remove,
    names,
)
from tessera.catalogue.views.drafting import add, edit, presence, remove, section
from tessera.catalogue.views.editions import (
    amend,
    amend_section,
    compare,
    copy,
    open_next,
    retire,
)
from tessera.catalogue.views.interchange import bring, export, schema
from tessera.catalogue.views.matrix import matrix
from tessera.catalogue.views.overview import (
    artwork,
    desk,
    drawing,
    new,
    publish,
    version,
    withdraw,
)
from tessera.catalogue.views.rubric import rubric
from tessera.catalogue.views.studio import badge

__all__ = [
    "add",
    "align",
    "amend",
    "amend_section",
    "artwork",
    "badge",
    "bring",
    "commitment",
    "commitment_remove",
    "commitments",
    "compare",
    "copy",
    "coverage",
    "coverage_csv",
    "desk",
    "drawing",
    "edit",
    "edition",
    "edition_new",
    "export",
    "matrix",
    "name_remove",
    "names",
    "new",
    "open_next",
    "presence",
    "publish",
    "remove",
    "retire",
    "rubric",
    "schema",
    "section",
    "version",
    "withdraw",
]
