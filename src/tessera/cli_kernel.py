"""The commands that read no settings and load no Django: verify, sign, canonicalize, bake, and two on keys.

Each takes what follows its name and returns the exit code: 0 done or valid, 1 invalid, 2 undecided,
64 wrong use, 65 input that cannot be read or may not be signed. Errors are one line on stderr.
"""

from __future__ import annotations

import argparse
import json
import re
import secrets
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tessera import cli_help
from tessera.common import outbound, schemas
from tessera.kernel.errors import KernelError, KeyFault
from tessera.kernel.openbadges import bake as baking
from tessera.kernel.openbadges import canonical, did, jwt, proof, rdfc, source, times
from tessera.kernel.openbadges.check import check
from tessera.kernel.openbadges.keyfile import KeyPair, public_document
from tessera.kernel.openbadges.keys import MADE, KeyType, SecretKey
from tessera.kernel.openbadges.report import Report, Result, Step, Verdict

OK, INVALID, UNDECIDED, USAGE, UNREADABLE = 0, 1, 2, 64, 65

SECONDS = 60.0  # for all that one source names: it may name a hundred slow hosts
_MARKS = {Result.PASSED: "+", Result.FAILED: "x", Result.UNKNOWN: "?", Result.SKIPPED: "-"}


class _Refused(Exception):
    """Input that cannot be read, or may not be signed."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"{self.prog}: {message}\n")
        raise SystemExit(USAGE)


def verify(argv: list[str]) -> int:
    """Check credentials, ours or anyone's."""
    parser = _Parser(
        "tessera verify",
        description=cli_help.VERIFY,
        epilog=cli_help.VERIFY_ANSWERS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "sources", nargs="+", metavar="SOURCE", help="a file, an https address, or - for the input"
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="write one JSON object a line for each source, in the order given",
    )
    parser.add_argument("--offline", action="store_true", help=cli_help.OFFLINE)
    parser.add_argument("--recipient", default="", metavar="ID", help=cli_help.RECIPIENT)
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        type=_mapping,
        metavar="PREFIX=PREFIX",
        help=cli_help.MAP,
    )
    parser.add_argument(
        "--trust",
        action="append",
        metavar="DID_OR_URL",
        help="an issuer that you know; may be given several times. It adds an answer (is the issuer"
        " listed?) and changes no verdict",
    )
    parser.add_argument(
        "--at",
        type=_moment,
        metavar="TIME",
        help="check as if it were this moment, such as 2026-01-31T12:00:00Z; the default is now",
    )
    asked = parser.parse_args(argv)
    mapped = dict(asked.map)
    fetch, fetch_source = outbound.Fetcher(mapped), outbound.Fetcher(mapped, carriers=True)
    at = asked.at or datetime.now(UTC)
    codes = set()
    for name in asked.sources:
        load = outbound.nowhere if asked.offline else outbound.within(SECONDS, fetch)
        try:
            data = _opened(name, outbound.nowhere if asked.offline else fetch_source)
            report = check(
                data,
                at=at,
                load=load,
                recipient=asked.recipient,
                trusted=asked.trust,
                validate=schemas.Validator(load),
            )
        except _Refused as refusal:
            _complain(str(refusal))
            codes.add(UNREADABLE)
            continue
        except KernelError as fault:
            report = _not_had(fault)
        _write_report(name, report, as_json=asked.json)
        codes.add({Verdict.INVALID: INVALID, Verdict.UNDECIDED: UNDECIDED}.get(report.verdict, OK))
    return next(code for code in (INVALID, UNREADABLE, UNDECIDED, OK) if code in codes)


