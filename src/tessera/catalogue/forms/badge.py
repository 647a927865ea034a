"""The badge studio's forms: choices to draw from, or a picture of one's own, and words for either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.catalogue import artwork
from tessera.catalogue.artwork import Icon, Palette, Shape
from tessera.catalogue.artwork_words import LONGEST, in_words
from tessera.catalogue.models import Version
from tessera.catalogue.queries.badge import has_ring, marks_of
from tessera.kernel.badge import Design, icon, is_colour
from tessera.kernel.badge.drawing import LONGEST_TEXT
from tessera.people.queries import institution

if TYPE_CHECKING:
    from django.http import QueryDict

NAMES = {"": "", "en": "name", "fr": "name_fr"}


class IconRadio(forms.RadioSelect):
    """Icons to choose from by their looks and their names."""

    template_name = "catalogue/_icons.html"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        made = super().create_option(name, value, *args, **kwargs)
        return made | {"path": icon(str(value), x=24, y=24, size=44)}


class WordsForm(forms.Form):
    """The picture in words, in both languages; needed once it is kept, not while it is looked at."""

    alt = forms.CharField(
        label=_("The picture in words"),
        max_length=LONGEST,
        help_text=_(
            "Read to people who cannot see it. Say what is on it, and any words it carries."
        ),
    )
    alt_fr = forms.CharField(
        label=_("The picture in words, in French"),
        max_length=LONGEST,
        help_text=_("The same for people who read French."),
    )


class DrawForm(WordsForm):
    """What a badge is drawn from."""

    shape = forms.ChoiceField(label=_("Shape"), choices=Shape.choices)
    icon = forms.ChoiceField(label=_("Icon"), choices=Icon.choices, widget=IconRadio)
    palette = forms.ChoiceField(
        label=_("Colours"), choices=Palette.choices, widget=forms.RadioSelect
    )
    ground = forms.CharField(
        label=_("The ground"), required=False, widget=forms.TextInput(attrs={"type": "color"})
    )
    figure = forms.CharField(
        label=_("Icon and letters"),
        required=False,
        widget=forms.TextInput(attrs={"type": "color"}),
    )
    text = forms.CharField(
        label=_("Words on the badge"),
        max_length=LONGEST_TEXT,
        required=False,
        help_text=_("Left empty, one picture serves every language. Long words are set smaller."),
    )
    name = forms.ChoiceField(label=_("The institution’s name"), required=False)

    field_order = ("shape", "icon", "palette", "ground", "figure", "text", "name", "alt", "alt_fr")

    def __init__(self, data: QueryDict | None = None, *, version: Version) -> None:
        self.version = version
        self.college = institution()
        super().__init__(data, initial=self._so_far())
        names: list[tuple[str, Any]] = [("", _("not shown"))]
        if self.college:
            names.append(("en", self.college.name))
            if self.college.name_fr != self.college.name:
                names.append(("fr", self.college.name_fr))
        self.fields["name"].choices = names  # type: ignore[attr-defined]

    @property
    def design(self) -> Design | None:
        """What is chosen, once every choice is one; words for it may still be missing."""
        if any(name in self.errors for name in self.fields if not name.startswith("alt")):
            return None
        said = self.cleaned_data
        return self._design(
            said["shape"], said["icon"], said["palette"], said["ground"], said["figure"],
            text=said["text"], name=said["name"],
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("palette") == Palette.OWN:
            for each in ("ground", "figure"):
                if not is_colour(said.get(each, "")):
                    self.add_error(each, _("Choose a colour."))
        lacking = artwork.face().missing(said.get("text", ""))
        if lacking:
            problem = _("The badge’s lettering has no “%(letters)s”. Write it without.")
            self.add_error("text", problem % {"letters": "”, “".join(lacking)})
        if artwork.face().missing(self._name(said.get("name", ""))):
            self.add_error(
                "name", _("The badge’s lettering lacks letters of this name. Leave it out.")
            )
        return said

    def corrected(self, design: Design) -> DrawForm:
        """The same choices, with icon and letters as light or dark as they must be."""
        said = cast("QueryDict", self.data).copy()
        said["palette"], said["ground"], said["figure"] = (
            Palette.OWN, design.ground, artwork.mended(design).figure,
        )  # fmt: skip
        return DrawForm(said, version=self.version)

    def suggested(self, design: Design) -> DrawForm:
        """The same choices, described as we would."""
        said = cast("QueryDict", self.data).copy()
        said["alt"], said["alt_fr"] = in_words(design, "en"), in_words(design, "fr")
        return DrawForm(said, version=self.version)

    def begun(self) -> Design:
        """What the form shows before anyone has chosen."""
        so_far = self.initial
        return self._design(
            so_far["shape"], so_far["icon"], so_far["palette"], so_far["ground"], so_far["figure"],
            text=so_far["text"], name=so_far["name"],
        )  # fmt: skip

    def _design(
        self, shape: str, icon: str, palette: str, ground: str, figure: str, *, text: str, name: str
    ) -> Design:
        if palette == Palette.BRAND and self.college:
            ground, figure = artwork.brand(self.college.colour_primary, self.college.colour_accent)
        elif palette != Palette.OWN:
            ground, figure = artwork.COLOURS.get(palette, artwork.COLOURS[Palette.LAPIS])
        return Design(
            shape, icon, ground, figure, text=text, name=self._name(name),
            level=marks_of(self.version), ring=has_ring(self.version),
        )  # fmt: skip

    def _name(self, language: str) -> str:
        return getattr(self.college, NAMES[language]) if self.college and language else ""

    def _so_far(self) -> dict[str, str]:
        """The choices that the present picture was drawn from, else a beginning in the brand."""
        kept: dict[str, Any] = self.version.artwork_design
        colours = (kept.get("ground", ""), kept.get("figure", ""))
        palettes = dict(artwork.COLOURS)
        if self.college:
            palettes[Palette.BRAND] = artwork.brand(
                self.college.colour_primary, self.college.colour_accent
            )
        palette = next((name for name, pair in palettes.items() if pair == colours), Palette.OWN)
        names = {
            self._name(language): language for language in ("fr", "en") if self._name(language)
        }
        if not kept:
            palette, colours = Palette.BRAND, palettes.get(Palette.BRAND, ("#1F4E8C", "#F0A27E"))
        return {
            "shape": kept.get("shape", Shape.ROUND),
            "icon": kept.get("icon", Icon.STAR),
            "palette": str(palette),
            "ground": colours[0],
            "figure": colours[1],
            "text": kept.get("text", ""),
            "name": names.get(kept.get("name", ""), "") if kept else ("en" if names else ""),
            "alt": self.version.artwork_alt,
            "alt_fr": self.version.artwork_alt_fr,
        }


class UploadForm(WordsForm):
    """A picture of one's own; what it really holds is looked at when it is accepted."""

    picture = forms.FileField(
        label=_("Your own picture"),
        help_text=_(
            "A square PNG of 300 to 4,000 pixels, up to 2 MB; or a square SVG up to 1 MB, its text as"
            " outlines."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/svg+xml"}),
    )
    field_order = ("picture", "alt", "alt_fr")
