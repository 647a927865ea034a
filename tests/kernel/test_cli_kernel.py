"""The commands that need no site: what they write, and their exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tessera.cli_kernel import main
from tessera.kernel.openbadges import canonical, contexts, did, jwt, proof
from tessera.kernel.openbadges.check import check
from tessera.kernel.openbadges.keyfile import KeyPair
from tessera.kernel.openbadges.keys import KeyType, SecretKey

from .badges import ISSUER, METHOD, NOON, SECRET, badge, signed, web
from .images import PIXEL
from .test_check import KEY, entry

AT = ["--at", "2026-03-01T12:00:00Z"]


@pytest.fixture
def put(tmp_path: Path):
    def write(name: str, content: Any) -> str:
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        (tmp_path / name).write_bytes(data)
        return str(tmp_path / name)

    return write


def test_verify_writes_one_line_of_json_for_each_source(put, capsys):
    good = put("good.json", signed(badge()))
    bad = put("bad.json", {**signed(badge()), "name": "Another"})
    code = main(["verify", good, bad, "--json", "--offline", *AT])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 1
    assert [(line["source"], line["verdict"], line["reason"]) for line in lines] == [
        (good, "valid", ""),
        (bad, "invalid", "signature"),
    ]
    assert lines[0]["steps"][0] == {"name": "form", "result": "passed", "code": "", "detail": ""}
    assert lines[0]["credential"]["id"] == badge()["id"]


def test_verify_speaks_plainly_without_json(put, capsys):
    code = main(["verify", put("a.json", signed(badge())), "--offline", *AT])
    assert (code, capsys.readouterr().out.splitlines()[1]) == (0, "  + form")


@pytest.mark.parametrize(
    ("content", "extra", "code"),
    [
        (signed(badge()), [], 0),
        (signed(badge()), ["--recipient", "a@example.com", "--trust", ISSUER], 0),
        (signed(badge()), ["--recipient", "b@example.com"], 1),
        (signed(badge(credentialStatus=entry())), [], 2),
        (b"%PDF-1.7 /Encrypt", [], 2),
        (b"eyJh.e30.c2ln", [], 65),
        (jwt.secure(badge(), key=SECRET, verification_method=METHOD.id).encode(), [], 0),
        (b"{}", [], 1),
        (b"{", [], 65),
        (b"hello", [], 65),
        (PIXEL, [], 65),
        (b"<svg/>", [], 65),
    ],
)
def test_verify_exits_with_what_it_found(put, capsys, content, extra, code):
    assert main(["verify", put("a", content), "--offline", *AT, *extra]) == code


def test_verify_of_a_file_that_is_not_there_says_so_in_one_line(capsys):
    assert main(["verify", "missing.json"]) == 65
    assert capsys.readouterr().err == "missing.json: No such file or directory\n"


def test_verify_reads_no_more_of_a_file_than_any_badge_has(capsys):
    assert main(["verify", "/dev/zero", "--offline"]) == 65
    assert capsys.readouterr().err == "/dev/zero: more than 20971520 bytes\n"


def test_verify_gives_no_stranger_the_terminal(put, capsys):
    proof = {"type": "\x1b[2J\u202e\ud800", "proofPurpose": "assertionMethod"}
    name = put("a.json", badge(proof=proof))
    main(["verify", name, "--offline"])
    told = capsys.readouterr().out
    assert "? signature unsupported · \\x1b[2J\\u202e\\ud800 cannot be checked here" in told
    main(["verify", name, "--offline", "--json"])
    [line] = capsys.readouterr().out.splitlines()
    assert (line.isprintable(), json.loads(line)["source"]) == (True, name)


@pytest.mark.parametrize(
    "argv",
    [[], ["verify"], ["verify", "a", "--map", "x"], ["verify", "a", "--at", "noon"], ["unknown"],
     ["sign", "a"], ["keys"], ["verify", "--what", "a"], ["keys", "new", "--controller", "a college"]],
)  # fmt: skip
def test_wrong_use_exits_64(argv, capsys):
    assert (main(argv), capsys.readouterr().out) == (64, "")


@pytest.fixture
def served(tmp_path: Path):
    """Where the files that `put` writes are served, mapped to a college's host."""
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
    from threading import Thread

    class Quiet(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(tmp_path))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    yield ["--map", f"https://college.example=http://127.0.0.1:{server.server_port}"]
    server.shutdown()
    server.server_close()


