"""The formats that are tables, read from their documented columns: plain CSV, ESCO, O*NET, NOC and CIP."""

from __future__ import annotations

from typing import IO

from django.utils.translation import gettext_lazy as _

from tessera.frameworks.enums import Kind
from tessera.frameworks.formats.entry import Entry, Fault, Found, Under
from tessera.frameworks.formats.rows import lacking, rows

NO_CODE = _("The row has no code.")
NO_NAME = _("The row has no name.")
NO_SUCH_KIND = _("The kind must be one of: skill, occupation, programme, standard, competency.")
NOT_OURS = _("This file has none of the columns of the chosen format.")


def plain(file: IO[bytes], *, encoding: str) -> Found:
    """`code`, `name` or `name_fr`; also `kind`, `parent`, `uri`, `description`, `also` and their `_fr`."""
    for row in rows(file, encoding=encoding):
        if isinstance(row, Fault):
            yield row
            continue
        if fault := lacking(row, "code"):
            yield fault
            return
        if "name" not in row and "name_fr" not in row:
            yield Fault(0, _("The file has no column “name” and no column “name_fr”."))
            return
        kind = (row["kind"] or Kind.SKILL).lower()
        if kind not in Kind.values:
            yield Fault(row.number, NO_SUCH_KIND)
            continue
        yield checked(
            Entry(
                row=row.number,
                key=row["code"],
                kind=Kind(kind),
                code=row["code"],
                uri=row["uri"],
                parent=row["parent"],
                name=row["name"],
                name_fr=row["name_fr"],
                description=row["description"],
                description_fr=row["description_fr"],
                also=row["also"],
                also_fr=row["also_fr"],
            )
        )


ESCO_KINDS = {"Occupation": Kind.OCCUPATION, "ISCOGroup": Kind.OCCUPATION}


def esco(file: IO[bytes], *, encoding: str, name: str = "") -> Found:
    """Skills, occupations and their groups, and the files of broader relations.

    The language is in the file's name: `skills_fr.csv`.
    """
    french = name.lower().rsplit(".", 1)[0].endswith("_fr")
    for row in rows(file, encoding=encoding):
        if isinstance(row, Fault):
            yield row
            continue
        if "broaderuri" in row:
            yield Under(row.number, row["concepturi"], row["broaderuri"])
            continue
        if "concepturi" not in row or "preferredlabel" not in row:
            # Relations between skills and occupations come in the same folder and are not used.
            if not {"occupationuri", "originalskilluri", "level 0 uri", "conceptschemeuri"} & set(
                row
            ):
                yield Fault(0, NOT_OURS)
            return
        uri = row["concepturi"]
        said = {
            "name": row["preferredlabel"],
            "description": row["description"] or row["definition"],
            "also": " ".join(row["altlabels"].splitlines()),
        }
        yield checked(
            Entry(
                row=row.number,
                key=uri,
                kind=ESCO_KINDS.get(row["concepttype"], Kind.SKILL),
                code=row["code"] or uri.rstrip("/").rsplit("/", 1)[-1],
                uri=uri,
                **_in(said, french=french),
            )
        )


ONET_OCCUPATION = "https://www.onetonline.org/link/summary/"
ONET_ELEMENT = "https://www.onetonline.org/find/descriptor/result/"


def onet(file: IO[bytes], *, encoding: str) -> Found:
    """Occupations by O*NET-SOC code, and elements of the content model by their ids."""
    seen: set[str] = set()
    for row in rows(file, encoding=encoding, delimiter="\t"):
        if isinstance(row, Fault):
            yield row
            continue
        if "element id" in row and "element name" in row:
            code = row["element id"]
            if code in seen:  # Ratings repeat each element for every occupation.
                continue
            seen.add(code)
            yield checked(
                Entry(
                    row=row.number,
                    key=code,
                    kind=Kind.SKILL,
                    code=code,
                    uri=ONET_ELEMENT + code,
                    parent=code.rpartition(".")[0],
                    name=row["element name"],
                    description=row["description"],
                )
            )
        elif "o*net-soc code" in row and "title" in row:
            code = row["o*net-soc code"]
            yield checked(
                Entry(
                    row=row.number,
                    key=code,
                    kind=Kind.OCCUPATION,
                    code=code,
                    uri=ONET_OCCUPATION + code,
                    name=row["title"],
                    description=row["description"],
                )
            )
        else:
            yield Fault(0, NOT_OURS)
            return


TITLES = ("class title", "ciptitle", "titres de classes", "titre de la classe")
DEFINITIONS = (
    "class definition",
    "cipdefinition",
    "définitions de la classe",
    "définition de la classe",
)
FRENCH = frozenset({"titres de classes", "titre de la classe"})


def noc(file: IO[bytes], *, encoding: str) -> Found:
    """Statistics Canada's structure file: one digit more at each level."""
    return _classes(file, encoding=encoding, kind=Kind.OCCUPATION)


def cip(file: IO[bytes], *, encoding: str) -> Found:
    """The Canadian structure file, or the American one with CIPCode and CIPTitle."""
    return _classes(file, encoding=encoding, kind=Kind.PROGRAMME)


def _classes(file: IO[bytes], *, encoding: str, kind: Kind) -> Found:
    for row in rows(file, encoding=encoding):
        if isinstance(row, Fault):
            yield row
            continue
        code_column = next((name for name in row if name.startswith(("code", "cipcode"))), "")
        title = next((name for name in TITLES if name in row), "")
        if not code_column or not title:
            yield Fault(0, NOT_OURS)
            return
        if row["action"].lower().startswith("deleted"):
            continue
        code = row[code_column].rstrip(".")
        if kind == Kind.OCCUPATION and row["level"].isdecimal() and code.isdecimal():
            code = code.zfill(int(row["level"]))  # A spreadsheet may have eaten the noughts.
        definition = next((row[name] for name in DEFINITIONS if name in row), "")
        said = {"name": row[title], "description": definition}
        yield checked(
            Entry(
                row=row.number,
                key=code,
                kind=kind,
                code=code,
                parent=_broader(code),
                **_in(said, french=title in FRENCH),
            )
        )


def _broader(code: str) -> str:
    """01.0101 lies under 01.01, that under 01; 21231 under 2123."""
    family, dot, rest = code.partition(".")
    if dot:
        return f"{family}.{rest[:2]}" if len(rest) > 2 else family
    return code[:-1] if code.isdecimal() else ""


def checked(entry: Entry) -> Entry | Fault:
    if not entry.key:
        return Fault(entry.row, NO_CODE)
    if not entry.name and not entry.name_fr:
        return Fault(entry.row, NO_NAME)
    if len(entry.key) > 255 or len(entry.uri) > 500:
        return Fault(entry.row, _("The code or address is too long."))
    if entry.uri and not entry.uri.startswith(("https://", "http://", "urn:")):
        return Fault(entry.row, _("The address must begin with https:// or http://."))
    return entry


def _in(said: dict[str, str], *, french: bool) -> dict[str, str]:
    return {f"{name}_fr" if french else name: text for name, text in said.items()}