def sign(argv: list[str]) -> int:
    """Sign an unsigned credential or status list."""
    parser = _Parser(
        "tessera sign",
        description=cli_help.SIGN,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE", help="the unsigned document, or - for the input")
    parser.add_argument("--key", required=True, metavar="KEYFILE", help="from tessera keys new")
    parser.add_argument(
        "--cryptosuite",
        choices=[*proof.MADE, jwt.VC_JWT],
        default=proof.EDDSA_RDFC_2022.name,
        help="how to sign; eddsa-rdfc-2022 unless given",
    )
    parser.add_argument(
        "--created", type=_moment, metavar="TIME", help="the moment that the proof names; now"
    )
    asked = parser.parse_args(argv)
    pair = KeyPair.read(canonical.read(_read(asked.key)))
    document = canonical.read(_read(asked.file))
    if asked.cryptosuite == jwt.VC_JWT:
        if asked.created:
            parser.error("a token does not say when it was made")
        token = jwt.secure(document, key=pair.secret, verification_method=pair.id)
        _write_bytes(token.encode() + b"\n")
        return OK
    secured = proof.secure(
        document,
        key=pair.secret,
        verification_method=pair.id,
        created=asked.created or datetime.now(UTC),
        cryptosuite=asked.cryptosuite,
    )
    _write_json(secured)
    return OK


def canonicalize(argv: list[str]) -> int:
    """Write the canonical bytes of a document."""
    parser = _Parser("tessera canonicalize", description=cli_help.CANONICALIZE)
    parser.add_argument("file", metavar="FILE", help="JSON-LD, or N-Quads if it ends in .nq")
    parser.add_argument(
        "--algorithm",
        choices=["rdfc", "jcs"],
        default="rdfc",
        help="rdfc: RDFC-1.0, as N-Quads (unless given); jcs: RFC 8785, as JSON",
    )
    asked = parser.parse_args(argv)
    data = _read(asked.file)
    if asked.file.endswith(".nq"):
        if asked.algorithm == "jcs":
            parser.error("N-Quads have no JSON form")
        written = rdfc.canonical(rdfc.parse(_text(data)))
    elif asked.algorithm == "jcs":
        written = canonical.jcs(canonical.read(data))
    else:
        written = canonical.rdf(canonical.read(data))
    _write_bytes(written)
    return OK


def bake(argv: list[str]) -> int:
    """Put a credential inside an image."""
    parser = _Parser("tessera bake", description=cli_help.BAKE)
    parser.add_argument("image", metavar="IMAGE", help="a PNG or SVG file, which stays as it is")
    parser.add_argument(
        "credential",
        metavar="CREDENTIAL",
        help="a signed document, a token, or a file with one in it",
    )
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help="the file to write")
    asked = parser.parse_args(argv)
    credential = _text(source.credential_in(_read(asked.credential)))
    try:
        Path(asked.output).write_bytes(baking.bake(_read(asked.image), credential))
    except OSError as fault:
        raise _Refused(f"{asked.output}: {fault.strerror}") from fault
    return OK


def unbake(argv: list[str]) -> int:
    """Write the credential that an image carries."""
    parser = _Parser("tessera unbake", description=cli_help.UNBAKE)
    parser.add_argument("image", metavar="IMAGE", help="a PNG or SVG file, or - for the input")
    asked = parser.parse_args(argv)
    _write_bytes(baking.unbake(_read(asked.image)).encode())
    return OK


def new_key(argv: list[str]) -> int:
    """Write a new key, its secret included, and keep no copy."""
    parser = _Parser("tessera keys new", description=new_key.__doc__)
    parser.add_argument(
        "--type",
        choices=[kind.value for kind in MADE],
        default="ed25519",
        help="ed25519 unless given; rsa, of 2048 bits, signs tokens alone",
    )
    parser.add_argument(
        "--controller",
        type=_identity,
        metavar="DID",
        help="whose key it is, such as did:web:college.example; a did:key of its own (for rsa a"
        " did:jwk) unless given",
    )
    asked = parser.parse_args(argv)
    _write_json(KeyPair.of(_fresh(KeyType(asked.type)), asked.controller or "").document())
    return OK


def key_document(argv: list[str]) -> int:
    """Write the public document of keys, for a did:web to publish."""
    parser = _Parser("tessera keys document", description=cli_help.KEY_DOCUMENT)
    parser.add_argument("keys", nargs="+", metavar="KEYFILE", help="from tessera keys new")
    asked = parser.parse_args(argv)
    pairs = [KeyPair.read(canonical.read(_read(name))) for name in asked.keys]
    _write_json(public_document(pairs))
    return OK


