"""Faults of the status, of the contexts and terms, and of what carries a credential."""

from __future__ import annotations

import gzip
import zlib
from struct import pack
from typing import Any

from tessera.kernel.openbadges import bake, contexts, status
from tessera.kernel.openbadges.multibase import from_base64url, to_base64url

from .images import PIXEL
from .worlds import COLLEGE, GONE, LIST, OTHER, PARTNER, PARTNERS_KEY, Edit, Fault

_FULL = "https://www.w3.org/2018/credentials#validUntil"


def entry(name: str, member: str, put: Any, code: str = "entry", result: str = "failed") -> Fault:
    return Fault(name, "badge", f"credentialStatus/{member}", put, "status", code, result)


def listing(name: str, thing: str, member: str, put: Any, code: str = "status-list") -> Fault:
    return Fault(name, thing, member, put, "status", code, "unknown")


def bits(label: str, work: Any) -> Edit:
    return Edit(label, lambda text: "u" + to_base64url(work(from_base64url(text[1:]))))


_BITS = "credentialSubject/encodedList"
_SET = Edit("bit 7", lambda _: status.encode(status.set_bits(status.new(), [7])))
_SHORT = Edit("too few", lambda _: "u" + to_base64url(gzip.compress(bytes(16_383), mtime=0)))
_BOMB = Edit(
    "a bomb",
    lambda _: "u" + to_base64url(gzip.compress(bytes(status.MAXIMUM_BYTES + 1), mtime=0)),
)

STATUS = [
    Fault("revoked", "list", _BITS, _SET, "status", "revoked"),
    entry("the place of nobody", "statusListIndex", GONE),
    entry("a place before the first", "statusListIndex", "-1"),
    entry("half a place", "statusListIndex", "7.0"),
    entry("a place in hexadecimal", "statusListIndex", "0x7"),
    entry("a place with a space", "statusListIndex", " 7"),
    entry("a place in other digits", "statusListIndex", "٧"),
    entry("a place of thirty digits", "statusListIndex", "9" * 30),
    entry("a place past the end", "statusListIndex", str(status.MINIMUM_BITS), "range"),
    entry("a list without an address", "statusListCredential", GONE),
    entry("a list by a name", "statusListCredential", "urn:uuid:1"),
    entry("a list in a file", "statusListCredential", "file:///etc/passwd"),
    entry("an entry for nothing", "statusPurpose", GONE),
    entry("an entry for several things", "statusPurpose", ["revocation"]),
    entry("an entry for nobody knows what", "statusPurpose", ""),
    entry("a purpose that its list lacks", "statusPurpose", "suspension", "status-list", "unknown"),
    Fault("an entry that is an address", "badge", "credentialStatus", LIST, "status", "entry"),
    Fault("an entry of another kind", "badge", "credentialStatus", {"id": LIST, "type": "JsonSchema"},
          "status", "unsupported", "unknown"),
    entry("an entry of no size", "statusSize", 0),
    entry("an entry of less than a bit", "statusSize", -1),
    entry("a size in words", "statusSize", "one"),
    entry("a size that is a truth", "statusSize", True),
    entry("a size past what is read", "statusSize", 9, "unsupported", "unknown"),
    entry("two bits without messages", "statusSize", 2),
    Fault("more entries than are read", "badge", "credentialStatus",
          Edit("twenty-one", lambda one: [{**one, "id": f"{LIST}#{n}"} for n in range(21)]),
          "status", "too-complex", "unknown"),
    listing("nobody answers for the list", "list page", "", GONE, "unreachable"),
    listing("a page for people in the place of the list", "list page", "", b"<html></html>"),
    listing("an empty list page", "list page", "", b""),
    listing("nothing but brackets", "list page", "", {}),
    listing("the list of another place", "list", "id", f"{LIST}0"),
    listing("the list of a partner", "list", "issuer", PARTNER),
    listing("a list of no kind", "list", "type", ["VerifiableCredential"]),
    listing("a list about something else", "signed list", "credentialSubject/type", "BitstringStatus"),
    listing("a list for suspensions", "list", "credentialSubject/statusPurpose", "suspension"),
    listing("a list for nothing", "list", "credentialSubject/statusPurpose", GONE),
    listing("a list without bits", "list", _BITS, GONE),
    listing("bits in a list of their own", "list", _BITS, ["uAAAA"]),
    listing("bits that are nothing", "list", _BITS, ""),
    listing("bits in base58", "list", _BITS, Edit("z", lambda text: "z" + text[1:])),
    listing("bits with padding", "list", _BITS, Edit("padded", lambda text: text + "=")),
    listing("bits that are not packed", "list", _BITS, bits("plain", gzip.decompress)),
    listing("bits packed another way", "list", _BITS,
            bits("zlib", lambda raw: zlib.compress(gzip.decompress(raw)))),
    listing("bits cut short", "list", _BITS, bits("cut", lambda raw: raw[:-9])),
    listing("bits with something after them", "list", _BITS, bits("more", lambda raw: raw + b"more")),
    listing("a list too short to hide in", "list", _BITS, _SHORT),
    listing("a list that bursts", "list", _BITS, _BOMB),
    listing("a list that has ended", "list", "validUntil", "2026-02-01T00:00:00Z"),
    listing("a list of tomorrow", "list", "validFrom", "2026-03-02T00:00:00Z"),
    listing("a list that nobody signed", "signed list", "proof", GONE),
    listing("a list that was altered", "signed list", _BITS, _SET),
    listing("a list that lives longer", "signed list", "validUntil", "2027-01-01T00:00:00Z"),
    listing("a list signed by a partner", "list options", "",
            Edit("by the partner", lambda given: {
                **given, "key": OTHER, "verification_method": PARTNERS_KEY.id})),
    listing("a list signed by a key that is gone", "list options", "verification_method",
            f"{COLLEGE}#key-9"),
    listing("a list whose proof is for something else", "signed list", "proof/proofPurpose",
            "authentication"),
]  # fmt: skip


