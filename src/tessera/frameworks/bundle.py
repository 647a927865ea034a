"""A file as it was brought: one file, or a zip of several of the same edition, never unpacked to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from tessera.common.refusal import Refusal

PARTS, UNPACKED = 60, 400 * 1024 * 1024
READ = (".csv", ".txt", ".json")


class BrokenBundle(Refusal):
    code, status = "framework-bundle", 422
    message = _("This zip cannot be read, or it holds more than 60 files or 400 MB.")


class EmptyBundle(Refusal):
    code, status = "framework-bundle-empty", 422
    message = _("There is no .csv, .txt or .json file in it.")


class Counted(io.RawIOBase):
    """A file that tells how many of its bytes were read."""

    def __init__(self, file: IO[bytes], tell: Callable[[int], None]) -> None:
        self._file, self._tell = file, tell

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        try:
            chunk = self._file.read(len(view))
        except (zipfile.BadZipFile, zlib.error, EOFError):
            raise BrokenBundle from None
        view[: len(chunk)] = chunk
        self._tell(len(chunk))
        return len(chunk)


def size_of(file: IO[bytes]) -> int:
    """How many bytes there are to read, unpacked. Refuses: BrokenBundle, EmptyBundle."""
    if not zipfile.is_zipfile(file):
        file.seek(0, io.SEEK_END)
        size = file.tell()
        file.seek(0)
        return size
    return sum(part.file_size for part in _listed(file))


def parts(
    file: IO[bytes], name: str, *, tell: Callable[[int], None]
) -> Iterator[tuple[str, IO[bytes]]]:
    """The name and content of each file in it. Refuses: BrokenBundle, EmptyBundle."""
    file.seek(0)
    if not zipfile.is_zipfile(file):
        file.seek(0)
        yield name, io.BufferedReader(Counted(file, tell), 65536)
        return
    listed = _listed(file)
    with zipfile.ZipFile(file) as bundle:
        for part in listed:
            yield part.filename.rsplit("/", 1)[-1], _opened(bundle, part, tell)


def _opened(
    bundle: zipfile.ZipFile, part: zipfile.ZipInfo, tell: Callable[[int], None]
) -> IO[bytes]:
    try:
        return io.BufferedReader(Counted(bundle.open(part), tell), 65536)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):  # broken, locked or unknown
        raise BrokenBundle from None


def _listed(file: IO[bytes]) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(file) as bundle:
            everything = bundle.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise BrokenBundle from None
    if len(everything) > PARTS or sum(part.file_size for part in everything) > UNPACKED:
        raise BrokenBundle
    # A Mac's zip carries shadows of the files; what lies under relations between files comes last.
    found = [
        part
        for part in everything
        if part.filename.lower().endswith(READ) and not part.filename.startswith("__MACOSX")
    ]
    if not found:
        raise EmptyBundle
    return sorted(found, key=lambda part: ("relation" in part.filename.lower(), part.filename))
