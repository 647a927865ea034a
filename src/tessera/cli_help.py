"""What the commands that need no site say of themselves, when asked with --help."""

VERIFY = """Check credentials, whoever issued them.

SOURCE is an Open Badges 3.0 credential, an endorsement, a CLR 2.0 or a status list: as JSON with
embedded proofs, as a compact JWT, baked into a PNG or SVG, or attached to a PDF. It is checked in
full: its form, its signature, whether the key that signed speaks for its issuer, whether it was
withdrawn, its dates, and every endorsement and credential inside it. An assertion of Open Badges 2.0,
hosted or signed, is checked by its own rules. Only public addresses are fetched from, over https."""

VERIFY_ANSWERS = """verdicts:
  valid       everything that was asked holds
  invalid     something does not hold: the reason is the code of the first step that failed
  undecided   nothing failed, but something that matters could not be had or read

steps, each passed (+), failed (x), unknown (?) or skipped (-), with a code that never changes:
  form         it is a credential, and says what it must
  signature    what was signed was not changed; proofs of the kinds eddsa-rdfc-2022,
               eddsa-jcs-2022, ecdsa-rdfc-2019, ecdsa-jcs-2019, ecdsa-sd-2023,
               Ed25519Signature2020 and the drafts eddsa-2022 and ecdsa-2019, and tokens by
               EdDSA, ES256, ES384 and RS256
  issuer       the key is the issuer's own, is listed for signing credentials, and is in force
               (did:key, did:jwk, did:web, and https addresses of issuers, keys and key sets)
  refresh      only if it names a refresh service: the newest edition is what is checked
  status       the lists that it names do not say that it was revoked or suspended
  dates        the moment is within its dates
  subject      it says whom it is about
  achievement  it says what was achieved, and by which criteria
  shape        what the specification wants is there, in its own words; informs, and decides nothing
  schema       only if it names JSON Schemas: it fits each (kinds 1EdTechJsonSchemaValidator2019
               and JsonSchema); one that cannot be had, or asks for too much, is only told
  recipient    it is about whom --recipient names; unknown if it tells nothing of that sort, such as
               a number when a name was asked
  record       only in a CLR: its parts belong together and are about one person
  endorsements each holds; a forged one makes the whole invalid, one that is over is only told
  members      only in a CLR: each credential inside holds
  trust        the issuer is one of --trust; informs, and decides nothing

several proofs, or several status entries: signature, issuer and status answer for all of them
(one that does not hold spoils all; one by the issuer is enough), and signature/1, issuer/1,
status/1 and so on tell of each, with its kind, key or purpose. The numbered ones inform, and decide
nothing.

with --json each line is {"source", "verdict", "reason", "steps": [{"name", "result", "code",
"detail"}], "credential": what it claims, "inside": the reports of what is inside}.

exit codes:
  0  all valid          1  any invalid        2  none invalid, but any undecided
  64 wrong use          65 a source that cannot be read

examples:
  tessera verify badge.json
  tessera verify badge.png --recipient ana@example.org --trust did:web:college.example
  tessera verify --json https://college.example/badges/1 - < badge.jwt
  tessera verify badge.json --map https://college.example=http://127.0.0.1:8000"""

CANONICALIZE = (
    "Write the canonical bytes of a document: what is hashed and signed. Two documents that mean the"
    " same have the same bytes. A term that no context defines is refused."
)
BAKE = (
    "Put a credential inside a PNG or SVG, so that the picture can be checked. What the picture"
    " carried before is taken out; nobody sees a difference. Editors and phones often strip what is"
    " inside, so bake last and keep the original."
)
UNBAKE = (
    "Write the credential that a PNG or SVG carries, as it was put in. That it is there proves"
    " nothing: give it, or the picture itself, to tessera verify."
)

SIGN = """Sign an unsigned credential, endorsement, CLR or status list, and write it secured.

The key decides what fits: an ed25519 key makes eddsa-rdfc-2022 and eddsa-jcs-2022, a p256 key makes
ecdsa-rdfc-2019 and ecdsa-jcs-2019, and both, and an rsa key, make vc-jwt (a compact JWS by the rules
of Open Badges 3.0, with EdDSA, ES256 or RS256). A document with a term that no context defines is
refused (exit code 65), since a signature would not cover it or readers would not understand it."""

KEY_DOCUMENT = (
    "Write the document that a did:web publishes: the keys in these files, without their secrets."
    " All are of one controller. Put it where the DID says, such as"
    " https://college.example/.well-known/did.json for did:web:college.example, and leave in it keys that"
    " are no longer used, so that what they signed still checks."
)
OFFLINE = "fetch nothing: what would have to be fetched is unknown, so the answer may be undecided"
RECIPIENT = (
    "it must be about them: an e-mail address, a DID or another identifier, which is compared with the"
    " subject's id and with its identifiers, hashed or plain"
)
MAP = (
    "rewrite addresses before fetching, did:web included, such as"
    " https://a.example=http://127.0.0.1:9000; the only way to a private address or to plain http; may"
    " be given several times, and the longest prefix wins"
)
