"""Small words and pictures of every page. These tags are built in: no ``{% load %}`` is needed."""

import json
import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.middleware.csrf import get_token
from django.templatetags.i18n import TranslateNode, do_translate
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from staffroom.kit import clock, ops
from staffroom.ui import inputs, paper

register = template.Library()

_SPRITE = Path(__file__).resolve().parent.parent / "static" / "ui" / "sprite.svg"
NAMES = frozenset(re.findall(r'<symbol id="([\w-]+)"', _SPRITE.read_text()))
DIRECTED = frozenset({"again", "on", "read", "record", "practice", "torn", "notebook", "chat", "unknown", "rung1", "rung2", "rung3", "rung4"})
ACT_ICONS = {"keep": "notebook", "own": "notebook", "hand": "torn", "up": "sheet"}
MATERIALS = ("notebook", "handed", "wall")
MATERIAL_ICONS = {"notebook": "notebook", "handed": "torn", "wall": "sheet"}


@lru_cache(maxsize=256)
def picture(name: str, css: str = "i") -> SafeString:
    """The svg for one name of the sprite; mirrored in right-to-left pages where the picture has a direction."""
    if name not in NAMES:
        raise template.TemplateSyntaxError(f"The sprite has no picture named {name!r}.")
    flip = " flip" if name in DIRECTED else ""
    return format_html('<svg class="{}{}" aria-hidden="true"><use href="{}#{}"/></svg>', css, flip, static("ui/sprite.svg"), name)


class _Icon(template.Node):
    def __init__(self, name, css):
        self.name, self.css = name, css

    def render(self, context):
        name = self.name.resolve(context)
        return picture(str(name), self.css) if name else ""


@register.tag
def icon(parser, token):
    """``{% icon "notebook" %}`` or ``{% icon some.name %}``; a second word is the class instead of ``i``. Empty name: nothing."""
    bits = token.split_contents()
    if len(bits) not in (2, 3):
        raise template.TemplateSyntaxError("icon takes a name and perhaps a class")
    css = bits[2].strip("\"'") if len(bits) == 3 else "i"
    if bits[1][0] in "\"'" and bits[1].strip("\"'") not in NAMES:
        raise template.TemplateSyntaxError(f"The sprite has no picture named {bits[1]}.")
    return _Icon(parser.compile_filter(bits[1]), css)


class _Said(template.Node):
    """Fixed words in the language of the page, looked up once for each language: a page has a hundred of them.

    A template is rendered in one language from its beginning to its end, so that it is asked for once.
    """

    child_nodelists = ()

    def __init__(self, words: TranslateNode):
        self.words = words
        self.known: dict[str | None, SafeString | str] = {}

    def render(self, context):
        here = context.render_context
        language = here.get("language")
        if language is None:
            language = here["language"] = get_language()
        said = self.known.get(language)
        if said is None:
            said = self.known[language] = self._look_up(context)
        if self.words.asvar:
            context[self.words.asvar] = said
            return ""
        return said

    def _look_up(self, context):
        with context.push():
            said = self.words.render(context)
            return context[self.words.asvar] if self.words.asvar else said


@register.tag("translate")
def translate(parser, token):
    """Django's ``{% translate "words" %}``. What is not fixed words (a variable, a filter) stays Django's."""
    node = do_translate(parser, token)
    fixed = isinstance(node, TranslateNode) and node.filter_expression.var.lookups is None and not node.filter_expression.filters
    return _Said(node) if fixed and not node.noop and not node.message_context else node


@register.filter
def act_icon(kind: str) -> str:
    """The picture that says where an act of this kind goes."""
    return ACT_ICONS.get(kind, "")


@register.filter
def material_icon(material: str) -> str:
    return MATERIAL_ICONS[material]


@register.filter
def ground_class(material) -> str:
    """The class of a page's ground. Nothing given is the wall: a page must never seem more private than it is."""
    if not material:
        return "wall"
    if material not in MATERIALS:
        raise template.TemplateSyntaxError(f"{material!r} is no material")
    return material


@register.simple_tag
def hours(minutes) -> str:
    """``{% hours 90 %}`` -> "1 h 30 min"; ``{% hours 45 %}`` -> "45 min"; nothing -> "not known"."""
    return _("not known") if minutes is None else paper.hours_in_words(minutes)


@register.filter
def minutes(value) -> str:
    """``90|minutes`` -> "90 min"."""
    return _("not known") if value is None else paper.minutes_in_words(value)


@register.filter
def clock_hours(value: int) -> str:
    """``45|clock_hours`` -> "0.75", for columns of hours."""
    return paper.clock_hours(value)


@register.filter
def day(value, how: str = "") -> str:
    """A date in words, in the reader's zone: "Thursday 12 November"; ``|day:"short"``: "12 Nov"."""
    if not value:
        return _("not known")
    shown = timezone.localtime(value) if hasattr(value, "utcoffset") and value.tzinfo else value
    return paper.day_in_words(shown, timezone.localtime(clock.now()).year, short=how == "short")


