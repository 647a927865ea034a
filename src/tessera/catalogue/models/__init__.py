from tessera.catalogue.models.commitments import Commitment, Edition, FormalProgramme, OthersName
from tessera.catalogue.models.components import Component, Criterion, Level, Prompt, Task
from tessera.catalogue.models.editing import Amendment, Presence
from tessera.catalogue.models.reasons import Alignment, Need, Outcome, Partner, Service
from tessera.catalogue.models.version import (
    Definition,
    Version,
    empty_list,
    english,
)

__all__ = [
    "Alignment",
    "Amendment",
    "Commitment",
    "Component",
    "Criterion",
    "Definition",
    "Edition",
    "FormalProgramme",
    "Level",
    "Need",
    "OthersName",
    "Outcome",
    "Partner",
    "Presence",
    "Prompt",
    "Service",
    "Task",
    "Version",
    "empty_list",
    "english",
]
