"""What templates do most often: address, file, part. Django finds all of it out anew each time; what is fixed is found out once here. Built in."""

from typing import ClassVar

from django import forms, template
from django.template.base import FilterExpression
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.template.loader_tags import IncludeNode, construct_relative_path, do_include
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape
from django.utils.translation import get_language

from staffroom.kit.where import address

register = template.Library()

PLAIN = frozenset({forms.TextInput, forms.NumberInput, forms.URLInput, forms.EmailInput, forms.FileInput, forms.DateInput})
MOST_DRAWN = 500
UNTOLD = dict.fromkeys(("label", "hint", "bare", "yes"), "")  # a word that is missing costs a template ten times as much as an empty one


def _fixed(words: FilterExpression) -> str | None:
    """The words, if they are always the same."""
    return words.var if not words.is_var and not words.filters and isinstance(words.var, str) else None


class _Address(URLNode):
    """``{% url "record:entry" entry.code %}`` by a fixed name, without named parts; `as` a word: nothing where there is no such address."""

    def render(self, context):
        if self.asvar:
            context[self.asvar] = self._found(context)
            return ""
        found = address(self.name, *[one.resolve(context) for one in self.args])
        return conditional_escape(found) if context.autoescape else found

    def _found(self, context) -> str:
        try:
            return address(self.name, *[one.resolve(context) for one in self.args])
        except NoReverseMatch:
            return ""


@register.tag
def url(parser, token):
    node = django_url(parser, token)
    name = _fixed(node.view_name)
    if name is None or node.kwargs:
        return node
    made = _Address(node.view_name, node.args, node.kwargs, node.asvar)
    made.name = name
    return made


class _File(StaticNode):
    """``{% static "ui/app.css" %}``: its name holds what it is, and stays while the process runs."""

    known = ""

    def render(self, context):
        if not self.known:
            self.known = conditional_escape(self.url(context))
        return self.known


@register.tag
def static(parser, token):
    node = StaticNode.handle_token(parser, token)
    return _File(node.varname, node.path) if node.varname is None and _fixed(node.path) is not None else node


class _Part(IncludeNode):
    """``{% include "ui/ground.html" … %}`` by a fixed name."""

    found = None

    def render(self, context):
        return self.draw(context, {name: given.resolve(context) for name, given in self.extra_context.items()})

    def draw(self, context, values):
        if self.found is None:
            name = construct_relative_path(self.origin.template_name, self.template.var)
            self.found = context.template.engine.get_template(name)
        if self.isolated_context:
            return self.found.render(context.new(values))
        with context.push(**values):
            return self.found.render(context)


class _Field(_Part):
    """``{% include "ui/field.html" with field=form.link only %}``: an empty field looks the same to everybody, so it is drawn once."""

    drawn: ClassVar[dict[tuple, str]] = {}

    def draw(self, context, values):
        values = UNTOLD | values
        looks = _looks(**values)
        if looks is None:
            return super().draw(context, values)
        if looks not in self.drawn:
            if len(self.drawn) >= MOST_DRAWN:
                self.drawn.clear()
            self.drawn[looks] = super().draw(context, values)
        return self.drawn[looks]


def _looks(*, field, label, hint, bare, yes) -> tuple | None:
    """Everything that an empty field is drawn from; nothing where it holds a value or an error, or chooses among things."""
    asks, form = field.field, field.form
    if type(asks.widget) not in PLAIN or yes or form.is_bound or form.errors or field.value() not in (None, ""):
        return None
    words = conditional_escape(label or field.label), conditional_escape(hint or asks.help_text)
    return (get_language(), field.html_name, field.auto_id, words, bool(bare), asks.required, asks.disabled, form.use_required_attribute,
            type(asks.widget), asks.widget.input_type, tuple(asks.widget.attrs.items()))


@register.tag
def include(parser, token):
    node = do_include(parser, token)
    if _fixed(node.template) is None:
        return node
    kind = _Field if node.template.var == "ui/field.html" and node.isolated_context else _Part
    return kind(node.template, extra_context=node.extra_context, isolated_context=node.isolated_context)