@register.simple_tag
def when(value, how: str = "") -> str:
    """A moment for people and machines: ``<time datetime=…>Saturday 14 November, 8:30</time>``. Nothing: "not known"."""
    if not value:
        return _("not known")
    words = day(value, how)
    if hasattr(value, "hour"):
        shown = timezone.localtime(value) if value.tzinfo else value
        words = _("%(day)s, %(time)s") % {"day": words, "time": time_format(shown, "G:i")}
    return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="minutes") if hasattr(value, "hour") else value, words)


@register.simple_tag
def pages_of(page, query: str = "") -> str:
    """The numbers of a pager: links that begin with `query`, the page that is shown, and a dot where some are left out."""
    before, made = conditional_escape(query or "?page="), []
    for number in page.paginator.get_elided_page_range(page.number):
        if number == page.number:
            made.append(f'<b aria-current="page">{number}</b>')
        else:
            made.append(f'<a href="{before}{number}">{number}</a>' if isinstance(number, int) else f"<span>{number}</span>")
    return SafeString("".join(made))


@register.simple_tag(takes_context=True)
def form_head(context) -> str:
    """The two hidden fields that every form carries: the token against forgery and the id that makes it count once."""
    return csrf_token(context) + SafeString(f'<input type="hidden" name="{ops.FIELD}" value="{ops.new_op_id()}">')


@register.simple_tag(takes_context=True)
def csrf_token(context) -> str:
    """Django's ``{% csrf_token %}``, written differently for each answer, which is enough; not for each of forty forms in it."""
    request = getattr(context, "request", None) or context.get("request")
    if request is None:
        return SafeString()
    if not hasattr(request, "form_token"):
        request.form_token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    return request.form_token


@register.simple_tag
def linked_data(told: dict) -> str:
    """Facts for machines: a JSON-LD block, which no browser runs and nothing in it can end."""
    escapes = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
    return format_html('<script type="application/ld+json">{}</script>', SafeString(json.dumps(told, ensure_ascii=False).translate(escapes)))


@register.simple_tag
def tally(count: int) -> str:
    """One stroke for each teacher, the fifth across; nothing above sixty, where strokes no longer count by eye."""
    if not 0 < count <= paper.MOST_STROKES:
        return ""
    strokes = []
    for number in range(count):
        group, place = divmod(number, 5)
        left = group * 24
        strokes.append(f"M{left} 14.5l19-12" if place == 4 else f"M{left + 2 + 5 * place} 2v14")
    width = (count // 5) * 24 + (count % 5) * 5
    return format_html('<svg class="strokes flip" width="{0}" height="18" viewBox="0 0 {0} 18" aria-hidden="true"><path d="{1}"/></svg>',
                       width, "".join(strokes))


@register.simple_tag
def demo(person) -> str:
    """The mark beside everybody who is invented."""
    if not (getattr(person, "is_demo", False) or person in (True, 1)):
        return ""
    return format_html(' <span class="tag">{}</span>', _("demo"))


@register.filter
def dressed(field) -> str:
    """A form field's own input, with the class and the ids that tie it to its hint and its error."""
    described = [field.auto_id + end for end, there in (("_hint", field.help_text), ("_err", field.errors)) if there]
    attrs = {"class": " ".join(["field", field.field.widget.attrs.get("class", "")]).strip()}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)


@register.simple_tag
def choices_of(field) -> str:
    """The choices of a field, each an input in its label with a picture or a sentence where it has one (paper.Option)."""
    return SafeString("".join(_choice(*one) for one in inputs.options_of(field)))


def _choice(id_: str, tag: str, words) -> str:
    icon, says = getattr(words, "icon", ""), getattr(words, "says", "")
    small = f" <small>{escape(says)}</small>" if says else ""
    return f'<label for="{escape(id_)}">{tag}<span>{picture(icon) if icon else ""}{escape(words)}{small}</span></label>'


@register.simple_tag
def missing(form) -> str:
    """ "Two things before this can be kept.", from the number of fields that are wrong."""
    count = len(form.errors)
    return ngettext("One thing before this can be kept.", "%(n)s things before this can be kept.", count) % {"n": count}


@register.simple_tag
def hour_bar(accepted: int, confirmed: int, proof: int, goal: int) -> str:
    """One bar of minutes towards a goal: accepted is full, confirmed lower, with proof lowest. Words stand beside it."""
    whole = max(goal, accepted + confirmed + proof)
    shape = ((0, accepted, 4, 20, "p1"), (accepted, confirmed, 8, 12, "p1"), (accepted + confirmed, proof, 11, 6, "p3"))
    rects = format_html_join("", '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', (
        (css, paper.percent(start, whole), top, paper.percent(part, whole), high) for start, part, top, high, css in shape if part))
    said = _("%(a)s accepted, %(c)s confirmed, %(p)s with proof, of %(g)s hours") % {
        "a": paper.clock_hours(accepted), "c": paper.clock_hours(confirmed), "p": paper.clock_hours(proof), "g": paper.clock_hours(goal)}
    return format_html('<svg role="img" aria-label="{}"><rect class="frame" y="4" width="100%" height="20"/>{}</svg>', said, rects)
