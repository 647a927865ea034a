"""Every address of the site, feature by feature."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    path("", include("tessera.people.urls")),
    path("", include("tessera.catalogue.urls")),
    path("known-issuers/", include("tessera.checking.urls")),
    path("learning/", include("tessera.enrolment.urls")),
    path("assessment/", include("tessera.assessment.urls")),
    path("endorsement/", include("tessera.endorsement.urls")),
    path("quality/", include("tessera.assurance.urls")),
    path("meetings/", include("tessera.meetings.urls")),
    path("reports/", include("tessera.reports.urls")),
    path("standing/", include("tessera.standing.urls")),
    path("frameworks/", include("tessera.frameworks.urls")),
    path("", include("tessera.credentials.urls")),
    path("", include("tessera.backpack.urls")),
    path("", include("tessera.publicsite.urls")),
    path("stacks-desk/", include("tessera.stacks.urls")),
    path("gallery/", include("tessera.ui.urls")),
    path("", include("tessera.portal.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
