"""Every setting that is read is listed for those who run Tessera, and the other way round."""

import re

from tests.architecture import source

READERS = ("text", "flag", "words", "kept")


def test_settings_read_are_the_settings_listed():
    read = set()
    for path in (source.PACKAGE / "config").glob("*.py"):
        for call in source.calls(path, *READERS):
            if getattr(getattr(call.func, "value", None), "id", "") != "env":
                continue
            # kept(directory, name) makes the value that text(NAME) falls back to.
            if getattr(call.func, "attr", "") != "kept" and (name := source.text(call.args[0])):
                read.add(f"TESSERA_{name}")
    example = (source.ROOT / ".env.example").read_text(encoding="utf-8")
    listed = re.findall(r"^#?(TESSERA_[A-Z_]+)=", example, re.MULTILINE)
    assert (sorted(listed), len(listed)) == (sorted(read), len(set(listed)))


def test_no_other_module_reads_the_environment():
    allowed = {"config/env.py", "config/settings.py", "config/wsgi.py", "cli.py"}
    found = {
        source.place(path)
        for path in source.modules()
        if "environ" in path.read_text(encoding="utf-8") and source.place(path) not in allowed
    }
    assert found == set()
