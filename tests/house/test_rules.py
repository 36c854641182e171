"""The rules of the house hold in the source, and each of them would be noticed."""

import pytest

from tests.house import rules


def test_no_module_breaks_a_rule():
    assert rules.broken() == []


@pytest.mark.parametrize(("place", "line", "words"), [
    ("record/views/x.py", "Entry.objects.get(pk=1)", "reads past visible_to"),
    ("record/views/x.py", "get_object_or_404(Entry, pk=1)", "reads past visible_to"),
    ("record/views/x.py", "redirect(request.GET['next'])", "redirects to where the request says"),
    ("record/views/x.py", "HttpResponseRedirect(request.META.get('HTTP_REFERER'))", "redirects to where the request says"),
    ("record/views/x.py", "from django.views.decorators.csrf import csrf_exempt", "takes a form without its token"),
    ("record/queries/x.py", "Entry.objects.filter(a=1).update(b=2)", "writes by .update() outside an act"),
    ("record/queries/x.py", "Entry.objects.raw('SELECT 1')", "writes SQL by .raw()"),
    ("record/queries/x.py", "cursor.execute('SELECT 1')", "writes SQL outside the kit"),
    ("record/queries/x.py", "from django.utils.safestring import mark_safe", "declares HTML safe by hand"),
    ("record/x.py", "import requests", "goes out by requests"),
    ("record/x.py", "from urllib.request import urlopen", "goes out by urllib.request"),
    ("record/x.py", "datetime.now()", "asks datetime.now()"),
    ("record/x.py", "datetime.date.today()", "asks date.today()"),
    ("record/x.py", "float('1')", "counts with floats"),
    ("record/x.py", "models.FloatField()", "counts with floats"),
    ("record/x.py", "import pickle", "unpickles"),
    ("record/x.py", "eval('1')", "calls eval()"),
    ("record/x.py", "from django.contrib import admin", "uses Django's admin"),
    ("record/x.py", "from django.db.models.signals import post_save", "listens to model signals"),
    ("record/x.py", "from staffroom.people.views import me", "imports the views of another room"),
    ("record/x.py", "from staffroom.people import forms", "imports the forms of another room"),
    ("record/forms.py", "class F:\n    fields = '__all__'", 'opens every field by "__all__"'),
    ("record/models/x.py", "class M:\n    def save(self): pass", "a model with a save() of its own"),
    ("topics/actions.py", "def write(by):\n    Topic.objects.create()", "write() writes and is no act"),
])
def test_a_planted_fault_is_noticed(tmp_path, monkeypatch, place, line, words):
    path = tmp_path / "staffroom" / place
    path.parent.mkdir(parents=True)
    path.write_text(line + "\n")
    monkeypatch.setattr(rules, "ROOT", tmp_path)
    monkeypatch.setattr(rules, "PACKAGE", tmp_path / "staffroom")
    assert any(words in found for found in rules.broken_in(path)), list(rules.broken_in(path))
    path.write_text("\n".join(part + "  # house: a reason" for part in line.split("\n")) + "\n")
    assert list(rules.broken_in(path)) == []
