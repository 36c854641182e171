"""Draws the inputs of forms. Most are one tag, for which Django runs three templates: a form with forty choices would spend half its page on them."""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape

FOLDER = "django/forms/widgets/"
ONE_TAG = frozenset(FOLDER + name + ".html" for name in (
    "input", "text", "number", "email", "url", "search", "tel", "password", "hidden", "date", "datetime", "time", "checkbox", "file"))
OPTIONS = frozenset(FOLDER + name + ".html" for name in ("radio_option", "checkbox_option"))


class Inputs(DjangoTemplates):
    """Django's templates, letter for letter; what is one tag is written without a template."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        widget = context.get("widget", {})
        if template_name in ONE_TAG or (template_name in OPTIONS and not widget.get("wrap_label")):
            return input_tag(widget)
        return super().render(template_name, context, request)


def input_tag(widget: dict[str, Any]) -> str:
    """`<input type="text" name="title" value="…" …>`, each value escaped."""
    value = widget["value"]
    parts = [f'<input type="{conditional_escape(widget["type"])}" name="{conditional_escape(widget["name"])}"']
    if value is not None:
        parts.append(f' value="{conditional_escape(str(value))}"')
    for name, given in widget["attrs"].items():
        if given is not False:
            parts.append(f" {conditional_escape(name)}" if given is True else f' {conditional_escape(name)}="{conditional_escape(str(given))}"')
    return "".join(parts) + ">"
