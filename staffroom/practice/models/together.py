"""A study group: a handful of colleagues who take the same course, and what each of them chose to tell the others."""

import secrets

from django.db import models

from staffroom.kit.ids import uuid7
from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.people.models import Account
from staffroom.practice.models.studies import Study


def new_door() -> str:
    """The secret part of the link by which a member asks others in."""
    return secrets.token_urlsafe(24)


class StudyMember(Row):
    """One person in a study group, since `made_at`, with a course of their own. The group is all who carry its key; it has no words and no head.

    `title` and `link` are what the course was called in their own step on that day, sealed: whoever holds the link reads these, and not the step.
    Who leaves is gone with what they wrote in it.
    """

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    study = models.OneToOneField(Study, on_delete=models.CASCADE, related_name="member")
    title = SealedText()
    link = SealedText()
    group = models.UUIDField(default=uuid7)
    door = models.CharField(max_length=40, unique=True, default=new_door)

    known = {"person": "members", "study": "owner", "title": "owner", "link": "owner", "group": "never", "door": "owner", "made_at": "members"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="study_member_once")]


class StudyNote(Row):
    """Something that a member told the group; those who are in it since then or before may read it."""

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(StudyMember, on_delete=models.CASCADE, related_name="notes")
    body = SealedText()

    known = {"person": "members", "member": "owner", "body": "members", "made_at": "members"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["member", "made_at"], name="study_note_time")]
