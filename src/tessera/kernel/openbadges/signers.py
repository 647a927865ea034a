"""Whose key signed a token: found by its header, and believed only as its issuer's own.

A token may name its key by an address, or carry it. Either proves nothing by itself: the key must be
in the issuer's document, in the key set of the issuer's host, or be served by that host.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from tessera.kernel.errors import KernelError, KeyFault, Unreachable
from tessera.kernel.openbadges import did, jwk
from tessera.kernel.openbadges.did import Load, Method
from tessera.kernel.openbadges.keys import PublicKey

MAXIMUM_KEYS = 100


def signer(header: Mapping[str, Any], issuer: str, load: Load) -> Method:
    """The key that a token names. Raises Unreachable, or KeyFault: `no-such-key`, `not-issuer`,
    `secret`, `unsupported`, `key-invalid`."""
    kid = header.get("kid")
    if "jwk" in header:
        return _vouched(jwk.read(header["jwk"]), issuer, load)
    if kid is None:
        return _only(issuer, load)
    if not isinstance(kid, str):
        raise KeyFault("a key by no name", code="no-such-key", field="kid")
    if kid.startswith("https://"):
        return _served(kid, issuer, load)
    if kid.startswith("did:"):
        return did.resolve(kid, load) if "#" in kid else _only(kid, load)
    return _relative(kid.removeprefix("#"), issuer, load)


def _served(kid: str, issuer: str, load: Load) -> Method:
    """A key at an address: a JWK, a key set, or one in a document that says whose it is."""
    address, _, fragment = kid.partition("#")
    found: Mapping[str, Any] = did.page(address, load)
    if "keys" in found:
        found = _in_set(found, {kid, fragment})
    elif "kty" not in found:
        return did.resolve(kid, load)
    if found.get("iss", issuer) != issuer:
        raise KeyFault("a key of another issuer", code="not-issuer", field="kid")
    return _vouched(jwk.read(found), issuer, load, at_home=_host(kid) == _host(issuer) != "")


def _vouched(key: PublicKey, issuer: str, load: Load, *, at_home: bool = False) -> Method:
    """The key as its issuer lists it; failing a list, as what the issuer's own host serves."""
    if own := did.own_method(issuer):
        methods, is_list = [own], True
    else:
        found = _document(issuer, load)
        methods, is_list = did.methods(found), bool(did.entries(found))
    same = [method for method in methods if method.key == key]
    if same:
        return max(same, key=lambda method: method.asserts)  # one key may be listed in two forms
    if not is_list and (at_home or _in_home_set(key, issuer, load)):
        return Method(issuer, issuer, key)
    raise KeyFault("the issuer does not list the key of this token", code="not-issuer")


def _document(issuer: str, load: Load) -> Mapping[str, Any]:
    """The issuer's document. A plain address need not serve one: then it lists nothing."""
    try:
        return did.fetched(issuer, load)
    except (Unreachable, KeyFault):
        if not issuer.startswith("https://"):
            raise
        return {}


def _only(owner: str, load: Load) -> Method:
    """The one key of an issuer whose token names none."""
    own = did.own_method(owner)
    methods = [own] if own else did.methods(did.fetched(owner, load))
    asserting = [method for method in methods if method.asserts]
    if len(asserting) != 1:
        raise KeyFault("it does not say by which key it was signed", code="no-such-key")
    return asserting[0]


def _relative(name: str, issuer: str, load: Load) -> Method:
    if not issuer.startswith("https://"):
        return did.resolve(f"{issuer}#{name}", load)
    try:
        return did.resolve(f"{issuer}#{name}", load)
    except (Unreachable, KeyFault):
        found = _in_set(did.page(_home_set(issuer), load), {name})
        if found.get("iss", issuer) != issuer:
            raise KeyFault("a key of another issuer", code="not-issuer") from None
        return Method(f"{issuer}#{name}", issuer, jwk.read(found))


def _in_home_set(key: PublicKey, issuer: str, load: Load) -> bool:
    for one in _keys(did.page(_home_set(issuer), load)):
        try:
            if jwk.read(one) == key and one.get("iss", issuer) == issuer:
                return True
        except KernelError:
            continue  # a key that cannot be read is not this one
    return False


def _in_set(found: Mapping[str, Any], names: set[str]) -> Mapping[str, Any]:
    for one in _keys(found):
        if one.get("kid") and str(one["kid"]) in names:
            return one
    raise KeyFault("no such key in the key set", code="no-such-key")


def _keys(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    keys = found.get("keys")
    if not isinstance(keys, list) or len(keys) > MAXIMUM_KEYS:
        raise KeyFault("not a key set")
    return [one for one in keys if isinstance(one, Mapping)]


def _home_set(issuer: str) -> str:
    return f"https://{_host(issuer)}/.well-known/jwks.json"


def _host(address: str) -> str:
    """The host and port of an https address; "" for any other."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.netloc.lower() if parts.scheme == "https" else ""
