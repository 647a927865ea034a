"""No reader breaks: whatever comes in is read, or refused with a KernelError."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.kernel.errors import KernelError
from tessera.kernel.openbadges import (
    bake,
    canonical,
    did,
    jwk,
    jwt,
    multibase,
    pdf,
    rdfc,
    revocation,
    source,
    status,
)
from tessera.kernel.openbadges.check import check
from tessera.kernel.openbadges.report import Verdict

from . import worlds
from .badges import METHOD, NOON, SECRET, badge, signed, web
from .images import PIXEL

PAGE = "https://a.example/.well-known/did.json"
_KEY = did.Method("did:web:a.example#k", "did:web:a.example", SECRET.public)
_TOKEN = jwt.secure(badge(), key=worlds.CURVE, verification_method="did:web:a.example#k")

# what reads, and something good for it to read
READERS: dict[str, tuple[Callable[[bytes], Any], bytes]] = {
    "png": (bake.unbake_png, bake.bake_png(PIXEL, "{}")),
    "svg": (bake.unbake_svg, bake.bake_svg(worlds.SVG, '{"a": "]]>"}')),
    "svg to bake": (lambda data: bake.bake_svg(data, "{}"), worlds.SVG),
    "pdf": (
        pdf.attached,
        b"%PDF-1.7\n1 0 obj<</Type/EmbeddedFile/Length 2>>stream\n{}\nendstream endobj",
    ),
    "file": (source.credential_in, b'{"a": 1}'),
    "json": (canonical.read, json.dumps(badge()).encode()),
    "token": (lambda data: jwt.credential(jwt.read(data)), _TOKEN.encode()),
    "multibase": (
        lambda data: multibase.decode(data.decode("latin-1")),
        METHOD.key.multibase.encode(),
    ),
    "base64url": (lambda data: multibase.from_base64url(data.decode("latin-1")), b"e30"),
    "status list": (
        lambda data: status.decode(data.decode("latin-1")),
        status.encode(status.new()).encode(),
    ),
    "status list to keep": (
        revocation.lifetime,
        json.dumps(signed(worlds.status_list())).encode(),
    ),
    "assertion": (
        lambda data: check(data, at=NOON, load=web()),
        b'{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://a.example"}',
    ),
    "did": (lambda data: did.resolve(data.decode("latin-1"), web()), METHOD.id.encode()),
    "did document": (
        lambda data: did.resolve(_KEY.id, web({PAGE: data})),
        json.dumps(did.document(_KEY.controller, [_KEY])).encode(),
    ),
    "jwk": (
        lambda data: jwk.read(canonical.read(data)),
        json.dumps(jwk.write(SECRET.public)).encode(),
    ),
    "n-quads": (
        lambda data: rdfc.canonical(rdfc.parse(data.decode("latin-1"))),
        canonical.rdf(badge()),
    ),
}


@pytest.mark.parametrize("name", READERS)
def test_reader_reads_what_is_good(name):
    read, good = READERS[name]
    read(good)


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_reader_of_anything_refuses_or_reads(name, data):
    with contextlib.suppress(KernelError):
        READERS[name][0](data)


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=60, deadline=None)
@given(st.data(), st.binary(max_size=8))
def test_reader_of_something_damaged_refuses_or_reads(name, data, put):
    read, good = READERS[name]
    at = data.draw(st.integers(0, len(good)))
    taken = data.draw(st.integers(0, 16))
    with contextlib.suppress(KernelError):
        read(good[:at] + put + good[at + taken :])


@settings(max_examples=60, deadline=None)
@given(st.data(), st.binary(max_size=6))
def test_check_of_something_damaged_gets_a_report(data, put):
    good = json.dumps(signed(badge())).encode()
    at = data.draw(st.integers(0, len(good)))
    damaged = good[:at] + put + good[at + data.draw(st.integers(0, 6)) :]
    assert check(damaged, at=NOON, load=web()).verdict in Verdict
