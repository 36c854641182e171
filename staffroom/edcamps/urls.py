"""Edcamps: the wall and its cards, what whoever keeps the board does, how one is made."""

from django.urls import include, path, re_path

from staffroom.edcamps.views import after, cards, keep, making, notes, turns, wall

patterns = ([
    path("", wall.edcamps, name="edcamps"),
    path("new/", making.new, name="new"),
    path("worker.js", wall.worker, name="worker"),
    path("growth/", after.growth, name="growth"),
    path("growth.csv", after.growth_csv, name="growth_csv"),
    path("cards/<slug:code>/", cards.card, name="card"),
    path("cards/<slug:code>/change/", cards.change, name="card_change"),
    re_path(r"^cards/(?P<code>[0-9a-z]+)/(?P<how>lead|dot|no-dot|back)/$", cards.act, name="card_act"),
    path("cards/<slug:code>/notes/", notes.notes, name="notes"),
    path("cards/<slug:code>/notes/now/", notes.now, name="notes_now"),
    path("cards/<slug:code>/notes/add/", notes.add, name="notes_add"),
    path("cards/<slug:code>/notes/versions/", notes.versions, name="notes_versions"),
    path("cards/<slug:code>/notes/versions/<int:number>/undo/", notes.undo, name="notes_undo"),
    path("cards/<slug:code>/notes/versions/forget/", notes.forget, name="notes_forget"),
    path("leads/<slug:code>/leave/", cards.lead_no_more, name="lead_no_more"),
    re_path(r"^turns/(?P<code>[0-9a-z]+)/(?P<how>later|back)/$", turns.turn, name="turn"),
    path("<slug:code>/", wall.wall, name="wall"),
    path("<slug:code>/board/", wall.board, name="board"),
    path("<slug:code>/live/", wall.listen, name="live"),
    path("<slug:code>/archive/", after.archive, name="archive"),
    path("<slug:code>/numbers/", after.numbers, name="numbers"),
    path("<slug:code>/thanks/", after.thanks, name="thanks"),
    path("<slug:code>/card/", cards.new, name="card_new"),
    path("<slug:code>/cards/", cards.many, name="cards_new"),
    path("<slug:code>/dots/", cards.dots, name="dots"),
    path("<slug:code>/keep/", keep.keep, name="keep"),
    path("<slug:code>/keep/board/", keep.keep_board, name="keep_board"),
    path("<slug:code>/place/", keep.place, name="place"),
    path("<slug:code>/undo/", keep.undo, name="undo"),
    path("<slug:code>/merge/", keep.merge, name="merge"),
    path("<slug:code>/vote/", keep.vote, name="vote"),
    path("<slug:code>/day/", keep.day, name="day"),
    path("<slug:code>/proposal/", keep.proposal, name="proposal"),
    path("<slug:code>/print/", making.papers, name="papers"),
    path("<slug:code>/smackdown/", turns.smackdown, name="smackdown"),
    path("<slug:code>/smackdown/mine/", turns.queue_up, name="queue_up"),
    path("<slug:code>/smackdown/next/", turns.following, name="next_turn"),
    path("<slug:code>/rooms/", making.rooms, name="rooms"),
    path("<slug:code>/times/", making.parts, name="parts"),
    path("<slug:code>/name/", making.say, name="name"),
], "edcamps")
urlpatterns = [path("edcamps/", include(patterns))]
