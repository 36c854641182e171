"""Reading what people add: a link, a feed, a file, and which column of a list holds what."""

import json
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.catalogue import addresses, lists, rubric
from staffroom.catalogue.carded import EDITION, Says
from staffroom.catalogue.lists.facts import language_in
from staffroom.catalogue.models import Correction, Offer, PracticeCard, Review
from staffroom.catalogue.queries.shelf import topics
from staffroom.kit import money
from staffroom.kit.fields import LineField, TextField

OWN = {Offer.Kind.PIECE, Offer.Kind.WAY, Offer.Kind.POST, Offer.Kind.FEED, Offer.Kind.PRACTICE}
MOST_FOLDERS = 200
ABOUT = ("theme", "subject", "stage")
FACTS = {
    "title": gettext_lazy("Title"), "url": gettext_lazy("Address"), "maker": gettext_lazy("Who makes or offers it"),
    "summary": gettext_lazy("Summary"), "minutes": gettext_lazy("Minutes"),
    "kind": gettext_lazy("Kind"), "level": gettext_lazy("Level"), "cost": gettext_lazy("Cost"), "language": gettext_lazy("Language"),
    "licence": gettext_lazy("Licence"), "feed": gettext_lazy("Address of a feed"),
    "isbn": gettext_lazy("ISBN"), "starts": gettext_lazy("First day"), "ends": gettext_lazy("Last day"), "closes": gettext_lazy("Deadline"),
    "place": gettext_lazy("Place"), "country": gettext_lazy("Country"), "online": gettext_lazy("Online (yes or no)"),
}


class AddressField(LineField):
    """The address of a web page, tidied."""

    def __init__(self, **kwargs):
        super().__init__(limit=addresses.MOST, **kwargs)
        self.widget.attrs.update(inputmode="url", autocomplete="off", dir="ltr")

    def to_python(self, value) -> str:
        text = super().to_python(value)
        if not text:
            return text
        try:
            return addresses.tidy(text)
        except addresses.NoAddress:
            raise ValidationError(_("This is not the address of a web page. It begins with https:// and has no password in it.")) from None


class LinkForm(forms.Form):
    """A link that goes on the wall."""

    prefix = "link"
    url = AddressField(label=gettext_lazy("Its address"))
    title = LineField(label=gettext_lazy("Title"), limit=300, required=False, help_text=gettext_lazy("Left empty, we read it from the page tonight."))
    kind = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=[row for row in Offer.Kind.choices if row[0] not in OWN],
                             initial=Offer.Kind.ARTICLE)
    theme = forms.ChoiceField(label=gettext_lazy("What is it about?"), required=False)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes it takes, if you know"), required=False, min_value=1, max_value=1440)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", _("not sure")), *((slug, topic.said) for (kind, slug), topic in topics().items() if kind == "theme")]

    def facts(self) -> dict:
        """What `untitled` takes."""
        data = self.cleaned_data
        found = {"url": data["url"], "title": data["title"], "kind": data["kind"], "minutes": data["minutes"]}
        theme = [("theme", data["theme"])] if data["theme"] else []
        return found | {"topics": theme, "minutes_from": Offer.MinutesFrom.STATED if data["minutes"] else ""}


class FeedForm(forms.Form):
    """A feed to follow, by its address."""

    prefix = "feed"
    url = AddressField(label=gettext_lazy("Address of the feed"),
                       help_text=gettext_lazy("Often the site’s address with /feed or /rss.xml at the end."))


class FileForm(forms.Form):
    """A list as a file."""

    prefix = "file"
    file = forms.FileField(label=gettext_lazy("The file"), max_length=200,
                           help_text=gettext_lazy("A list of courses or events (CSV, JSON), a calendar (.ics), bookmarks of your browser, a list of "
                                                  "feeds (OPML), a saved feed, or a page or file with JSON-LD."))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > lists.MOST_BYTES:
            raise ValidationError(_("The file is too large. Five million bytes fit; split it into parts."))
        return file


class ColumnsForm(forms.Form):
    """Which column of a list holds which fact."""

    def __init__(self, *args, columns: dict[str, str], **kwargs):
        header = [name for name in columns.get("*", "").split("\n") if name]
        super().__init__(*args, initial={fact: column for fact, column in columns.items() if fact != "*"}, **kwargs)
        for fact, words in FACTS.items():
            choices = [("", _("not in the list")), *((name, name) for name in header)]
            self.fields[fact] = forms.ChoiceField(label=words, choices=choices, required=fact == "title")

    def clean(self):
        found = super().clean() or {}
        used = [column for column in found.values() if column]
        if len(used) != len(set(used)):
            raise ValidationError(_("One column is chosen for two facts."))
        return found


