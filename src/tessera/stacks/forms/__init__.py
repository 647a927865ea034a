"""Clean input: decisions about macro-badges, and the terms of a rule."""

from tessera.stacks.forms.keep import KeepForm
from tessera.stacks.forms.rule import FORMS, TITLES, TermForm

__all__ = ["FORMS", "TITLES", "KeepForm", "TermForm"]