def context(
    name: str, put: Any, code: str, result: str = "failed", step: str = "signature"
) -> Fault:
    return Fault(name, "signed badge", "@context", put, step, code, result)


def term(
    name: str, member: str, put: Any, code: str = "undefined-term", step: str = "signature"
) -> Fault:
    return Fault(name, "signed badge", member, put, step, code)


def alias(name: str, member: str, put: Any) -> Fault:
    return term(name, member, put, "alias", "form")


_V2, _OB = contexts.CREDENTIALS_V2, contexts.OPEN_BADGES

CONTEXT = [
    context("no context", GONE, "context", step="form"),
    context("an empty context", [], "context", step="form"),
    context("the contexts in another order", [_OB, _V2], "context", step="form"),
    context("a context of one's own in the first place", [{"@vocab": "urn:x:"}, _V2, _OB], "context",
        step="form"),
    context("the first context over plain http", ["http://www.w3.org/ns/credentials/v2", _OB], "context",
        step="form"),
    context("a context of one's own after the others", [_V2, _OB, {"until": _FULL}], "inline-context"),
    context("an empty object for a context", [_V2, _OB, {}], "inline-context"),
    context("nothing for a context", [_V2, _OB, None], "inline-context"),
    context("a number for a context", [_V2, _OB, 3], "inline-context"),
    context("a list for a context", [_V2, _OB, [_OB]], "inline-context"),
    context("a context that nobody knows here", [_V2, _OB, "https://a.example/context"],
            "unknown-context", "unknown"),
    context("a context by a longer address", [_V2, f"{_OB}#"], "unknown-context", "unknown"),
    context("a context of a patch to come", [_V2, _OB.replace("3.0.3", "3.0.9")],
            "unknown-context", "unknown"),
    context("only the context of credentials", [_V2], "undefined-term"),
    context("the context of learner records", [_V2, contexts.CLR], "undefined-term"),
    context("the context of an older patch", [_V2, contexts.OPEN_BADGES_302], "signature"),
    context("the context without a version", [_V2, contexts.OPEN_BADGES_UNVERSIONED], "json-ld"),
    context("the context of credentials of before", [contexts.CREDENTIALS_V1, _OB], "undefined-term"),
    term("a member that nobody defined", "nickname", "x"),
    term("one on the subject", "credentialSubject/nickname", "x"),
    term("one on the achievement", "credentialSubject/achievement/nickname", "x"),
    term("one on an alignment", "credentialSubject/achievement/alignment/0/nickname", "x"),
    term("one on the issuer", "issuer/nickname", "x"),
    term("one on the status", "credentialStatus/nickname", "x"),
    term("a member of another type", "credentialSubject/achievement/endorsementComment", "x"),
    term("a type that nobody defined", "type", ["VerifiableCredential", "OpenBadgeCredential", "Special"]),
    term("a subject of no type", "credentialSubject/type", GONE),
    term("an achievement of no type", "credentialSubject/achievement/type", GONE),
    term("an alignment of no type", "credentialSubject/achievement/alignment/0/type", GONE),
    term("an identity of no type", "credentialSubject/identifier/0/type", GONE),
    term("an issuer of no type", "issuer/type", GONE),
    term("an achievement by a relative address", "credentialSubject/achievement/id", "listening/v1"),
    term("an issuer's type as a path", "issuer/type", ["./Profile"]),
    term("a text with a direction", "name", {"@value": "Active Listening", "@direction": "rtl"}),
    term("a text with a place", "name", {"@value": "Active Listening", "@index": "1"}),
    alias("a language without a text", "name", {"@language": "en"}),
    term("half a character", "name", "Active \ud83c", "not-unicode"),
    term("a number without end", "credentialSubject/achievement/creditsAvailable", float("inf"), "not-json"),
    alias("an id by its keyword", "@id", "urn:uuid:1"),
    alias("a type by its keyword", "issuer/@type", ["Profile"]),
    alias("a graph of its own", "@graph", []),
    alias("something included", "@included", [{"id": "urn:x:1"}]),
    alias("something turned round", "credentialSubject/@reverse", {}),
    alias("something nested", "@nest", {"validUntil": "2028-01-01T00:00:00Z"}),
    Fault("an end by its full name", "signed badge", "", Edit(
        "full name", lambda whole: {**whole, _FULL: "2026-02-01T00:00:00Z"}), "form", "alias"),
    alias("an end by a short form of its name", "cred:validUntil", "2026-02-01T00:00:00Z"),
    alias("a type in a member's place", "credentialSubject/Achievement", {"id": "urn:x:1"}),
    alias("a context in the middle", "credentialSubject/@context", [_V2]),
    term("a context of one's own on the proof", "proof/@context", {"created": "urn:x:y"}, "inline-context"),
    alias("nothing for a context in the middle", "issuer/@context", None),
    alias("another object of its id that ends it", "credentialSubject/source", {
        "id": "urn:uuid:5b1f5d2e-6a0c-4b7e-9d3e-0a6f4a1c2b3d", "validUntil": "2026-02-01T00:00:00Z"}),
    Fault("a member given twice", "text", "", Edit(
        "name twice", lambda text: text.replace('"name"', '"name": "Another", "name"', 1)),
        "form", "not-json"),
    Fault("a number that is none", "text", "", Edit(
        "NaN", lambda text: text.replace('"name"', '"x": NaN, "name"', 1)), "form", "not-json"),
    Fault("text after the end", "text", "", Edit("more", lambda text: text + "{}"), "form", "not-json"),
    Fault("text cut short", "text", "", Edit("cut", lambda text: text[:-1]), "form", "not-json"),
    Fault("a list of one badge", "text", "", Edit("[]", lambda text: f"[{text}]"), "form", "not-json"),
    Fault("a nest without end", "text", "", '{"a":' * 60 + "1" + "}" * 60, "form", "too-complex", "unknown"),
    Fault("more members than are read", "text", "", "{" + ",".join(
        f'"{n}":{n}' for n in range(100_001)) + "}", "form", "too-complex", "unknown"),
]  # fmt: skip


