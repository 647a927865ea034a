"""Words from people pass through components as words, once escaped, however they are handed over."""

from html.parser import HTMLParser

import pytest
from django.template import engines
from django_cotton.compiler_regex import CottonCompiler

EVIL = "\"><script>alert('&')</script>"


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.said += [value or "" for _name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.said.append(data.strip())


@pytest.mark.parametrize(
    "source",
    [
        "<c-state>{{ words }}</c-state>",
        '<c-state title="{{ words }}">x</c-state>',
        '<c-state :title="words">x</c-state>',
        '<c-page-head title="{{ words }}" />',
        '<c-page-head :title="words" />',
        '<c-card title="x" :lede="words" />',
        '<c-copy :text="words" />',
        '<c-facts :facts="facts" />',
        '<c-badge :name="words" :src="words" />',
    ],
)
def test_component_says_what_it_is_given_and_no_more(source):
    template = engines["django"].from_string(CottonCompiler().process(source))
    reader = Reader()
    reader.feed(template.render({"words": EVIL, "facts": [(EVIL, EVIL)]}))
    assert ("script" in reader.tags, EVIL in reader.said) == (False, True)
