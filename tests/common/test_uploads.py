"""Uploads are told by their content, bounded, and refused in words."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from tessera.common import uploads

PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)
PDF = b"%PDF-1.7\n" + bytes(32)
EXE = b"MZ" + bytes(64)


def sent(content: bytes, name: str = "work.pdf", claimed: str = "application/pdf"):
    return SimpleUploadedFile(name, content, content_type=claimed)


def zipped() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("run.exe", EXE)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        ("Réflexion : j’ai appris.".encode(), "text/plain"),
        (b"x" * 8191 + "é".encode(), "text/plain"),
    ],
    ids=["pdf", "png", "text", "a letter cut by the sample"],
)
def test_content_tells_the_kind_whatever_the_sender_claims(content, kind):
    assert uploads.check_upload(sent(content, "a.exe", "application/x-msdownload")) == kind


@pytest.mark.parametrize(
    "content",
    [
        EXE,
        zipped(),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"  <!doctype html><script>alert(1)</script>",
        b"text with a \x00 in it",
        b"\xff\xfe\xfa no encoding",
    ],
    ids=["program", "archive", "svg", "html", "binary", "no encoding"],
)
def test_hostile_content_is_refused_under_an_innocent_name(content):
    with pytest.raises(uploads.WrongKind):
        uploads.check_upload(sent(content))


def test_empty_file_is_refused():
    with pytest.raises(uploads.EmptyFile):
        uploads.check_upload(sent(b""))


def test_file_past_the_limit_is_refused_with_the_limit():
    with pytest.raises(uploads.TooLarge) as refusal:
        uploads.check_upload(sent(PDF + bytes(uploads.MEBIBYTE)), limit=uploads.MEBIBYTE)
    assert refusal.value.facts == {"limit": 1}


def test_request_is_read_no_further_than_its_limit(monkeypatch):
    monkeypatch.setattr(uploads.BoundedUploadHandler, "room", 1000)
    request = RequestFactory().post("/", {"file": sent(PDF + bytes(2000))})
    request.upload_handlers = [uploads.BoundedUploadHandler(request)]
    with pytest.raises(uploads.TooLarge):
        uploads.check_arrived(request)


def test_digest_leaves_the_file_at_its_start():
    file = sent(b"abc")
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (uploads.sha256(file), file.read()) == (digest, b"abc")
