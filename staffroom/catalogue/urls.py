"""Addresses of this room."""

from django.urls import include, path, re_path

from staffroom.catalogue.views import adding, cards, correcting, finding, merging, reviewing, saved, taking
from staffroom.record import prefills

patterns = ([
    path("", finding.find, name="find"),
    path("how/", finding.how, name="how"),
    path("compare/", finding.compare, name="compare"),
    re_path(r"^list\.(?P<form>csv|html|opml)$", taking.take, name="list"),
    path("list.rss", taking.news, name="news"),
    path("feeds/", adding.feeds, name="feeds"),
    path("feeds.opml", taking.followed, name="followed"),
    path("add/", adding.add, name="add"),
    path("add/link/", adding.link, name="add_link"),
    path("add/feed/", adding.feed, name="add_feed"),
    path("add/file/", adding.file, name="add_file"),
    path("add/one/<slug:code>/undo/", merging.two, name="two"),
    path("add/<slug:code>/", adding.run, name="run"),
    path("add/<slug:code>/columns/", adding.columns, name="columns"),
    re_path(r"^add/(?P<code>[0-9a-z]+)/(?P<how>apply|undo)/$", adding.ending, name="ending"),
    path("saved/", saved.saved, name="saved"),
    re_path(r"^saved/(?P<code>[0-9a-z]+)/(?P<how>tell|quiet|forget)/$", saved.change, name="change_saved"),
    path("cards/", cards.mine, name="my_cards"),
    path("cards/new/", cards.new, name="new_card"),
    path("cards/<slug:code>/", cards.spread, name="spread"),
    path("cards/<slug:code>/before/", cards.history, name="card_history"),
    path("cards/<slug:code>/adapt/", cards.new, name="adapt_card"),
    path("cards/<slug:code>/correct/", cards.correct, name="correct_card"),
    re_path(r"^cards/(?P<code>[0-9a-z]+)/(?P<how>take-back|again)/$", cards.ending, name="card_ending"),
    path("facts/<slug:code>/undo/", correcting.undo, name="undo_facts"),
    path("<slug:code>/", finding.offer, name="offer"),
    path("<slug:code>/facts/", correcting.facts, name="facts"),
    path("<slug:code>/reviews/", reviewing.reviews, name="reviews"),
    path("<slug:code>/reviews/mine/", reviewing.mine, name="review"),
    path("<slug:code>/reviews/ask/", reviewing.ask, name="ask_for_review"),
    path("reviews/<slug:code>/take-back/", reviewing.take_back, name="take_review_back"),
    path("<slug:code>.json", finding.machines, name="machines"),
    path("<slug:code>/same/", merging.same, name="same"),
    path("<slug:code>/plan/", finding.plan, name="plan"),
    re_path(r"^(?P<code>[0-9a-z]+)/(?P<how>follow|unfollow)/$", adding.follow, name="follow"),
], "catalogue")
urlpatterns = [path("find/", include(patterns))]

prefills.HOMES |= {"catalogue.card": cards.home_of_new, "catalogue.adapt": cards.home_of_adapted, "catalogue.correct": cards.home_of_corrected}
