from django.urls import path

from tessera.backpack.views import archive, elsewhere, owning, showing

app_name = "backpack"
urlpatterns = [
    path("backpack/", owning.home, name="home"),
    path("backpack/prove/", showing.prove, name="prove"),
    path("backpack/archive/", archive.archive, name="archive"),
    path("backpack/archive/<uuid:uuid>.zip", archive.archive_file, name="archive_file"),
    path("backpack/add/", elsewhere.add, name="add"),
    path("backpack/elsewhere/<uuid:uuid>/", elsewhere.imported, name="imported"),
    path("backpack/elsewhere/<uuid:uuid>/check/", elsewhere.check, name="check_imported"),
    path("backpack/elsewhere/<uuid:uuid>.<slug:form>", elsewhere.download, name="imported_file"),
    path("backpack/elsewhere/<uuid:uuid>/remove/", elsewhere.remove, name="remove_imported"),
    path("backpack/<uuid:uuid>/", owning.badge, name="badge"),
    path("backpack/<uuid:uuid>/preview/", owning.preview, name="preview"),
    path("backpack/<uuid:uuid>/visibility/", owning.visibility, name="visibility"),
    path("backpack/<uuid:uuid>/share/", owning.share, name="share"),
    path("backpack/<uuid:uuid>/code/", owning.code, name="code"),
    path("backpack/<uuid:uuid>/record.json", owning.record, name="record"),
    path("backpack/<uuid:uuid>/certificate.pdf", owning.paper, name="certificate"),
    path("backpack/links/<uuid:uuid>/withdraw/", owning.withdraw, name="withdraw"),
    path("s/<slug:token>.<slug:form>", showing.shared, name="shared_file"),
    path("s/<slug:token>", showing.shared, name="shared"),
    path("c/<slug:code>.<slug:form>", showing.coded, name="coded_file"),
    path("c/<slug:code>", showing.coded, name="coded"),
    path("holder/ask/<uuid:uuid>", showing.ask, name="ask"),
    path("holder/<slug:token>", showing.asked, name="asked"),
]
