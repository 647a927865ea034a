"""The choices that the proposal form offers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Row(models.TextChoices):
    """What a design has several of, added and changed one by one."""

    OUTCOME = "outcome", _("outcome")
    ALIGNMENT = "alignment", _("alignment")
    NEED = "need", _("evidence of need")
    PARTNER = "partner", _("partner")
    SERVICE = "service", _("commitment")
    TASK = "task", _("task")
    PROMPT = "prompt", _("question")
    CRITERION = "criterion", _("criterion")


class ComponentKind(models.TextChoices):
    """The three components, a constant of the system."""

    EDUCATIONAL = "educational", _("Educational")
    DEMONSTRATION = "demonstration", _("Demonstration")
    REFLECTIVE = "reflective", _("Reflective")


class PromptKind(models.TextChoices):
    CHANGE = "change", _("what changed for me")
    MOTIVE = "motive", _("how this answers why I wanted it")
    OWN = "own", _("the designer's own")


class EvidenceKind(models.TextChoices):
    FILE = "file", _("a file")
    LINK = "link", _("a link")
    TEXT = "text", _("written text")


class ValueKind(models.TextChoices):
    ALONE = "alone", _("stands alone")
    ADDS = "adds", _("adds to formal education")


class StackKind(models.TextChoices):
    HORIZONTAL = "horizontal", _("horizontal: broader")
    VERTICAL = "vertical", _("vertical: deeper")
    VALUE_ADDED = "value_added", _("value-added: both")


class ExpiredPart(models.TextChoices):
    STANDS = "stands", _("the macro-badge stands: it was earned")
    SUSPENDS = "suspends", _("the macro-badge is suspended until a registrar decides")


class Side(models.TextChoices):
    LEARNERS = "learners", _("learners")
    EMPLOYERS = "employers", _("employers")


class NeedKind(models.TextChoices):
    SURVEY = "survey", _("survey")
    INTERVIEW = "interview", _("interviews")
    REPORT = "report", _("labour-market report")
    POSTINGS = "postings", _("job postings")
    ADVISORY = "advisory", _("advisory committee")


class DeliveryMode(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online, at set times")
    SELF_PACED = "self_paced", _("online, at one's own pace")
    HYBRID = "hybrid", _("partly in person, partly online")
    WORKPLACE = "workplace", _("at the workplace")


class CommitmentKind(models.TextChoices):
    VALUE = "value", _("value")
    PLAN = "plan", _("strategic plan")
    DIGITAL = "digital", _("digital learning strategy")


class Supervision(models.TextChoices):
    NONE = "none", _("done on one's own")
    CHECKED = "checked", _("done on one's own, then discussed with the assessor")
    OBSERVED = "observed", _("observed while it was done")


class IdentityLevel(models.TextChoices):
    ACCOUNT = "account", _("signed in with a college account")
    SEEN = "seen", _("known to the assessor in person")
    DOCUMENT = "document", _("identity document checked")