def carried(name: str, thing: str, label: str, work: Any, code: str) -> Fault:
    return Fault(name, thing, "", Edit(label, work), "container", code)


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))


def png(name: str, label: str, work: Any, code: str) -> Fault:
    return carried(name, "png", label, work, code)


def svg(name: str, label: str, work: Any, code: str) -> Fault:
    return carried(name, "svg", label, work, code)


def _text_chunk(rest: bytes, kind: bytes = b"iTXt") -> Any:
    """The picture with this in the place of the credential's chunk."""
    made = PIXEL[:33] + chunk(kind, b"openbadgecredential\0" + rest) + PIXEL[33:]
    return lambda _: made


def _in_svg(inside: str) -> Any:
    return lambda _: f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode()


def _at(place: bytes, put: bytes, past: int = 0) -> Any:
    def work(data: bytes) -> bytes:
        at = data.index(place) + past
        return data[:at] + put + data[at + len(put) :]

    return work


_OPEN = 'openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
_SHUT = "</openbadges:credential>"

CONTAINERS = [
    png("a picture without a badge", "plain", lambda _: PIXEL, "no-credential"),
    png("a picture of another kind", "jpeg", lambda _: b"\xff\xd8\xff\xe0" + bytes(64), "container-invalid"),
    png("a picture whose first letters changed", "signature", _at(b"PNG", b"PNg"), "container-invalid"),
    png("a picture without its end", "no end", lambda data: data[:-12], "cut-short"),
    png("a picture cut in its last sum", "cut", lambda data: data[:-1], "cut-short"),
    png("a picture that is all beginning", "head", lambda data: data[:8], "cut-short"),
    png("a chunk longer than the picture", "length", _at(b"iTXt", b"\xff\xff\xff\xff", -4), "cut-short"),
    png("a letter of the badge changed in the picture", "letter", _at(b"Active", b"Acting"), "checksum"),
    png("the keyword changed", "keyword", _at(b"openbadgecredential", b"Openbadge"), "checksum"),
    png("the kind of a chunk changed", "kind", _at(b"IDAT", b"IDaT"), "checksum"),
    png("a sum changed", "sum", lambda data: data[:-1] + bytes([data[-1] ^ 1]), "checksum"),
    png("a chunk of no kind", "digits", lambda data: data[:33] + chunk(b"1234") + data[33:], "malformed"),
    png("two headers", "twice", lambda data: data[:33] + data[8:33] + data[33:], "malformed"),
    png("a header that comes late", "late", lambda data: data[:8] + chunk(b"tEXt", b"a\0b") + data[8:],
        "malformed"),
    png("a picture of no width", "width", lambda data: data[:8] + chunk(
        b"IHDR", bytes(4) + data[20:29]) + data[33:], "malformed"),
    png("a picture without pixels", "no pixels", lambda data: data[: data.index(b"IDAT") - 4] + chunk(b"IEND"),
        "malformed"),
    png("a place for a badge, and nothing else in it", "empty", _text_chunk(b""), "text"),
    png("a badge packed in an unknown way", "flag", _text_chunk(b"\2\0\0\0{}"), "text"),
    png("a badge packed by an unknown method", "method", _text_chunk(b"\1\1\0\0{}"), "text"),
    png("a badge said to be packed", "not zlib", _text_chunk(b"\1\0\0\0{}"), "text"),
    png("a packed badge cut short", "cut zlib", _text_chunk(b"\1\0\0\0" + zlib.compress(b"{}" * 99)[:-4]),
        "text"),
    png("a badge that is no text", "bytes", _text_chunk(b"\0\0\0\0\xff\xfe"), "text"),
    png("a badge in a chunk for Latin text", "tEXt", _text_chunk(b"{}", b"tEXt"), "no-credential"),
    png("a packed badge that bursts", "bomb", _text_chunk(
        b"\1\0\0\0" + zlib.compress(b" " * (bake.MAXIMUM_CREDENTIAL + 1))), "too-large"),
    png("a picture in too many parts", "parts", lambda data: data[:33] + chunk(b"tEXt",
        b"a\0b") * 70_000 + data[33:],
        "too-complex"),
    svg("a drawing without a badge", "plain", _in_svg("<g/>"), "no-credential"),
    svg("a page that is no drawing", "html", lambda _: b"<html></html>", "not-svg"),
    svg("a drawing of another world", "namespace", _at(b"www.w3.org/2000/svg", b"www.w3.org/2000/sVg"),
        "not-svg"),
    svg("a drawing that is not shut", "open", lambda data: data[:-6], "malformed"),
    svg("a drawing after a drawing", "two", lambda data: data + b"<svg/>", "malformed"),
    svg("an element that is not shut", "crossed", lambda data: data.replace(b"<g/>", b"<g>"), "malformed"),
    svg("an entity that nobody declared", "entity", lambda data: data.replace(b"<g/>", b"<g>&a;</g>"),
        "malformed"),
    svg("a laugh a billion times", "laughs", lambda data: (
        b'<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + data), "declarations"),
    svg("a file of this machine", "file", lambda data: (
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + data), "declarations"),
    svg("declarations kept elsewhere", "elsewhere", lambda data: (
        b'<!DOCTYPE svg SYSTEM "https://a.example/x.dtd">' + data.replace(b"<g/>", b"<g>&a;</g>")),
            "declarations"),
    svg("a drawing deeper than is read", "deep", _in_svg("<g>" * 300 + "</g>" * 300), "too-complex"),
    svg("a drawing in more parts than are read", "wide", _in_svg("<g/>" * 200_001), "too-complex"),
    svg("a badge of no namespace", "bare", _in_svg("<credential>{}</credential>"), "no-credential"),
    svg("a badge in capitals", "capitals", _in_svg(f"<{_OPEN}>{{}}{_SHUT}".replace(":credential",
        ":Credential")),
        "no-credential"),
    svg("an empty place for a badge", "empty", _in_svg(f"<{_OPEN}> {_SHUT}"), "text"),
    svg("an empty token", "token", _in_svg(f'<{_OPEN} verify=""/>'), "text"),
    svg("a badge with elements inside", "elements", _in_svg(f"<{_OPEN}>{{}}<g/>{_SHUT}"), "malformed"),
    carried("a file of nothing", "file", "nothing", lambda _: b"", "container-invalid"),
    carried("a file of words", "file", "words", lambda _: b"a badge", "container-invalid"),
    carried("a file of many badges", "file", "many", lambda data: b"[" + data + b"]", "container-invalid"),
    carried("a file larger than is read", "file", "large", lambda data: data + b" " * 8_388_608, "too-large"),
    carried("a document for printing", "file", "pdf", lambda _: b"%PDF-1.7", "no-attachment"),
]  # fmt: skip
