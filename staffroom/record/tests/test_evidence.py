"""Proof: what comes in, what is taken out of it, who gets it back."""

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from staffroom.kit import outbox
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import op_id
from staffroom.record import actions, shelf
from staffroom.record.models import Evidence, Piece, Rung, Upload

pytestmark = pytest.mark.django_db
GPS = 0x8825


def photo(place=True, size=(40, 30)) -> bytes:
    picture, out, exif = Image.new("RGB", size, "teal"), io.BytesIO(), Image.Exif()
    if place:
        exif[0x010F] = "SECRET CAMERA"
        exif.get_ifd(GPS)[1] = "N"
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture
def add(as_ann, visit):
    def send(name="board.jpg", data=None, kind="image/jpeg", *, sure="on", op=None, **fields):
        files = {"file": SimpleUploadedFile(name, photo() if data is None else data, kind)} if name else {}
        return as_ann.post(f"/record/{visit.code}/proof/", {"op_id": op or op_id(), "says_no_pupils": sure, **files, **fields})
    return send


def stored(media):
    return sorted(path.name for path in media.rglob("*") if path.is_file())


def test_a_photo_is_kept_without_place_and_camera_and_sealed_on_disk(add, visit, media, as_ann):
    assert add()["Location"] == f"/record/{visit.code}/#proof"
    proof = Evidence.objects.get()
    assert (proof.kind, proof.name, proof.mime, proof.says_no_pupils) == ("photo", "board.jpg", "image/jpeg", True)
    assert stored(media) == [proof.stored]
    raw = (media / "evidence" / proof.stored).read_bytes()
    plain = as_ann.get(f"/record/{visit.code}/proof/{proof.code}/").content
    assert b"JFIF" not in raw and b"SECRET" not in raw + plain
    assert (hashlib.sha256(plain).hexdigest(), len(plain)) == (proof.sha256, proof.size)
    assert list(visit.rungs.values_list("step", flat=True).order_by("made_at")) == ["noted", "proof"]


def test_the_file_goes_back_as_something_to_save_that_nothing_runs(add, visit, as_ann):
    add(name="notes.txt", data=b"three piles", kind="text/plain")
    answer = as_ann.get(f"/record/{visit.code}/proof/{Evidence.objects.get().code}/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="notes.txt"'
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"], answer["Cache-Control"]) == (
        "nosniff", "sandbox; default-src 'none'", "no-store")


@pytest.mark.parametrize("asked,status,body", [
    ("bytes=0-3", 206, b"0123"), ("bytes=7-", 206, b"789"), ("bytes=-2", 206, b"89"), ("bytes=2-99", 206, b"23456789"),
    ("bytes=10-", 416, b""),
    ("bytes=0-0,1-1", 200, b"0123456789"), ("bytes=" + ",".join(f"{n}-{n}" for n in range(1000)), 200, b"0123456789"),
    ("bytes=5-2", 200, b"0123456789"), ("bytes=-", 200, b"0123456789"), ("lines=1-2", 200, b"0123456789"),
    ("bytes=" + "9" * 40 + "-", 200, b"0123456789")])
def test_one_part_of_a_file_at_most(add, visit, as_ann, asked, status, body):
    add(name="digits.txt", data=b"0123456789", kind="text/plain")
    answer = as_ann.get(f"/record/{visit.code}/proof/{Evidence.objects.get().code}/", headers={"Range": asked})
    assert (answer.status_code, answer.content) == (status, body)


def test_nothing_comes_in_without_the_word_that_no_pupil_can_be_recognised(add, media):
    answer = add(sure="")
    assert (answer.status_code, Evidence.objects.count(), stored(media)) == (422, 0, [])
    assert "no pupil may be recognised" in answer.content.decode()


def test_the_act_itself_takes_no_file_without_that_word(ann, visit):
    brought = shelf.bring_in(ann.pk, io.BytesIO(photo()), "board.jpg", "image/jpeg")
    with pytest.raises(Refusal):
        actions.add_evidence(by=ann, entry=visit, file=brought)
    assert (Evidence.objects.count(), brought.taken) == (0, False)


def test_the_database_itself_holds_no_file_without_that_word(add):
    add()
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.update(says_no_pupils=False)


