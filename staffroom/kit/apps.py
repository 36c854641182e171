import threading

from django.utils.translation import trans_real

from staffroom.kit.rooms import Room


class Kit(Room):
    name = "staffroom.kit"
    label = "kit"
    default = True

    def ready(self) -> None:
        # Django keeps the language of a page where coroutines find it too, which costs twenty times as much, 160 times a page. Pages here are made in
        # threads, and what the event loop says of its own is said without waiting.
        trans_real._active = threading.local()  # type: ignore[attr-defined]  # Django does the same when its settings change
        super().ready()
