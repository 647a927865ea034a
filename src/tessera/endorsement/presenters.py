from django.utils.translation import gettext_lazy as _

from tessera.trail.words import presents

presents(
    {
        "endorsement.request.sent": _("asked an organisation to endorse the design"),
        "endorsement.request.updated": _("showed the partner the design as it now is"),
        "endorsement.request.asked_again": _("asked again, since the design changed"),
        "endorsement.request.declined": _("declined to endorse the design"),
        "endorsement.request.lapsed": _("closed a request that nobody answered in time"),
        "endorsement.statement.given": _("endorsed the design"),
        "endorsement.suggestion.made": _("proposed changes to the design"),
        "endorsement.suggestion.answered": _("answered a change that the partner proposed"),
        "endorsement.statement.renewed": _("renewed the endorsement"),
        "endorsement.statement.expired": _("closed an endorsement whose term is over"),
        "endorsement.statement.withdrawn": _("withdrew the endorsement"),
        "endorsement.statement.prepared": _(
            "prepared an endorsement for the organisation’s own key"
        ),
        "endorsement.statement.disowned": _(
            "closed an endorsement whose key is no longer published"
        ),
        "endorsement.key.named": _("named a key that the organisation holds itself"),
        "endorsement.key.proven": _("proved a key that the organisation holds itself"),
        "endorsement.key.ended": _("took a key of the organisation out of use"),
    }
)