@pytest.mark.parametrize("name,data,kind", [
    ("evil.html", b"<html><script>alert(1)</script>", "text/html"), ("evil.svg", b"<svg onload=alert(1)>", "image/svg+xml"),
    ("photo.png", b"<!doctype html><script>", "image/png"), ("empty.jpg", b"", "image/jpeg"), ("cut.jpg", photo()[:60], "image/jpeg"),
    ("paper.pdf", b"%PDF-1.4 /JavaScript (x) %%EOF", "application/pdf"), ("run.exe", b"MZ\x00\x01", "application/octet-stream"),
    ("a.gif", b"GIF89a<script>alert(1)</script>", "image/gif")])
def test_what_runs_or_cannot_be_read_stays_outside(add, media, name, data, kind):
    answer = add(name=name, data=data, kind=kind)
    assert (answer.status_code, Evidence.objects.count(), stored(media)) == (422, 0, [])


@pytest.mark.parametrize("name,shown", [("../../etc/passwd.txt", "passwd.txt"), ("CON.txt", "_CON.txt"), ("a\u202etxt.exe.txt", "atxt.exe.txt"),
                                        ("x" * 5000 + ".txt", None), ("🎒\nweek.txt", None)])
def test_the_name_is_only_shown_never_used(add, media, name, shown):
    add(name=name, data=b"words", kind="text/plain")
    proof = Evidence.objects.get()
    assert len(proof.name) <= 120 and "/" not in proof.name and "\n" not in proof.name and shown in (None, proof.name)
    assert stored(media) == [proof.stored] and proof.stored.isalnum()


def test_a_link_is_proof_and_needs_no_word(add, visit):
    add(name="", sure="", link="example.org/archive")
    proof = Evidence.objects.get()
    assert (proof.kind, proof.link, proof.stored) == ("link", "https://example.org/archive", "")
    assert visit.rungs.filter(step=Rung.Step.PROOF).exists()


def test_nothing_at_all_is_an_error(add):
    assert (add(name="", sure="").status_code, Evidence.objects.count()) == (422, 0)


def test_a_double_click_is_one_file(add, media):
    one = op_id()
    assert add(op=one)["Location"] == add(op=one)["Location"]
    assert (Evidence.objects.count(), len(stored(media))) == (1, 1)


def test_one_file_too_many_and_one_byte_too_many_are_refused_with_the_numbers(add, settings, media):
    add()
    settings.ACCOUNT_FILES = 1
    assert "You have 1 files, and 1 is the most." in add().content.decode()
    settings.ACCOUNT_FILES, settings.ACCOUNT_BYTES = 100, Evidence.objects.get().size * 2 - 1
    assert "Let one go first" in add().content.decode()
    settings.ACCOUNT_BYTES += 1
    assert add().status_code == 302
    assert (Evidence.objects.count(), len(stored(media))) == (2, 2)


def test_a_file_above_the_limit_is_refused_with_the_limit(add, settings, media):
    settings.UPLOAD_BYTES = 100
    assert "100" in add().content.decode()
    assert (Evidence.objects.count(), stored(media)) == (0, [])


def test_only_its_owner_gets_the_file(add, visit, as_ben, client, ann):
    from staffroom.kit.testing import sign_in
    add()
    address = f"/record/{visit.code}/proof/{Evidence.objects.get().code}/"
    assert as_ben.get(address).content == as_ben.get(f"/record/{visit.code}/proof/zzzzzzzzzzzz/").content
    assert as_ben.get(address).status_code == 404
    assert client.__class__().get(address).status_code == 302
    assert sign_in(client.__class__(), ann, "org").get(address).status_code == 403


def test_proof_that_is_let_go_comes_back_and_the_ladder_follows(add, visit, as_ann, post):
    add()
    proof = Evidence.objects.get()
    post(as_ann, f"/record/{visit.code}/proof/{proof.code}/let-go/")
    assert not visit.rungs.filter(step="proof").exists()
    post(as_ann, f"/record/let-go/proof/{proof.code}/")
    assert visit.rungs.filter(step="proof").exists() and Evidence.objects.get().gone_id is None


