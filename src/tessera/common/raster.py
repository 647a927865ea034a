"""A drawing as PNG. Run as a script it does the same under hard limits, for drawings from outside.

Even of harmless parts a drawing can be made that takes minutes to fill in: one that a stranger made is
drawn by another process, which is stopped when its time or memory is over. As a script it stands alone.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import resvg_py

SECONDS = 5.0  # an ordinary drawing takes a tenth
MEMORY = 1024 * 1024 * 1024


def png(svg: str, *, size: int) -> bytes:
    """Square, and see-through where nothing is drawn. For drawings of our own."""
    # No font of this machine is looked at: lettering is outlines.
    return bytes(
        resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size, skip_system_fonts=True)
    )


def png_apart(svg: str, *, size: int, seconds: float = SECONDS) -> bytes | None:
    """The same by another process; None when it does not get there."""
    try:
        done = subprocess.run(  # noqa: S603  # our own script; the drawing is only its input
            [sys.executable, "-I", str(Path(__file__)), str(size)],
            input=svg.encode(),
            capture_output=True,
            timeout=seconds,
            env={},
            check=True,
        )
    except subprocess.SubprocessError:
        return None
    return done.stdout


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS)))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(png(sys.stdin.buffer.read().decode(), size=int(sys.argv[1])))


if __name__ == "__main__":
    main()
