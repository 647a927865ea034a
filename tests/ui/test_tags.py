from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import constants
from django.template import Context, Template
from django.utils import translation

from tessera.common import clock
from tessera.ui import drawing
from tessera.ui.templatetags import tessera as tags

NOON = datetime(2027, 5, 3, 12, tzinfo=ZoneInfo("America/Toronto"))


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (NOON, "now"),
        (NOON + timedelta(minutes=20), "in 20 minutes"),
        (NOON - timedelta(hours=3), "3 hours ago"),
        (NOON + timedelta(hours=20), "tomorrow"),
        (NOON - timedelta(days=1), "yesterday"),
        (NOON + timedelta(days=9), "in 9 days"),
        (NOON - timedelta(days=70), "2 months ago"),
        (date(2027, 5, 3), "today"),
        (date(2027, 5, 4), "tomorrow"),
        (date(2029, 5, 4), "in 2 years"),
    ],
)
def test_when_says_how_far_away(moment, told):
    words = tags.when(moment).split("(")[1].split(")")[0].replace("\xa0", " ")
    assert words == told


def test_when_tells_a_day_in_full():
    told = tags.when(date(2027, 12, 3), relative=False)
    assert told == '<time datetime="2027-12-03">December 3, 2027</time>'


def test_when_tells_a_day_in_french():
    with translation.override("fr"):
        told = tags.when(date(2027, 12, 3), relative=False)
    assert told == '<time datetime="2027-12-03">3 décembre 2027</time>'


def test_when_of_nothing_is_nothing():
    assert tags.when(None) == ""


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(1, 3, "33%"), (0, 0, "0%"), (132, 200, "66%"), ("1", "1", "100%")]
)
def test_percent_is_whole(part, whole, share):
    assert tags.percent(part, whole) == share


@pytest.mark.parametrize(
    ("things", "sentence"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), ("abc", "a, b and c")]
)
def test_sentence_list_joins_the_last_with_and(things, sentence):
    assert tags.sentence_list(things) == sentence


def test_icon_is_silent_without_a_label_and_spoken_with_one():
    assert (
        "aria-hidden" in tags.icon("check"),
        'aria-label="Met"' in tags.icon("check", "Met"),
    ) == (
        True,
        True,
    )


def test_icon_escapes_its_label():
    assert "&lt;b&gt;" in tags.icon("check", "<b>")


def test_qr_says_what_it_opens():
    page = Template('{% qr "https://example.org/b/1" "this badge" %}').render(Context())
    assert 'aria-label="QR code: this badge"' in page


def test_messages_take_the_tone_of_their_level():
    levels = [constants.SUCCESS, constants.WARNING, constants.ERROR, constants.INFO]
    tones = [tags.message_tone(SimpleNamespace(level=level)) for level in levels]
    assert tones == ["good", "attention", "bad", "info"]


@pytest.mark.parametrize(
    ("path", "address", "stands"),
    [
        ("/desk/a/", "/desk/", True),
        ("/desk/", "/desk/", True),
        ("/a/", "/", False),
        ("/", "/", True),
    ],
)
def test_active_is_the_address_or_one_below_it(rf, path, address, stands):
    context = Context({"request": rf.get(path)})
    assert tags.active(context, address) is stands


@pytest.mark.parametrize(("count", "size"), [(0, (5, 5)), (1, (5, 5)), (2, (8, 5)), (5, (11, 8))])
def test_mosaic_grows_with_its_parts(count, size):
    laid = drawing.lay_mosaic(["met"] * count)
    across, down = laid.width // drawing.UNIT, laid.height // drawing.UNIT
    assert (len(laid.tiles), (across, down)) == (count, size)
    assert len(laid.border) == 2 * across + 2 * down - 4


def test_mosaic_lies_the_same_every_time():
    assert drawing.lay_mosaic(["met", "empty"]) == drawing.lay_mosaic(["met", "empty"])


def test_mosaic_centres_its_last_row():
    laid = drawing.lay_mosaic(["met"] * 3)
    assert laid.tiles[2].x == laid.width / 2