def test_verify_reaches_a_did_web_through_the_map(put, served, tmp_path):
    (tmp_path / ".well-known").mkdir()
    put(".well-known/did.json", did.document(KEY.controller, [KEY]))
    document = proof.secure(
        badge(issuer={"id": KEY.controller, "type": ["Profile"]}),
        key=SECRET,
        verification_method=KEY.id,
        created=NOON,
    )
    assert main(["verify", put("a.json", document), *served, *AT]) == 0


def test_verify_holds_a_badge_to_the_schema_that_it_names(put, served, capsys):
    named = {"id": "https://college.example/schema.json", "type": "1EdTechJsonSchemaValidator2019"}
    under = [contexts.CREDENTIALS_V2, contexts.OPEN_BADGES, contexts.EXTENSIONS]
    document = put("a.json", signed(badge(**{"@context": under, "credentialSchema": [named]})))
    for schema, code, told in (
        ({"required": ["name"]}, 0, "  + schema"),
        ({"required": ["image"]}, 1, "  x schema schema"),
        (None, 0, "  ? schema status"),
    ):
        if schema is None:
            Path(document).with_name("schema.json").unlink()
        else:
            put("schema.json", schema)
        assert main(["verify", document, *served, *AT]) == code
        assert [line for line in capsys.readouterr().out.splitlines() if line.startswith(told)]


@pytest.mark.parametrize("kind", ["ed25519", "p256"])
def test_new_key_is_a_multikey_document_of_a_did_key(capsysbinary, kind):
    assert main(["keys", "new", "--type", kind]) == 0
    document = json.loads(capsysbinary.readouterr().out)
    pair = KeyPair.read(document)
    assert pair.controller == did.from_key(pair.secret.public)
    assert list(document) == [
        "id", "type", "controller", "publicKeyMultibase", "secretKeyMultibase",
    ]  # fmt: skip


def test_document_of_a_did_web_names_its_keys_and_no_secret(put, capsysbinary):
    who, files = "did:web:partner.example", []
    for kind in ("ed25519", "p256", "rsa"):
        assert main(["keys", "new", "--type", kind, "--controller", who]) == 0
        files.append(put(f"{kind}.json", capsysbinary.readouterr().out))
    assert main(["keys", "document", *files]) == 0
    written = capsysbinary.readouterr().out
    found, pairs = (
        json.loads(written),
        [KeyPair.read(json.loads(Path(f).read_bytes())) for f in files],
    )
    assert [one.key for one in did.methods(found)] == [pair.secret.public for pair in pairs]
    assert found["assertionMethod"] == [pair.id for pair in pairs]
    assert b"secret" not in written


def test_document_of_keys_of_two_controllers_is_refused(put, capsysbinary):
    files = []
    for name in ("a.json", "b.json"):
        main(["keys", "new"])
        files.append(put(name, capsysbinary.readouterr().out))
    assert main(["keys", "document", *files]) == 65


def test_badge_signed_with_an_rsa_key_is_a_token_by_rs256_and_nothing_else(put, capsysbinary):
    assert main(["keys", "new", "--type", "rsa"]) == 0
    written = capsysbinary.readouterr().out
    issuer = json.loads(written)["controller"]
    key, plain = put("key.json", written), put("a.json", badge(issuer={"id": issuer}))
    assert main(["sign", plain, "--key", key, "--cryptosuite", "vc-jwt"]) == 0
    token = capsysbinary.readouterr().out
    assert jwt.read(token).header == {"alg": "RS256", "typ": "JWT", "kid": f"{issuer}#0"}
    assert main(["verify", put("a.jwt", token), "--offline", *AT]) == 0
    assert main(["sign", plain, "--key", key]) == 65