def _guarded(command: Callable[[list[str]], int]) -> Callable[[list[str]], int]:
    def run(argv: list[str]) -> int:
        try:
            return command(argv)
        except (_Refused, KernelError) as refusal:
            _complain(f"tessera: {refusal}")
            return UNREADABLE
        except BrokenPipeError:
            return OK

    run.__doc__ = command.__doc__
    return run


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    name: _guarded(command)
    for name, command in {
        "verify": verify,
        "sign": sign,
        "canonicalize": canonicalize,
        "bake": bake,
        "unbake": unbake,
        "keys new": new_key,
        "keys document": key_document,
    }.items()
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one of COMMANDS, named by one word or two. 64 when there is no such command."""
    given = list(sys.argv[1:] if argv is None else argv)
    for words in (2, 1):
        command = COMMANDS.get(" ".join(given[:words]))
        if command:
            try:
                return command(given[words:])
            except SystemExit as ended:
                return ended.code if isinstance(ended.code, int) else USAGE
    sys.stderr.write(f"tessera: one of {', '.join(COMMANDS)}\n")
    return USAGE


def _opened(name: str, load: did.Load) -> bytes:
    """The credential of a source. Raises _Refused without one, KernelError when that cannot be told."""
    data = load(name) if name.startswith(("https://", "http://")) else _read(name)
    try:
        found = source.credential_in(data)
        if found.startswith(b"{"):
            canonical.read(found)
        elif jwt.is_token(found):
            jwt.read(found)
    except KernelError as fault:
        if fault.code in {"unsupported", "too-complex"}:
            raise
        raise _Refused(f"{name}: {fault}") from fault
    return found


def _not_had(fault: KernelError) -> Report:
    step = Step("form", Result.UNKNOWN, fault.code, str(fault))
    return Report(Verdict.UNDECIDED, fault.code, (step,))


def _read(name: str) -> bytes:
    """A whole file, or the input; no more of either than anything here is read of."""
    try:
        if name == "-":
            data = sys.stdin.buffer.read(baking.MAXIMUM_IMAGE + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(baking.MAXIMUM_IMAGE + 1)
    except OSError as fault:
        raise _Refused(f"{name}: {fault.strerror}") from fault
    if len(data) > baking.MAXIMUM_IMAGE:
        raise _Refused(f"{name}: more than {baking.MAXIMUM_IMAGE} bytes")
    return data


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as fault:
        raise _Refused("not UTF-8") from fault


def _fresh(kind: KeyType) -> SecretKey:
    if kind is KeyType.RSA:
        made = rsa.generate_private_key(65537, 2048)
        der = made.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return SecretKey(kind, der)
    while True:
        try:
            secret = SecretKey(kind, secrets.token_bytes(32))
        except KeyFault:  # one in four billion is outside the curve of P-256
            continue
        return secret


def _mapping(text: str) -> tuple[str, str]:
    old, equals, new = text.partition("=")
    if not (equals and "://" in old and "://" in new):
        raise argparse.ArgumentTypeError("PREFIX=PREFIX, both with https:// or http://")
    return old, new


def _identity(text: str) -> str:
    if re.fullmatch(r"(did:[a-z0-9]+:|https://)[^\s#]+", text):
        return text
    raise argparse.ArgumentTypeError("a DID or an https address, without a fragment")


def _moment(text: str) -> datetime:
    try:
        return times.read(text)
    except KernelError as fault:
        raise argparse.ArgumentTypeError("a time such as 2026-01-31T12:00:00Z") from fault


def _write_report(name: str, report: Report, *, as_json: bool) -> None:
    if as_json:
        line = {"source": name, **report.as_json()}
        text = json.dumps(line, ensure_ascii=False)
        sys.stdout.write((text if text.isprintable() else json.dumps(line)) + "\n")
        return
    reason = f" ({report.reason})" if report.reason else ""
    sys.stdout.write(_printable(f"{name}: {report.verdict}{reason}") + "\n")
    for step in report.steps:
        words = " ".join(filter(None, [step.name, step.code, step.detail and f"· {step.detail}"]))
        sys.stdout.write(_printable(f"  {_MARKS[step.result]} {words}") + "\n")


def _printable(text: str) -> str:
    """Strangers' words go to a terminal, which obeys some characters and hides others."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )


def _complain(text: str) -> None:
    sys.stderr.write(_printable(text) + "\n")


def _write_json(document: dict[str, Any]) -> None:
    _write_bytes(json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n")


def _write_bytes(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    raise SystemExit(main())
