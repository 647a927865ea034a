"""The format that was chosen, and what is known of each framework before its file is read."""

from __future__ import annotations

from typing import IO

from tessera.frameworks.enums import Format
from tessera.frameworks.formats import tables
from tessera.frameworks.formats.case import case, case_facts
from tessera.frameworks.formats.entry import Facts, Found

ENCODINGS = {"utf-8": "UTF-8", "cp1252": "Windows-1252"}
KNOWN: dict[Format, Facts] = {
    Format.PLAIN: Facts(),
    Format.ESCO: Facts(
        code="esco",
        name="ESCO",
        name_fr="ESCO",
        publisher="European Commission",
        source="https://esco.ec.europa.eu/",
        target_type="ext:ESCOSkill",
    ),
    Format.ONET: Facts(
        code="onet",
        name="O*NET",
        name_fr="O*NET",
        publisher="U.S. Department of Labor",
        source="https://www.onetcenter.org/database.html",
    ),
    Format.NOC: Facts(
        code="noc",
        name="NOC",
        name_fr="CNP",
        publisher="Statistics Canada",
        source="https://www.statcan.gc.ca/en/subjects/standard/noc",
    ),
    Format.CIP: Facts(
        code="cip",
        name="CIP",
        name_fr="CPE",
        publisher="Statistics Canada",
        source="https://www.statcan.gc.ca/en/subjects/standard/cip",
    ),
    Format.CASE: Facts(target_type="CFItem"),
}


def read(file: IO[bytes], *, format: Format, encoding: str = "utf-8", name: str = "") -> Found:
    """What stands in one file, row by row."""
    match format:
        case Format.PLAIN:
            return tables.plain(file, encoding=encoding)
        case Format.ESCO:
            return tables.esco(file, encoding=encoding, name=name)
        case Format.ONET:
            return tables.onet(file, encoding=encoding)
        case Format.NOC:
            return tables.noc(file, encoding=encoding)
        case Format.CIP:
            return tables.cip(file, encoding=encoding)
        case Format.CASE:
            return case(file, encoding=encoding)


def facts_in(file: IO[bytes], *, format: Format) -> Facts:
    """What the file says of its framework, if its format says anything."""
    return case_facts(file) if format == Format.CASE else Facts()
