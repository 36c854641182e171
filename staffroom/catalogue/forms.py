"""Reading what people add: a link, a feed, a file, and which column of a list holds what."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.catalogue import addresses, lists
from staffroom.catalogue.models import Offer
from staffroom.catalogue.queries.shelf import topics
from staffroom.kit.fields import LineField

OWN = {Offer.Kind.PIECE, Offer.Kind.WAY, Offer.Kind.POST, Offer.Kind.FEED}
MOST_FOLDERS = 200
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
                           help_text=gettext_lazy("A list of courses or events (CSV, JSON), bookmarks of your browser, a list of feeds "
                                                  "(OPML), a saved feed, or a page or file with JSON-LD."))

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
