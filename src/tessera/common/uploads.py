"""Uploads are hostile: bounded while they arrive, told by their content, stored under a name of ours."""

from __future__ import annotations

import hashlib
from typing import Any

import filetype
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tessera.common.refusal import Refusal

MEBIBYTE = 1024 * 1024
# What one request may carry; a file past it is refused while it arrives, not after.
REQUEST_LIMIT = 100 * MEBIBYTE
# Text, HTML and SVG have no signature to sniff; of these only plain text is ever accepted as evidence.
EVIDENCE_TYPES = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/x-wav": ".wav",
    "audio/ogg": ".ogg",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "text/plain": ".txt",
}


class TooLarge(Refusal):
    code, status = "too-large", 413
    message = _("This file is larger than %(limit)s MB. Nothing was stored.")


class WrongKind(Refusal):
    code, status = "wrong-kind", 415
    message = _("This kind of file is not accepted here. Accepted: %(accepted)s.")


class EmptyFile(Refusal):
    code, status = "empty-file", 422
    message = _("This file is empty.")


class BoundedUploadHandler(FileUploadHandler):
    """Stops reading a request's files at REQUEST_LIMIT; `check_arrived` then says so."""

    room = REQUEST_LIMIT

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        if content_length > REQUEST_LIMIT + MEBIBYTE:
            self.room = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.room -= len(raw_data)
        if self.room < 0:
            self.request.upload_refused = True  # type: ignore[union-attr]
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def check_arrived(request: HttpRequest) -> None:
    """Whether all files of this request came in. Refuses: TooLarge."""
    if request.POST is not None and getattr(request, "upload_refused", False):
        raise TooLarge(limit=REQUEST_LIMIT // MEBIBYTE)


def media_type(file: File[bytes]) -> str:
    """The type that the content shows, never the one that the sender claims; "" when unknown."""
    head = file.read(8192)
    file.seek(0)
    kind = filetype.guess(head)
    if kind is not None:
        return str(kind.mime)
    return "text/plain" if is_plain_text(head) else ""


def is_plain_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as fault:
        # A character cut at the end of the sample is no fault of the file.
        if fault.start < len(head) - 4:
            return False
        text = head[: fault.start].decode("utf-8")
    return not text.lstrip().startswith("<")


def check_upload(
    file: UploadedFile[bytes],
    *,
    accepted: dict[str, str] = EVIDENCE_TYPES,
    limit: int = REQUEST_LIMIT,
) -> str:
    """The sniffed media type. Refuses: TooLarge, EmptyFile, WrongKind."""
    if file.size is None or file.size == 0:
        raise EmptyFile
    if file.size > limit:
        raise TooLarge(limit=limit // MEBIBYTE)
    kind = media_type(file)
    if kind not in accepted:
        raise WrongKind(accepted=sorted(ending.lstrip(".") for ending in accepted.values()))
    return kind


def sha256(file: File[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