class FoldersForm(forms.Form):
    """Which folders of somebody's bookmarks may hang; none is chosen beforehand."""

    folders = forms.MultipleChoiceField(label=gettext_lazy("Folders that anyone may see"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args, columns: dict, **kwargs):
        super().__init__(*args, initial={"folders": columns.get("folders", [])}, **kwargs)
        names = columns.get("*", "").split("\n")[:MOST_FOLDERS]
        self.fields["folders"].choices = [(name, name or _("in no folder")) for name in names]


class YesField(forms.TypedChoiceField):
    """Yes, no, or not known."""

    def __init__(self, **kwargs):
        choices = [("", gettext_lazy("not known")), ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]
        super().__init__(choices=choices, required=False, coerce=lambda value: value == "yes", empty_value=None, **kwargs)

    def prepare_value(self, value):
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def _minutes(label) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=100_000)


def _one_of(label, choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", gettext_lazy("not known")), *choices])


class FactsForm(forms.Form):
    """The facts of an offer, and how somebody knows. `was` is what the form showed, so that only what differs is changed."""

    minutes = _minutes(gettext_lazy("Minutes it takes"))
    watch_minutes = _minutes(gettext_lazy("Of these, to watch or read"))
    do_minutes = _minutes(gettext_lazy("To do"))
    relate_minutes = _minutes(gettext_lazy("To talk with others"))
    cost = _one_of(gettext_lazy("Cost"), Offer.Cost.choices)
    exact_cost = LineField(label=gettext_lazy("Price"), limit=20, required=False, help_text=gettext_lazy("A number: 12.50"))
    currency = LineField(label=gettext_lazy("Currency"), limit=3, required=False, help_text=gettext_lazy("Three letters: EUR, USD, JPY"))
    maker = LineField(label=gettext_lazy("Who makes or offers it"), limit=200, required=False)
    paid_by = LineField(label=gettext_lazy("Who pays them"), limit=200, required=False)
    follow_up = YesField(label=gettext_lazy("Does somebody come back to it with you after some weeks?"))
    level = _one_of(gettext_lazy("Level"), Offer.Level.choices)
    evidence = _one_of(gettext_lazy("What it rests on"), Offer.Evidence.choices)
    asks_of_you = LineField(label=gettext_lazy("What it asks of you (an account, your address, work of pupils)"), limit=200, required=False)
    captions = YesField(label=gettext_lazy("Captions"))
    transcript = YesField(label=gettext_lazy("Transcript"))
    screen_reader = YesField(label=gettext_lazy("Works with a screen reader"))
    keyboard = YesField(label=gettext_lazy("Works with the keyboard alone"))
    language = LineField(label=gettext_lazy("Language"), limit=12, required=False, help_text=gettext_lazy("Its letters: en, es, fr"))
    licence = LineField(label=gettext_lazy("Licence"), limit=120, required=False)
    counts_where = LineField(label=gettext_lazy("Where it counts"), limit=200, required=False, help_text=gettext_lazy(
        "Only what an office or a rule says. Its places first, with commas, so that Find can go by them: “Texas, Ohio, 1 hour”."))
    how = forms.ChoiceField(label=gettext_lazy("How do you know?"), widget=forms.RadioSelect, choices=[
        row for row in Correction.How.choices if row[0] != Correction.How.WALL])
    link = AddressField(label=gettext_lazy("Address of the page that says so"), required=False)
    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_language(self) -> str:
        found = language_in(self.cleaned_data["language"])
        if self.cleaned_data["language"] and not found:
            raise ValidationError(_("This is not the short name of a language. English is en, Spanish is es."))
        return found

    def clean(self):
        data = super().clean() or {}
        if data.get("how") == Correction.How.PAGE and not data.get("link") and "link" not in self.errors:
            self.add_error("link", _("Give the address of the page, or say that you looked yourself."))
        self._price(data)
        return data

    def _price(self, data: dict) -> None:
        """A price in minor units; it needs its currency, and is one of something paid."""
        data["cost_minor"], data["currency"] = None, data.get("currency", "").upper()
        amount = data.pop("exact_cost", "")
        if not amount:
            data["currency"] = ""
            return
        minor = money.typed(amount, data["currency"]) if re.fullmatch(r"[A-Z]{3}", data["currency"]) else None
        if minor is None:
            self.add_error("exact_cost", _("A price is a number above nothing with the three letters of its currency: 12.50 and EUR."))
        data["cost_minor"], data["cost"] = minor, Offer.Cost.PAID

    def shown(self) -> dict | None:
        """What the form showed; None when that cannot be read."""
        try:
            found = json.loads(self.cleaned_data.get("was") or "")
        except ValueError:
            return None
        return found if isinstance(found, dict) else None


class ReviewForm(forms.Form):
    """The six questions, each with a reason; what somebody has to do with the maker; what should change."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (title, question) in rubric.QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(label=title, choices=Review.Answer.choices, initial=Review.Answer.NOT_LOOKED, help_text=question)
            self.fields[f"{name}_why"] = LineField(label=_("Why"), limit=200, required=False)
        self.fields["tied"] = forms.ChoiceField(
            label=_("Have you to do with its maker?"), widget=forms.RadioSelect,
            choices=[("no", _("No: no money, no work, no friends there")), ("yes", _("Yes"))])
        self.fields["conflict"] = LineField(label=_("What, if so?"), limit=300, required=False)
        self.fields["changes"] = LineField(label=_("What should change before you hand it to a colleague?"), limit=300, required=False)

    def clean(self):
        data = super().clean() or {}
        for name in rubric.QUESTIONS:
            if data.get(name) in {Review.Answer.PARTLY, Review.Answer.NO} and not data.get(f"{name}_why") and f"{name}_why" not in self.errors:
                self.add_error(f"{name}_why", _("Say in a few words what you found."))
        if data.get("tied") == "yes" and not data.get("conflict") and "conflict" not in self.errors:
            self.add_error("conflict", _("Say what, so that readers can judge."))
        return data

    def said(self) -> dict:
        """What `review` takes."""
        data = self.cleaned_data
        return {"answers": {name: [data[name], data[f"{name}_why"]] for name in rubric.QUESTIONS},
                "conflict": data["conflict"] if data["tied"] == "yes" else "", "changes": data["changes"]}


class CardForm(forms.Form):
    """A practice, written down for others. All of it becomes public when it is put up, and nothing before."""

    title = LineField(label=gettext_lazy("What do you call it?"), limit=120)
    what = TextField(label=gettext_lazy("What is it?"), limit=400, rows=3,
                     help_text=gettext_lazy("In two or three sentences, as you would tell it at the copier."))
    whom = LineField(label=gettext_lazy("For whom is it?"), limit=200, required=False,
                     help_text=gettext_lazy("Such as: a noisy class of twelve-year-olds after lunch."))
    steps = TextField(label=gettext_lazy("How does it go?"), limit=4_000, rows=7, help_text=gettext_lazy("One step on each line."))
    watch = TextField(label=gettext_lazy("What should one watch for?"), limit=1_500, rows=3, required=False)
    wrong = TextField(label=gettext_lazy("What went wrong when you tried it?"), limit=1_500, rows=3, required=False,
                      help_text=gettext_lazy("Whoever comes after you learns the most from this."))
    minutes = forms.IntegerField(label=gettext_lazy("Minutes to prepare it"), required=False, min_value=1, max_value=1440)
    credit = LineField(label=gettext_lazy("From where or from whom do you have it?"), limit=300, required=False)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    subject = forms.ChoiceField(label=gettext_lazy("Subject"), required=False)
    stage = forms.ChoiceField(label=gettext_lazy("Pupils"), required=False)
    language = LineField(label=gettext_lazy("Language"), limit=12, help_text=gettext_lazy("Its letters: en, es, fr"))
    named = forms.ChoiceField(label=gettext_lazy("Whose is it?"), widget=forms.RadioSelect, choices=[], error_messages={
        "required": gettext_lazy("Choose whether your name stands on it.")})
    no_pupils = forms.BooleanField(label=gettext_lazy("No pupil and no colleague can be recognised in it"), error_messages={
        "required": gettext_lazy("Take out what a pupil or a colleague could be recognised by, then tick this.")})

    def __init__(self, *args, name: str, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in ABOUT:
            self.fields[kind].choices = [("", _("any")), *((slug, topic.said) for (at, slug), topic in topics().items() if at == kind)]
        self.fields["named"].choices = [("yes", _("Anyone reads “%(name)s”") % {"name": name}), ("no", _("Anyone reads “a teacher”"))]

    clean_language = FactsForm.clean_language

    @property
    def is_named(self) -> bool:
        return self.cleaned_data["named"] == "yes"

    def says(self) -> Says:
        """What `write_card` takes."""
        data = self.cleaned_data
        about = frozenset((kind, data[kind]) for kind in ABOUT if data[kind])
        return Says(**{name: data[name] for name in EDITION}, topics=about)


class NewCardForm(CardForm):
    """A card that is new, or made of another: then what is different stands on it, and some licences stay."""

    difference = TextField(label=gettext_lazy("What is different?"), limit=300, rows=2, help_text=gettext_lazy(
        "It stands on your card, beside the one it came from."))
    licence = forms.ChoiceField(label=gettext_lazy("What may others do with it?"), choices=PracticeCard.Licence.choices,
                                initial=PracticeCard.Licence.BY, widget=forms.RadioSelect)

    def __init__(self, *args, parent: PracticeCard | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if parent is None:
            del self.fields["difference"]
        elif parent.licence == PracticeCard.Licence.BY_SA:
            del self.fields["licence"]

    def facts(self) -> dict:
        """What `write_card` takes beside the words."""
        return {name: self.cleaned_data[name] for name in ("difference", "licence") if name in self.cleaned_data}


class CorrectForm(CardForm):
    """A card that is corrected."""

    why = LineField(label=gettext_lazy("Why?"), limit=200, required=False,
                    help_text=gettext_lazy("It stands in the history, beside what the card said before."))
