"""What every test stands on."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from hypothesis import settings

# a busy machine is no fault of the code: properties have no stopwatch
settings.register_profile("tessera", deadline=None)
settings.load_profile("tessera")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing leaves this machine: a connection to anywhere but loopback is an error."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and isinstance(address, tuple):
            assert address[0] in {"127.0.0.1", "::1", "localhost"}, f"a test reached for {address}"
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)
    return
