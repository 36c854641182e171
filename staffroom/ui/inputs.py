"""Draws the inputs of forms. Most are one tag, for which Django runs three templates: a form with forty choices would spend half its page on them."""

from collections.abc import Iterator
from html import escape
from typing import Any

from django.forms import BoundField, CheckboxSelectMultiple, RadioSelect
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString  # house: asks whether a value is safe already, as templates do

FOLDER = "django/forms/widgets/"
ONE_TAG = frozenset(FOLDER + name + ".html" for name in (
    "input", "text", "number", "email", "url", "search", "tel", "password", "hidden", "date", "datetime", "time", "checkbox", "file"))
SELECT, TEXT = FOLDER + "select.html", FOLDER + "textarea.html"
OPTIONS = frozenset(FOLDER + name + ".html" for name in ("radio_option", "checkbox_option"))


class Inputs(DjangoTemplates):
    """Django's templates, letter for letter; what is one tag is written without a template."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        widget = context.get("widget", {})
        if template_name in ONE_TAG or (template_name in OPTIONS and not widget.get("wrap_label")):
            return input_tag(widget)
        if template_name == TEXT:
            return text_tag(widget)
        if template_name == SELECT and all(group is None for group, _options, _at in widget["optgroups"]):
            return select_tag(widget)
        return super().render(template_name, context, request)


def options_of(field: BoundField) -> Iterator[tuple[str, str, Any]]:
    """(id, input, words) of each choice of a field: as the field itself gives them, for which Django copies the attributes of each three times."""
    widget, id_ = field.field.widget, field.field.widget.attrs.get("id") or field.auto_id
    choices = list(iter(widget.choices))  # a list made of it itself would ask the database for its length first
    grouped = any(isinstance(words, list | tuple) for _value, words in choices)
    if type(widget) not in {RadioSelect, CheckboxSelectMultiple} or grouped or not id_:
        yield from ((option.id_for_label, option.tag(), option.choice_label) for option in field)
        return
    attrs = widget.build_attrs(widget.attrs, field.build_widget_attrs({"id": id_}))
    held, chosen = widget.format_value(field.value()), False
    for number, (value, words) in enumerate(choices):
        attrs["id"] = f"{id_}_{number}"
        checked = str(value) in held and (widget.allow_multiple_selected or not chosen)
        chosen = chosen or checked
        told = {"type": widget.input_type, "name": field.html_name, "value": "" if value is None else value,
                "attrs": {**attrs, "checked": True} if checked else attrs}
        yield attrs["id"], input_tag(told), words


def input_tag(widget: dict[str, Any]) -> str:
    """`<input type="text" name="title" value="…" …>`, each value escaped."""
    value = "" if widget["value"] is None else f' value="{escaped(widget["value"])}"'
    return f'<input type="{escaped(widget["type"])}" name="{escaped(widget["name"])}"{value}{attributes(widget["attrs"])}>'


def text_tag(widget: dict[str, Any]) -> str:
    """Room for several lines."""
    value = escaped(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{escaped(widget["name"])}"{attributes(widget["attrs"])}>\n{value}</textarea>'


def select_tag(widget: dict[str, Any]) -> str:
    """A list to choose from, without groups."""
    options = "".join(f'\n  <option value="{escaped(one["value"])}"{attributes(one["attrs"])}>{escaped(one["label"])}</option>\n'
                      for _group, some, _at in widget["optgroups"] for one in some)
    return f'<select name="{escaped(widget["name"])}"{attributes(widget["attrs"])}>{options}\n</select>'


def attributes(attrs: dict[str, Any]) -> str:
    """` id="x" required`."""
    told = ((escaped(name), given) for name, given in attrs.items() if given is not False)
    return "".join(f" {name}" if given is True else f' {name}="{escaped(given)}"' for name, given in told)


def escaped(value: Any) -> str:
    """As a template writes a value; what is safe already stays as it is."""
    return value if isinstance(value, SafeString) else escape(str(value))
