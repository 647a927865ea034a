"""Published frameworks, format by format, read as a stream of entries and faults."""

from tessera.frameworks.formats.entry import Entry, Facts, Fault, Found, Under
from tessera.frameworks.formats.reading import ENCODINGS, KNOWN, facts_in, read

__all__ = ["ENCODINGS", "KNOWN", "Entry", "Facts", "Fault", "Found", "Under", "facts_in", "read"]