def test_after_fourteen_days_the_file_is_gone_from_the_disk_too(add, visit, as_ann, post, media, time_machine):
    from datetime import timedelta

    from staffroom.kit import clock
    add()
    post(as_ann, f"/record/{visit.code}/let-go/")
    time_machine.move_to(clock.now() + timedelta(days=15))
    actions.sweep_removals(by=None)
    assert Evidence.objects.count() == 0 and len(stored(media)) == 1
    while outbox.run_due():
        pass
    assert stored(media) == []


# Piece by piece


@pytest.fixture
def send(as_ann, visit):
    def piece(offset, data, *, size, key="upload-1"):
        return as_ann.post(f"/record/{visit.code}/pieces/", {
            "key": key, "name": "board.jpg", "type": "image/jpeg", "size": size, "offset": offset, "piece": SimpleUploadedFile("piece", data)})
    return piece


def test_a_file_that_was_cut_off_goes_on_where_it_stopped(send, add, visit, as_ann, media):
    data = photo(size=(300, 300))
    assert send(0, data[:1000], size=len(data)).json() == {"got": 1000}
    assert as_ann.get(f"/record/{visit.code}/pieces/?key=upload-1").json() == {"got": 1000}
    assert send(1000, data[1000:], size=len(data)).json() == {"got": len(data)}
    assert all(data[100:140] not in path.read_bytes() for path in (media / "evidence").iterdir())
    add(name="", upload="upload-1")
    assert (Evidence.objects.get().kind, Upload.objects.count(), Piece.objects.count()) == ("photo", 0, 0)
    while outbox.run_due():
        pass
    assert stored(media) == [Evidence.objects.get().stored]


def test_a_piece_sent_twice_counts_once_and_one_from_another_place_is_told_where_to_go_on(send):
    assert send(0, b"x" * 10, size=30).json() == {"got": 10}
    assert send(0, b"x" * 10, size=30).json() == {"got": 10}
    answer = send(20, b"x" * 10, size=30)
    assert (answer.status_code, answer.json()["got"]) == (409, 10)
    assert send(10, b"x" * 25, size=30).status_code == 409
    assert Piece.objects.count() == 1


def test_half_a_file_is_not_taken_for_a_whole_one(send, add):
    send(0, b"x" * 10, size=30)
    answer = add(name="", upload="upload-1")
    assert (answer.status_code, Evidence.objects.count()) == (422, 0)
    assert "goes on where it stopped" in answer.content.decode()


def test_two_files_under_one_name_and_files_of_nothing_are_refused(send, as_ann, visit):
    send(0, b"x" * 10, size=30)
    assert send(0, b"y" * 5, size=99).status_code == 409
    for nothing in ("0", "00", "000000000000"):
        assert send(0, b"", size=nothing, key="upload-2").status_code == 400
    assert send("-1", b"x", size=5, key="upload-2").status_code == 400
    assert send(0, b"x", size="9" * 30, key="upload-2").status_code == 400
    assert send(0, b"x", size=5, key="../up").status_code == 400


def test_pieces_take_room_from_their_first_one_on(send, settings):
    settings.ACCOUNT_BYTES = 50
    assert send(0, b"x" * 10, size=40).status_code == 200
    assert send(0, b"x" * 10, size=11, key="upload-2").status_code == 422


def test_what_was_never_finished_is_swept_away(send, media, time_machine):
    from datetime import timedelta

    from staffroom.kit import clock
    send(0, b"x" * 10, size=30)
    time_machine.move_to(clock.now() + timedelta(days=8))
    actions.sweep_removals(by=None)
    while outbox.run_due():
        pass
    assert (Upload.objects.count(), stored(media)) == (0, [])


def test_a_file_that_no_row_names_is_swept_after_a_day(add, ann, media, time_machine):
    from datetime import timedelta

    from staffroom.kit import clock
    add()
    shelf.put(ann.pk, "orphan", b"nobody knows me")
    actions.sweep_shelf(by=None)
    assert len(stored(media)) == 2
    time_machine.move_to(clock.now() + timedelta(days=2))
    actions.sweep_shelf(by=None)
    assert stored(media) == [Evidence.objects.get().stored]
