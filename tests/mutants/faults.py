"""The faults that `script/mutants` plants, one at a time. Each must turn at least one of its tests red.

A later room adds its own: the file, a piece of its text that stands there once, what it is turned into, and the tests that
must notice (as pytest names them). When a file has changed so that the text is no longer there, the run says so and fails.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One planted fault. `quick` ones are also tried by the ordinary suite."""

    name: str
    path: str
    old: str
    new: str
    tests: tuple[str, ...]
    quick: bool = False


READING = "tests/attacks/test_reading.py::test_reading_is_for_those_whom_the_table_names_and_changes_nothing"
WRITING = "tests/attacks/test_writing.py"
TRACES = "tests/attacks/test_noninterference.py::test_all_changes_together_are_noticed_by_nobody_else"
MAIL = "tests/attacks/test_noninterference.py::test_a_change_sends_mail_to_its_audience_alone"
CANARIES = "tests/attacks/test_canaries.py"
ASSURANCE = "tests/attacks/test_assurance.py"
AGREEMENT = "tests/attacks/test_agreement.py"
HEADERS = "tests/attacks/test_headers.py"
COPIES = "staffroom/sharing/tests/test_copies.py"
RULES = "staffroom/sharing/tests/test_rules.py"
SELF_TEST = "staffroom/sharing/tests/test_self_test.py"
WHOSE_KEY = "staffroom/people/tests/test_whose_key.py"
ERASING = "staffroom/exchange/tests/test_erasing.py"