def test_signed_file_verifies(put, capsysbinary):
    key = put("key.json", KeyPair(METHOD.id, ISSUER, SECRET).document())
    plain = put("plain.json", badge())
    assert main(["sign", plain, "--key", key, "--created", "2026-03-01T12:00:00Z"]) == 0
    assert json.loads(capsysbinary.readouterr().out) == signed(badge())


SUITES = [
    ("ed25519", "eddsa-rdfc-2022"),
    ("ed25519", "eddsa-jcs-2022"),
    ("ed25519", "vc-jwt"),
    ("p256", "ecdsa-rdfc-2019"),
    ("p256", "ecdsa-jcs-2019"),
    ("p256", "vc-jwt"),
]


@pytest.mark.parametrize(("kind", "suite"), SUITES)
def test_every_cryptosuite_makes_what_verifies(put, capsysbinary, kind, suite):
    secret = SecretKey(KeyType(kind), bytes(range(32)))
    issuer = did.from_key(secret.public)
    key = put("key.json", KeyPair(did.key_method(issuer).id, issuer, secret).document())
    plain = put("plain.json", badge(issuer={"id": issuer, "type": ["Profile"]}))
    assert main(["sign", plain, "--key", key, "--cryptosuite", suite]) == 0
    assert main(["verify", put("out", capsysbinary.readouterr().out), "--offline"]) == 0


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022", "vc-jwt"])
def test_sign_of_a_term_that_no_context_defines_is_refused(put, capsysbinary, suite):
    key = put("key.json", KeyPair(METHOD.id, ISSUER, SECRET).document())
    plain = put("plain.json", badge(invented=1))
    assert main(["sign", plain, "--key", key, "--cryptosuite", suite]) == 65
    assert capsysbinary.readouterr() == (b"", b"tessera: no context defines invented\n")


def test_help_of_verify_names_every_option_step_and_exit_code(capsys):
    assert main(["verify", "--help"]) == 0
    told = capsys.readouterr().out
    report = check(signed(badge()), at=NOON, load=web())
    words = ["--json", "--offline", "--recipient", "--map", "--trust", "--at", "undecided", "65"]
    words += [*proof.CRYPTOSUITES, *(step.name for step in report.steps), *report.as_json()]
    assert [word for word in words if word not in told] == []


def test_canonicalize_reads_json_and_n_quads_alike(put, capsysbinary):
    document = badge()
    assert main(["canonicalize", put("a.json", document)]) == 0
    quads = capsysbinary.readouterr().out
    assert quads == canonical.rdf(document)
    assert main(["canonicalize", put("a.nq", quads)]) == 0
    assert capsysbinary.readouterr().out == quads
    assert main(["canonicalize", put("a.json", document), "--algorithm", "jcs"]) == 0
    assert capsysbinary.readouterr().out == canonical.jcs(document)


@pytest.mark.parametrize("image", [PIXEL, b'<svg xmlns="http://www.w3.org/2000/svg"/>'])
def test_baked_image_gives_back_its_credential_and_verifies(put, capsysbinary, tmp_path, image):
    credential = put("a.json", signed(badge()))
    baked = str(tmp_path / "baked")
    assert main(["bake", put("a.image", image), credential, "-o", baked]) == 0
    assert main(["unbake", baked]) == 0
    assert capsysbinary.readouterr().out == Path(credential).read_bytes()
    assert main(["verify", baked, "--offline", *AT]) == 0


def test_bake_into_what_is_no_image_is_refused(put, capsys, tmp_path):
    credential = put("a.json", signed(badge()))
    output = tmp_path / "out.png"
    assert main(["bake", put("a.gif", b"GIF89a"), credential, "-o", str(output)]) == 65
    assert not output.exists()


def test_commands_load_no_django():
    told = "import sys, tessera.cli_kernel; print([m for m in sys.modules if 'django' in m])"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    written = subprocess.check_output([sys.executable, "-c", told], text=True, env=environment)
    assert written == "[]\n"
