"""What is said is gathered as gettext would, so that the catalogue misses nothing."""

import ast
from collections import Counter

from tests.architecture.messages import Message, in_python, in_template, said


def test_calls_in_code_are_found():
    code = (
        '_("One"); ngettext("%(n)s tile", "%(n)s tiles", n); pgettext("a badge", "Open"); _(name)'
    )
    assert sorted(in_python(ast.parse(code))) == [
        Message("%(n)s tile", "%(n)s tiles"),
        Message("One"),
        Message("Open", context="a badge"),
    ]


def test_words_in_templates_are_found_in_tags_attributes_and_filters():
    template = """
        <c-card title="{% translate 'It’s laid' %}">{{ label|default:_("Starting") }}</c-card>
        {% translate "Open" context "a badge" %}
        {% blocktranslate count n=tiles %}{{ n }} tile{% plural %}{{ n }} tiles{% endblocktranslate %}
    """
    assert sorted(in_template(template)) == [
        Message("%(n)s tile", "%(n)s tiles"),
        Message("It’s laid"),
        Message("Open", context="a badge"),
        Message("Starting"),
    ]


def test_one_singular_has_one_plural():
    counted = Counter(message.key for message in said())
    assert [key for key, count in counted.items() if count > 1] == []
