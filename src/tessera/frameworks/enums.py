from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    SEARCH = "frameworks.framework.search", _("search skills and occupations")
    IMPORT = "frameworks.framework.import", _("import skills frameworks")


class Kind(models.TextChoices):
    SKILL = "skill", _("skill")
    OCCUPATION = "occupation", _("occupation")
    PROGRAMME = "programme", _("field of study")
    STANDARD = "standard", _("standard")
    COMPETENCY = "competency", _("competency")


class Format(models.TextChoices):
    """The published forms that an import reads."""

    PLAIN = "plain", _("plain CSV: code, name, name_fr and so on")
    ESCO = "esco", _("ESCO (CSV)")
    ONET = "onet", _("O*NET (text, tab-separated)")
    NOC = "noc", _("NOC, National Occupational Classification (CSV)")
    CIP = "cip", _("CIP, Classification of Instructional Programs (CSV)")
    CASE = "case", _("CASE 1.1 (JSON)")


class Phase(models.TextChoices):
    """Where an edition stands: only a ready one is seen, so nothing is ever half there."""

    LOADING = "loading", _("being imported")
    READY = "ready", _("ready")
    REPLACED = "replaced", _("replaced")


class State(models.TextChoices):
    """Where an import stands."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("under way")
    CHECKED = "checked", _("checked, nothing written")
    DONE = "done", _("imported")
    REFUSED = "refused", _("refused")
