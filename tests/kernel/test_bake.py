from __future__ import annotations

import io
import zlib
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib import baking
from PIL import Image

from tessera.kernel.errors import ContainerError
from tessera.kernel.openbadges import bake
from tessera.kernel.openbadges.bake import bake_png, prepare_png, unbake_png

CREDENTIAL = '{"type": ["VerifiableCredential"], "name": "Écoute active 🏅"}'
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))


HEADER = chunk(b"IHDR", pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
PIXELS = chunk(b"IDAT", zlib.compress(b"\0\0"))
END = chunk(b"IEND")
IMAGE = SIGNATURE + HEADER + PIXELS + END


def with_chunks(*chunks: bytes) -> bytes:
    return SIGNATURE + HEADER + b"".join(chunks) + PIXELS + END


def itxt(rest: bytes, keyword: bytes = b"openbadgecredential") -> bytes:
    return chunk(b"iTXt", keyword + b"\0" + rest)


def fault_of(data: bytes) -> str:
    with pytest.raises(ContainerError) as refused:
        unbake_png(data)
    return refused.value.code


def test_a_credential_comes_back_as_it_went_in():
    assert unbake_png(bake_png(IMAGE, CREDENTIAL)) == CREDENTIAL


def test_a_baked_image_is_the_image_and_one_plain_text_chunk():
    text = itxt(b"\0\0\0\0" + CREDENTIAL.encode())
    assert bake_png(IMAGE, CREDENTIAL) == with_chunks(text)


def test_baking_again_replaces_so_that_an_image_speaks_for_one_credential():
    assert bake_png(bake_png(IMAGE, "old"), "new") == bake_png(IMAGE, "new")


@pytest.mark.parametrize(
    "older",
    [
        itxt(b"\1\0\0\0" + zlib.compress(b"old")),
        itxt(b"\0\0\0\0{}", keyword=b"openbadges"),
        itxt(b"\0\0\0\0{}", keyword=b"clrcredential"),
        chunk(b"tEXt", b"openbadges\0https://old.example/"),
    ],
    ids=["compressed", "open badges 2", "learner record", "open badges 1"],
)
def test_older_claims_of_any_kind_are_taken_out(older):
    assert bake_png(with_chunks(older), "new") == bake_png(IMAGE, "new")


def test_other_texts_in_the_image_stay():
    author = chunk(b"tEXt", b"Author\0A. Designer")
    assert author in bake_png(with_chunks(author), CREDENTIAL)


def test_what_follows_the_image_is_left_behind():
    assert bake_png(IMAGE + b"more", CREDENTIAL) == bake_png(IMAGE, CREDENTIAL)


def test_an_image_prepared_once_bakes_what_baking_each_time_would():
    prepared = prepare_png(bake_png(IMAGE, "old"))
    assert [prepared.bake(each) for each in "ab"] == [bake_png(IMAGE, each) for each in "ab"]


def test_another_implementation_reads_the_picture_and_the_text():
    artwork = io.BytesIO()
    Image.new("RGB", (3, 2), "teal").save(artwork, "PNG")
    with Image.open(io.BytesIO(bake_png(artwork.getvalue(), CREDENTIAL))) as baked:
        baked.load()
        assert (baked.size, baked.info) == ((3, 2), {"openbadgecredential": CREDENTIAL})


def test_another_badge_library_and_ours_read_each_other():
    theirs = {"keyword": b"openbadgecredential"}
    baked = baking.bake_png(IMAGE, CREDENTIAL, **theirs)
    assert unbake_png(baked) == CREDENTIAL
    assert baking.extract_png(bake_png(IMAGE, CREDENTIAL), **theirs) == CREDENTIAL


def test_a_compressed_credential_of_another_issuer_is_read():
    assert unbake_png(with_chunks(itxt(b"\1\0en\0x\0" + zlib.compress(b"{}")))) == "{}"


@pytest.mark.parametrize(
    "older",
    [
        itxt(b"\0\0\0\0https://a.example/1", keyword=b"openbadges"),
        itxt(b"\1\0\0\0" + zlib.compress(b"https://a.example/1"), keyword=b"openbadges"),
        chunk(b"tEXt", b"openbadges\0https://a.example/1"),
        chunk(b"zTXt", b"openbadges\0\0" + zlib.compress(b"https://a.example/1")),
    ],
    ids=["plain", "compressed", "latin", "latin compressed"],
)
def test_what_open_badges_2_baked_is_read(older):
    assert unbake_png(with_chunks(older)) == "https://a.example/1"


def test_the_newest_kind_of_claim_is_read_wherever_it_stands():
    older = itxt(b"\0\0\0\0old", keyword=b"openbadges")
    record = itxt(b"\0\0\0\0record", keyword=b"clrcredential")
    assert unbake_png(with_chunks(older, record)) == "record"
    assert unbake_png(with_chunks(older, record, itxt(b"\0\0\0\0badge"))) == "badge"


def test_a_learner_record_is_baked_under_its_own_keyword():
    record = '{"type": ["VerifiableCredential", "ClrCredential"]}'
    text = itxt(b"\0\0\0\0" + record.encode(), keyword=b"clrcredential")
    assert bake.bake(IMAGE, record) == with_chunks(text)
    assert bake.unbake(with_chunks(text)) == record


def test_the_first_of_several_credentials_is_read():
    assert unbake_png(with_chunks(itxt(b"\0\0\0\0one"), itxt(b"\0\0\0\0two"))) == "one"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-png"),
        (b"\xff\xd8\xff\xe0 a photograph", "not-png"),
        (IMAGE, "no-credential"),
        (SIGNATURE, "cut-short"),
        (IMAGE[:-1], "cut-short"),
        (SIGNATURE + HEADER + PIXELS, "cut-short"),
        (SIGNATURE + HEADER + b"\xff\xff\xff\xffIDAT" + END, "cut-short"),
        (IMAGE.replace(b"IDAT", b"IDaT"), "checksum"),
        (SIGNATURE + PIXELS + HEADER + END, "malformed"),
        (SIGNATURE + HEADER + HEADER + PIXELS + END, "malformed"),
        (SIGNATURE + HEADER + chunk(b"1DAT") + END, "malformed"),
        (SIGNATURE + HEADER + END, "malformed"),
        (SIGNATURE + chunk(b"IHDR", bytes(13)) + PIXELS + END, "malformed"),
        (SIGNATURE + chunk(b"IHDR", b"\1" * 8) + PIXELS + END, "malformed"),
        (with_chunks(itxt(b"")), "text"),
        (with_chunks(itxt(b"\0\0no end")), "text"),
        (with_chunks(itxt(b"\2\0\0\0{}")), "text"),
        (with_chunks(itxt(b"\0\0\0\0\xff")), "text"),
        (with_chunks(itxt(b"\1\0\0\0not zlib")), "text"),
        (with_chunks(itxt(b"\1\0\0\0" + zlib.compress(b"{}" * 9)[:-5])), "text"),
        (with_chunks(chunk(b"tEXt", b"openbadgecredential\0{}")), "no-credential"),
        (with_chunks(chunk(b"zTXt", b"openbadges\0\1x")), "text"),
        (with_chunks(*[chunk(b"tEXt")] * bake.MAXIMUM_CHUNKS), "too-complex"),
        (with_chunks(chunk(b"tEXt", bytes(bake.MAXIMUM_IMAGE))), "too-large"),
        (with_chunks(itxt(b"\0\0\0\0" + b" " * (bake.MAXIMUM_CREDENTIAL + 1))), "too-large"),
        (
            with_chunks(itxt(b"\1\0\0\0" + zlib.compress(b" " * (bake.MAXIMUM_CREDENTIAL + 1)))),
            "too-large",
        ),
    ],
)
def test_an_image_that_is_no_readable_badge_is_refused_with_its_fault(data, code):
    assert fault_of(data) == code


@pytest.mark.parametrize(
    ("credential", "code"),
    [
        ("", "text"),
        ("{\0}", "text"),
        ("\ud800", "text"),
        (" " * (bake.MAXIMUM_CREDENTIAL + 1), "too-large"),
    ],
)
def test_text_that_no_chunk_can_carry_is_not_baked(credential, code):
    with pytest.raises(ContainerError) as refused:
        bake_png(IMAGE, credential)
    assert refused.value.code == code


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_survives_baking(credential):
    assert unbake_png(bake_png(IMAGE, credential)) == credential


@given(st.integers(8, len(bake_png(IMAGE, "{}")) - 1), st.integers(1, 255))
def test_any_changed_byte_is_noticed(position, change):
    damaged = bytearray(bake_png(IMAGE, "{}"))
    damaged[position] ^= change
    assert fault_of(bytes(damaged)) in {"checksum", "cut-short", "malformed"}
