from django.utils.translation import gettext_lazy as _

from tessera.trail.words import presents

presents(
    {
        "catalogue.commitment.added": _("recorded a commitment"),
        "catalogue.commitment.reworded": _("corrected the words of a commitment"),
        "catalogue.commitment.removed": _("took out a commitment"),
        "catalogue.edition.added": _("recorded an edition of the commitments"),
        "catalogue.edition.closed": _("set the last day of the edition"),
        "catalogue.name.added": _("listed a name that belongs to somebody else"),
        "catalogue.name.removed": _("took a name off the list of those of others"),
        "catalogue.version.created": _("began the design"),
        "catalogue.version.changed": _("changed the design"),
        "catalogue.version.submitted": _("sent the design to the quality panel"),
        "catalogue.version.review_begun": _("began the review"),
        "catalogue.version.returned": _("returned the design with findings"),
        "catalogue.version.approved": _("approved the design"),
        "catalogue.version.appeal_upheld": _("put the declined design back into review"),
        "catalogue.version.declined": _("declined the design"),
        "catalogue.version.published": _("published the design"),
        "catalogue.version.review_opened": _("put the published design under review"),
        "catalogue.version.review_closed": _("took the design out of review"),
        "catalogue.version.review_scheduled": _("set the date of the next review"),
        "catalogue.version.suspended": _("took the design out of the catalogue for a time"),
        "catalogue.version.reinstated": _("put the design back in the catalogue"),
        "catalogue.version.amended": _("amended the published design"),
        "catalogue.version.opened": _("began the next version"),
        "catalogue.version.imported": _("began the design from a file"),
        "catalogue.version.copied": _("began the design as a copy of another"),
        "catalogue.version.retiring": _("began to retire the design"),
        "catalogue.version.retired": _("retired the design"),
        "catalogue.version.withdrawn": _("withdrew the design"),
    }
)