FAULTS = [
    Fault("a view without its rule", "staffroom/practice/views/steps.py",
          "    held = get_or_404(request.viewer, PlanStep, code)\n    first", "    held = PlanStep.objects.get(code=code)\n    first", (READING,)),
    Fault("a file without its rule", "staffroom/record/views/evidence.py",
          "    held = get_or_404(request.viewer, Evidence, proof)\n", "    held = Evidence.objects.get(code=proof)\n", (READING,)),
    Fault("a rule that shows every row of the notebook", "staffroom/sharing/rules.py",
          'return model._default_manager.filter(Q(**{f"{owner}_id": viewer.pk}))', "return model._default_manager.all()", (RULES,), quick=True),
    Fault("a verb that anybody may do", "staffroom/sharing/rules.py",
          'return viewer.holds_own_key and getattr(thing, f"{owner}_id") == viewer.pk', "return viewer.holds_own_key", (RULES, "staffroom/sharing/tests/test_self_test.py")),
    Fault("a session of the employer counts as one's own", "staffroom/sharing/viewers.py",
          "return self.account is not None and self.assurance == SELF", "return self.account is not None", (RULES,), quick=True),
    Fault("an unknown assurance counts as one's own", "staffroom/sharing/viewers.py",
          "own = request.session.get(SESSION_KEY) == SELF", 'own = request.session.get(SESSION_KEY) != "org"', (RULES,)),
    Fault("a door of the notebook left open", "staffroom/sharing/doors.py",
          "        if not request.viewer.holds_own_key:\n", "        if False:\n", (f"{ASSURANCE}::test_no_address_of_the_notebook_opens",)),
    Fault("a page of the notebook without its door", "staffroom/growth/views.py",
          "@notebook_only\n@once\ndef start(", "@once\ndef start(", (f"{ASSURANCE}::test_no_address_of_the_notebook_opens",)),
    Fault("a copy that can be read after its day", "staffroom/sharing/queries.py",
          "return copy.taken_back_at is None and copy.until_on >= clock.today_in(copy.person.zone)", "return copy.taken_back_at is None", (AGREEMENT, COPIES)),
    Fault("lists that show a copy after its day", "staffroom/sharing/queries.py",
          'taken_back_at": None}) & (Q(**{f"{day}__gt": today}) | here | behind)', 'taken_back_at": None})', (COPIES,)),
    Fault("a copy that ends at midnight of somebody else", "staffroom/sharing/queries.py",
          "copy.until_on >= clock.today_in(copy.person.zone)", "copy.until_on >= clock.now().date()", (COPIES,)),
    Fault("lists of copies that end at midnight of somebody else", "staffroom/sharing/queries.py",
          "    before, after = today - timedelta(days=1), today + timedelta(days=1)", "    before = after = today - timedelta(days=9)", (COPIES,)),
    Fault("a copy that was taken back and keeps its words", "staffroom/sharing/actions.py",
          'held.title, held.body, held.taken_back_at = "", "", clock.now()', "held.taken_back_at = clock.now()", (COPIES,), quick=True),
    Fault("a copy that was taken back and can be read", "staffroom/sharing/queries.py",
          "return copy.taken_back_at is None and copy.until_on", "return copy.until_on", (COPIES, f"{AGREEMENT}::test_they_agree_after_handing_and_taking_back_and_after_the_day")),
    Fault("who can see this forgets a reader", "staffroom/practice/rules.py",
          'return [only_owner(step.person), *(reader_of(copy, _("You handed over a copy.")) for copy in copies_of(step))]', "return [only_owner(step.person)]",
          (f"{AGREEMENT}::test_they_agree_after_handing_and_taking_back_and_after_the_day",)),
    Fault("a 404 that is another one for what exists", "staffroom/sharing/rules.py",
          "    if thing is None or not can(viewer, verb, thing):\n        raise Http404",
          "    if thing is None and rule_for(model).model._default_manager.filter(code=code).exists():\n        from django.core.exceptions import PermissionDenied\n"
          "        raise PermissionDenied\n    if thing is None or not can(viewer, verb, thing):\n        raise Http404",
          ("staffroom/sharing/tests/test_self_test.py",)),
    Fault("a private text in the search index", "staffroom/record/actions/entries.py",
          "    use_up(by, draft)\n    signals.noted.send(Entry, entry=entry)",
          '    from staffroom.kit import search\n    search.put("offer", [(entry.pk, title, note)])\n    use_up(by, draft)\n    signals.noted.send(Entry, entry=entry)',
          (f"{CANARIES}::test_the_search_index_holds_no_canary",)),
    Fault("a private word that is proposed to others", "staffroom/record/actions/entries.py",
          "    use_up(by, draft)\n    signals.noted.send(Entry, entry=entry)",
          '    from staffroom.kit import spelling\n    spelling.learn({word: word for word in title.lower().split()})\n    use_up(by, draft)\n    signals.noted.send(Entry, entry=entry)',
          (f"{CANARIES}::test_the_search_index_holds_no_canary",)),
    Fault("a misspelt word that is replaced without a word", "staffroom/catalogue/templates/catalogue/_told.html",
          "{% if found.meant %}", "{% if False %}", ("staffroom/catalogue/tests/test_finding.py::test_a_misspelt_word_is_taken_for_its_neighbour_and_says_so",), quick=True),
    Fault("an export with rows of others", "staffroom/record/queries/lines.py", "visible_to(viewer, Entry)", "Entry.objects", (
        f"{CANARIES}::test_nobody_else_reads_a_canary_at_any_address",)),
    Fault("an ETag made of private things", "staffroom/catalogue/views/finding.py",
          "    return response\n", '    from staffroom.record.models import Entry\n    response.headers["ETag"] = f\'"{Entry.objects.count()}"\'\n    return response\n', (TRACES,)),
    Fault("a page that counts private things", "staffroom/pages/views/places.py",
          '{"material": "wall", "version": __version__}', '{"material": "wall", "version": __import__("staffroom.practice.models").practice.models.PlanStep.objects.count()}',
          (TRACES,)),
    Fault("a mail with a title", "staffroom/notices/actions.py",
          'headers={"Message-ID"', 'headers={"X-About": notice.name, "Message-ID"', ("staffroom/notices/tests/test_notices.py",)),
    Fault("a notice with private words", "staffroom/notices/receivers.py",
          'key=f"copy:{copy.code}", name=str(copy.person)', 'key=f"copy:{copy.code}", name=copy.title', (f"{CANARIES}::test_no_row_holds_a_sealed_canary",)),
    Fault("the audit takes words down", "staffroom/kit/acts.py",
          "AuditLine.objects.create(act=name,", 'AuditLine.objects.create(act=(name + str(kwargs.get("title", "")))[:60],',
          (f"{CANARIES}::test_no_canary_is_logged_mailed_audited_or_promised",)),
    Fault("words in the log", "staffroom/kit/ops.py",
          "        who, digest = _who(request), _digest(request)\n",
          '        who, digest = _who(request), _digest(request)\n        __import__("logging").getLogger("staffroom").warning("%s", dict(request.POST))\n',
          (f"{CANARIES}::test_a_page_for_a_fault_says_nothing_of_what_was_sent",)),
    Fault("a sealed field in the clear", "staffroom/kit/sealed.py",
          "return seal_bytes(account, self.label(model_instance), value.encode())", "return value.encode()", (f"{CANARIES}::test_no_row_holds_a_sealed_canary",)),
    Fault("a file in the clear", "staffroom/record/shelf.py",
          "    sealed = seal_bytes(account, label, data)\n", "    sealed = data\n", (f"{CANARIES}::test_a_backup_without_the_keys_and_the_files_hold_none",)),
    Fault("the key is not destroyed", "staffroom/kit/keystore.py",
          '    _run("DELETE FROM account_key WHERE account = ?", str(account))\n', "", ("staffroom/kit/tests/test_sealed.py",), quick=True),
    Fault("one form, two effects", "staffroom/kit/ops.py",
          "                except IntegrityError:\n                    return _again(request, who, op_id, digest)\n",
          "                except IntegrityError:\n                    return view(request, *args, **kwargs)\n", (COPIES,), quick=True),
    Fault("an outbox row that does not belong to the act", "staffroom/kit/acts.py",
          "            with transaction.atomic():\n                result", "            if True:\n                result", ("tests/mutants/test_acts.py",)),
    Fault("an effect promised twice", "staffroom/kit/outbox.py",
          "OutboxRow.objects.bulk_create([row], ignore_conflicts=True)", 'row.key += str(row.pk)\n    OutboxRow.objects.bulk_create([row])', ("tests/mutants/test_acts.py",)),
    Fault("an effect that failed counts as done", "staffroom/kit/outbox.py",
          'state="failed" if tries >= MOST_TRIES else "ready")', 'state="done")', ("tests/mutants/test_acts.py",)),
    Fault("inline scripts allowed", "staffroom/settings.py",
          '"script-src": [SELF]', '"script-src": [SELF, "\'unsafe-inline\'"]', (f"{HEADERS}::test_every_answer_carries_the_headers_that_keep_it_in_its_place",)),
    Fault("private pages may be stored", "staffroom/kit/headers.py",
          'response.headers.setdefault("Cache-Control", "no-store")', "pass", (f"{HEADERS}::test_every_answer_carries_the_headers_that_keep_it_in_its_place",)),
    Fault("a form without its token", "staffroom/growth/views.py",
          '@require_http_methods(["GET", "POST"])\n@login_required\n@notebook_only\n@once\ndef start(',
          '@__import__("django.views.decorators.csrf").views.decorators.csrf.csrf_exempt\n@require_http_methods(["GET", "POST"])\n@login_required\n@notebook_only\n@once\ndef start(',
          (f"{WRITING}::test_a_form_without_its_token_is_refused_kindly_and_changes_nothing",)),
    Fault("reading that writes", "staffroom/practice/views/steps.py",
          "    today = clock.today_in(request.user.zone)\n", '    today = clock.today_in(request.user.zone)\n    actions.plan(by=request.user, title="x")\n', (READING,)),
    Fault("a template that decides", "staffroom/people/templates/people/shut.html",
          "{% block body %}", "{% block body %}<p>{{ user.email }}</p>", (f"{CANARIES}::test_nobody_else_reads_a_canary_at_any_address",)),
    Fault("a rule that is not in the table", "staffroom/sharing/table.py",
          "        if str(rule.words) not in seen:", "        if str(rule.words) not in seen and not rule.private:", ("staffroom/sharing/tests/test_table.py",), quick=True),
    Fault("the self-test looks away", "staffroom/sharing/checking.py",
          "leak = secret.encode() in _body(answer) or answer.status_code != nothing.status_code", "leak = False", ("staffroom/sharing/tests/test_self_test.py",)),
    Fault("an office of a body next door", "staffroom/orgs/rules.py",
          "return bool(seats) and any(body.pk in seats for body in organisation.chain())", "return bool(seats)", (READING,)),
    Fault("a session of a body opens every office", "staffroom/sharing/viewers.py",
          "within=None if self.holds_own_key else self.body", "within=None", (f"{ASSURANCE}::test_the_office_of_another_body_stays_shut_in_a_session_of_a_body",)),
    Fault("the page of an address belongs to anybody", "staffroom/people/views/ways.py",
          "get_object_or_404(EmailAddress, pk=pk, user=request.user)", "get_object_or_404(EmailAddress, pk=pk)", (f"{WRITING}::test_writing_is_for_those_whom_the_table_names",)),
    Fault("a new password that waits in the clear", "staffroom/people/views/doors.py",
          '    if request.method == "POST" and waiting:\n', "    if False:\n", (f"{CANARIES}::test_a_password_that_waits_for_a_key_is_not_kept",)),
    Fault("words that are markup", "staffroom/sharing/templates/sharing/copy.html", "{{ copy.body|linebreaks }}", "{{ copy.body|safe }}", (
        "tests/attacks/test_scripts.py::test_nothing_that_somebody_wrote_runs_anywhere",)),
    Fault("the self-test looks past lists and searches", "staffroom/sharing/checking.py",
          "leak = any(text.encode() in _body(answer) for text in (secret, code))", "leak = False", (SELF_TEST,)),
    Fault("a view with other eyes that calls every redirect the door", "staffroom/sharing/checking.py",
          'answer.headers.get("Location", "").startswith(reverse("account_login"))', "True", ("staffroom/sharing/tests/test_eyes.py",)),
    Fault("a password by a mailbox of a body counts as one's own", "staffroom/people/actions.py",
          "account.own_from_at = Account.PasswordHeldBy.ORG, held, None", "account.own_from_at = Account.PasswordHeldBy.SELF, held, None", (WHOSE_KEY,)),
    Fault("an address that was proved this minute opens the notebook", "staffroom/people/actions.py",
          "account.own_from_at = begins if begins > clock.now() else None", "account.own_from_at = None", (WHOSE_KEY,)),
    Fault("a factor added in a session of a body", "staffroom/people/views/doors.py",
          "        if factors.of_session(request) != factors.SELF:\n            return shut(request)\n        try:", "        try:", (ASSURANCE, WHOSE_KEY)),
    Fault("a role that ended keeps its office", "staffroom/orgs/queries.py",
          "    rows = current().filter(person_id=person_id, role__in", "    rows = Membership.objects.filter(person_id=person_id, role__in",
          ("tests/attacks/test_roles_end.py",)),
    Fault("everything of somebody, fetched by another", "staffroom/exchange/views.py",
          "    export = get_or_404(request.viewer, Export, code)\n", "    export = Export.objects.get(code=code)\n", ("staffroom/exchange/tests/test_fetching.py",)),
    Fault("an erased person's name in the notices of others", "staffroom/exchange/actions/erasing.py",
          "        notice.name = _nobody(notice.person.language)\n", "        notice.name = notice.name\n", (ERASING,)),
    Fault("a key that outlives its account", "staffroom/exchange/actions/erasing.py",
          '    outbox.put("exchange.destroy_key", key, {"account": key})\n', "", (ERASING,)),
    Fault("a copy with the note", "staffroom/record/facts.py",
          '    return "\\n".join(lines)', '    return "\\n".join([*lines, entry.note])', ("staffroom/record/tests/test_proof.py", COPIES)),
    Fault("an office looks without a line in the access log", "staffroom/pages/office.py",
          "    if member.person_id == viewer.pk:\n        return\n", "    return\n", ("staffroom/pages/tests/test_office.py",)),
    Fault("no work for an address that nobody typed", "staffroom/people/backends.py",
          "        if not made:\n            make_password(password)\n", "", ("staffroom/people/tests/test_signing_in.py",)),
    Fault("a mail that says what waits", "staffroom/notices/actions.py",
          'words = f"{text}\\n\\n{settings.BASE_URL}/notices/', 'words = f"{text} {notice.name}\\n\\n{settings.BASE_URL}/notices/', ("staffroom/notices/tests/test_notices.py",)),
    Fault("an operation id that is everybody's", "staffroom/kit/ops.py",
          'return str(user.pk) if user is not None and user.is_authenticated else "nobody"', 'return "nobody"', ("staffroom/growth/tests/test_sentences.py",)),
    Fault("one private address among public ones is enough", "staffroom/kit/fetch.py",
          "        if not all(is_public(address) or", "        if not any(is_public(address) or", ("staffroom/kit/tests/test_fetch.py",)),
    Fault("an answer that is put up unasked", "staffroom/practice/actions/asked.py",
          "    held.save()\n    return held\n", "    held.save()\n    if held.about_id:\n        tell(by=by, follow_up=held)\n    return held\n",
          ("staffroom/practice/tests/test_asked.py",)),
    Fault("a question that names what it is about", "staffroom/practice/actions/asked.py",
          'key=f"asked:{day}", href', 'key=f"asked:{day}", name=row.title, href', ("staffroom/practice/tests/test_asked.py",)),
    Fault("figures over private answers", "staffroom/catalogue/rates.py",
          'about = tellings(KIND).filter(about_id=OuterRef("pk"))', 'about = __import__("staffroom.practice.models").practice.models.FollowUp.objects.filter('
          'about_id=OuterRef("pk")).exclude(answered_at=None)', ("staffroom/catalogue/tests/test_rates.py",)),
    Fault("figures that count people of the demo world", "staffroom/people/queries.py",
          "return Q() if demo_mark().exists() else Q(", "return Q() if True else Q(", ("staffroom/catalogue/tests/test_rates.py",)),
    Fault("a name that was not to be told", "staffroom/practice/queries/asked.py", "is_named=True, person__is_active", "person__is_active",
          ("staffroom/catalogue/tests/test_rates.py",)),
    Fault("the same three every day", "staffroom/practice/queries/later.py", "today.toordinal() * step % len(rows) if rows else 0", "0",
          ("staffroom/practice/tests/test_later.py",)),
    Fault("saves that change the order of offers", "staffroom/practice/actions/later.py", "            return held\n        except",
          '            __import__("staffroom.catalogue.models").catalogue.models.Offer.objects.filter(pk=thing.about_id).update(changed_at=clock.now())\n'
          "            return held\n        except", (TRACES,)),
    Fault("a form of one account is kept in another", "staffroom/record/kept.py", "signing.loads(request.POST[FIELD], salt=_SALT) != str(request.user.pk)",
          "not signing.loads(request.POST[FIELD], salt=_SALT)", ("staffroom/pages/tests/test_device.py",)),
    Fault("signing out leaves the device full", "staffroom/kit/device.py", 'response.headers["Clear-Site-Data"] = \'"storage"\'', "pass",
          ("staffroom/pages/tests/test_device.py",)),
    Fault("bookmarks of folders that nobody chose", "staffroom/catalogue/lists/__init__.py",
          'if form == "marks" and cells["folder"] not in columns.get("folders", ()):', "if False:", ("staffroom/catalogue/tests/test_bookmarks.py",)),
    Fault("a part of an import that is put up twice", "staffroom/catalogue/actions/imports.py",
          "    run.done_count += len(part)\n", "    run.done_count += len(part) // 2\n", ("staffroom/catalogue/tests/test_long_imports.py",)),
    Fault("a deadline that ends too early", "staffroom/catalogue/dated.py",
          "timezone(timedelta(hours=-12))", "timezone(timedelta(hours=0))", ("staffroom/catalogue/tests/test_events.py",)),
    Fault("one failure and a link is called dead", "staffroom/catalogue/actions/visits.py",
          "SAID_FROM = 2", "SAID_FROM = 1", ("staffroom/catalogue/tests/test_visits.py",)),
    Fault("a site that lets no program in is called dead", "staffroom/catalogue/effects.py",
          "answer.status < 400 or answer.status in SHUT", "answer.status < 400", ("staffroom/catalogue/tests/test_visits.py",)),
    Fault("anybody makes two offers one", "staffroom/catalogue/rules.py",
          "offer.added_by_id is not None and offer.added_by_id == viewer.pk", "True", ("staffroom/catalogue/tests/test_doubles.py",)),
    Fault("an old address that leads nowhere", "staffroom/catalogue/views/finding.py",
          "        if not moved:\n            raise\n", "        raise\n", ("staffroom/catalogue/tests/test_doubles.py",)),
]
