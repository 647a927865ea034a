"""Filters and tags that every template has without loading them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from xml.etree import ElementTree

import segno
from django import template
from django.contrib.messages import constants
from django.contrib.staticfiles import finders
from django.forms import BaseForm
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, get_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tessera.common import clock, languages
from tessera.ui import drawing

register = template.Library()

TONES = {"info": "info", "good": "check", "attention": "warning", "bad": "cross", "neutral": "tile"}
CHECKS = {
    "passed": "check",
    "failed": "cross",
    "unknown": "question",
    "skipped": "skip",
    "ended": "clock",
    "noted": "info",
}


# -- Pictures -----------------------------------------------------------------------------------


@cache
def icon_names() -> frozenset[str]:
    """The names that the sprite draws."""
    sprite = ElementTree.parse(str(finders.find("ui/icons.svg")))  # noqa: S314
    return frozenset(symbol.attrib["id"] for symbol in sprite.iter() if symbol.get("id"))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; silent beside words, spoken when it has a label of its own."""
    address = f"{static('ui/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}" focusable="false"><use href="{}"/></svg>',
            label,
            address,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"/></svg>', address
    )


@register.inclusion_tag("ui/_mosaic.html")
def mosaic(parts: Iterable[Any]) -> dict[str, drawing.Mosaic]:
    """The picture of a stack; its words stand beside it in the component `<c-mosaic>`."""
    states = [part["state"] if isinstance(part, dict) else part.state for part in parts]
    return {"mosaic": drawing.lay_mosaic(states)}


@register.inclusion_tag("ui/_qr.html")
def qr(text: str, title: str = "") -> dict[str, Any]:
    """A QR code that a phone reads; `title` says what it opens."""
    code = segno.make(text, error="m", micro=False)
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(code.matrix_iter(border=4))
        for x, dark in enumerate(row)
        if dark
    )
    return {"path": path, "size": code.symbol_size(border=4)[0], "title": title or text}


# -- Words for states ---------------------------------------------------------------------------


@register.filter
def tone_icon(tone: str) -> str:
    return TONES.get(tone, "tile")


@register.filter
def tone_word(tone: str) -> str:
    """What a notice is, for those who do not see its colour."""
    words = {
        "good": _("Done:"),
        "attention": _("Please note:"),
        "bad": _("Problem:"),
        "info": _("For your information:"),
    }
    return words.get(tone, "")


@register.filter
def tile_word(state: str) -> str:
    words = {
        "empty": _("Not started"),
        "current": _("In progress"),
        "met": _("Met"),
        "set": _("Part of this badge"),
        "lifted": _("Taken out"),
    }
    return words.get(state, state)


@register.filter
def step_word(state: str) -> str:
    words = {
        "done": _("Complete"),
        "current": _("You are here"),
        "attention": _("Needs attention"),
        "todo": _("To do"),
    }
    return words.get(state, state)


@register.filter
def check_icon(result: str) -> str:
    return CHECKS.get(result, "question")


@register.filter
def check_word(result: str) -> str:
    words = {
        "passed": _("Passed"),
        "failed": _("Failed"),
        "unknown": _("Could not be checked"),
        "skipped": _("Does not apply"),
        "ended": _("No longer"),
        "noted": _("To be noted"),
    }
    return words.get(result, result)


@register.filter
def message_tone(message: Any) -> str:
    """The tone of one of Django's messages."""
    tones = {constants.SUCCESS: "good", constants.WARNING: "attention", constants.ERROR: "bad"}
    return tones.get(message.level, "info")


# -- Times and numbers --------------------------------------------------------------------------


@register.simple_tag
def when(moment: date | datetime | None, relative: bool = True) -> SafeString | str:
    """A day or a moment in full, with how far away it is beside it: “May 3, 2027 (in 9 days)”."""
    if moment is None:
        return ""
    kind = "DATE_FORMAT"
    if isinstance(moment, datetime):
        moment, kind = timezone.localtime(moment), "DATETIME_FORMAT"
    # N shortens the names of months in English; a date in full does not.
    full = date_format(moment, get_format(kind).replace("N", "F"))
    told = format_html('<time datetime="{}">{}</time>', moment.isoformat(), full)
    if not relative:
        return told
    return format_html('{} <span class="ago">({})</span>', told, _relative(moment))


def _relative(moment: date | datetime) -> str:
    now = timezone.localtime(clock.now())
    if isinstance(moment, datetime):
        if abs(moment - now) < timedelta(hours=12):
            return _near(moment, now)
        day = moment.date()
    else:
        day = moment
    days = (day - now.date()).days
    if abs(days) < 2:
        return {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}[days]
    if abs(days) <= 30:
        span = ngettext("%(number)d day", "%(number)d days", abs(days)) % {"number": abs(days)}
    else:
        span = timesince(min(day, now.date()), max(day, now.date()), depth=1)
    return (_("in %(span)s") if days > 0 else _("%(span)s ago")) % {"span": span}


def _near(moment: datetime, now: datetime) -> str:
    if abs(moment - now) < timedelta(minutes=1):
        return _("now")
    span = timesince(min(moment, now), max(moment, now), depth=1)
    return (_("in %(span)s") if moment > now else _("%(span)s ago")) % {"span": span}


@register.simple_tag
def percent(part: float | str, whole: float | str = 1) -> str:
    """`part` of `whole` in whole percents, written as the language does."""
    whole = float(whole)
    share = round(100 * float(part) / whole) if whole else 0
    return pgettext("a number of percents", "%(number)s%%") % {"number": number_format(share)}


@register.filter
def unlocalized(number: Any) -> str:
    """A number as machines read it, whatever the language."""
    return str(number)


@register.filter
def number(words: Any) -> float:
    """What an attribute of a component says, as a number."""
    return float(words or 0)


register.filter("local", languages.local)
register.filter("labels", languages.labelled)


@register.filter
def sentence_list(things: Iterable[Any]) -> str:
    """“a, b and c”."""
    words = [str(thing) for thing in things]
    if len(words) < 2:
        return "".join(words)
    return _("%(most)s and %(last)s") % {"most": ", ".join(words[:-1]), "last": words[-1]}


# -- Forms and navigation -----------------------------------------------------------------------


@register.inclusion_tag("ui/forms/error_summary.html")
def form_errors(form: BaseForm | None, title: str = "") -> dict[str, Any]:
    """Everything a form refused, each line leading to its field; nothing when there is nothing."""
    if not form or not form.errors:
        return {"rows": []}
    rows = [{"text": text, "target": ""} for text in form.non_field_errors()]
    for field in [*form.visible_fields(), *form.hidden_fields()]:
        target = "" if field.is_hidden else first_control(field)
        rows += [{"label": field.label, "text": text, "target": target} for text in field.errors]
    return {"rows": rows, "title": title}


def first_control(field: Any) -> str:
    """The id to focus for a field: its first choice when it is a group."""
    if field.use_fieldset and field.subwidgets:
        return str(field.subwidgets[0].id_for_label or field.auto_id)
    return str(field.id_for_label or field.auto_id)


@register.filter
def widget_kind(field: Any) -> str:
    """How a field is drawn: group, check, file, or plain."""
    if field.use_fieldset:
        return "group"
    kind = getattr(field.field.widget, "input_type", "")
    return {"checkbox": "check", "file": "file"}.get(kind, "plain")


@register.simple_tag(takes_context=True)
def active(context: template.Context, address: str) -> bool:
    """Whether the reader stands on this address or below it."""
    request = context.get("request")
    if request is None:
        return False
    path: str = request.path
    return path == address or (address != "/" and path.startswith(address))
