"""A hundred rows that cannot be brought in, and what must be said of each."""

HEADER = ["Title", "Link", "Provider", "Kind", "Minutes", "Cost", "First day", "End date", "Deadline", "Feed URL"]
NO_TITLE, NO_ADDRESS = "it has no title", "its address is not that of a web page"
NO_LETTER = "its title has no letter in it"
LOST = "letters of its title were lost when the file was saved"
LONG = "its title is longer than 300 characters; perhaps it stands in another column"
FROM_FEED = "it is said to come from a feed; bring the feed itself"
NO_DAY_SAID = "it does not say on which day it is"
BACKWARDS = "it ends before it begins"
W = "https://nasty.example/"


def minutes(text: str) -> str:
    return f"“{text}” is no number of minutes"


def price(text: str) -> str:
    return f"“{text}” is no price"


def no_day(text: str) -> str:
    return f"there is no day “{text}”"


def two_days(text: str) -> str:
    return f"“{text}” can be two days; write the year first (2026-12-31)"


def over(day: str) -> str:
    return f"its last day was {day}"


def extra(n: int) -> str:
    cells = "one cell" if n == 1 else f"{n} cells"
    return f"it has {cells} more than the list has columns; perhaps a text with a comma stands without quotation marks"


# (the cells by name, what is said)
ROWS: list[tuple[dict[str, str] | list[str], str]] = [
    # no title, or none that is one
    ({"Title": "", "Link": W}, NO_TITLE),
    ({"Title": "   ", "Link": W}, NO_TITLE),
    ({"Title": "\u200b\u2060", "Provider": "Nobody"}, NO_TITLE),
    ({"Title": "\u202e\u202c", "Provider": "Nobody"}, NO_TITLE),
    ({"Title": "\x01\x02\x03", "Provider": "Nobody"}, NO_TITLE),
    ({"Title": "\ufeff", "Provider": "Nobody"}, NO_TITLE),
    ({"Title": "---"}, NO_LETTER),
    ({"Title": "???", "Link": W + "q"}, NO_LETTER),
    ({"Title": "…"}, NO_LETTER),
    ({"Title": "👩🏽‍🏫🎉"}, NO_LETTER),
    ({"Title": "\u0301\u0301"}, NO_LETTER),
    ({"Title": "\u00a0.\u00a0"}, NO_LETTER),
    ({"Title": "=+-@"}, NO_LETTER),
    ({"Title": "|||||"}, NO_LETTER),
    ({"Title": "Gr\ufffd\ufffde in der Klasse"}, LOST),
    ({"Title": "\ufffd\ufffd\ufffd\ufffd"}, LOST),
    ({"Title": "a" * 301}, LONG),
    ({"Title": "A whole page of text. " * 40}, LONG),
    ({"Title": "é" * 999}, LONG),
    # addresses that are none, or that nobody outside can open
    ({"Title": "Local file", "Link": "file:///etc/passwd"}, NO_ADDRESS),
    ({"Title": "A script", "Link": "javascript:alert(1)"}, NO_ADDRESS),
    ({"Title": "A hidden script", "Link": "java\tscript:alert(1)"}, NO_ADDRESS),
    ({"Title": "Data", "Link": "data:text/html,<b>x"}, NO_ADDRESS),
    ({"Title": "Old transfer", "Link": "ftp://nasty.example/x"}, NO_ADDRESS),
    ({"Title": "Gopher", "Link": "gopher://nasty.example/"}, NO_ADDRESS),
    ({"Title": "Mail", "Link": "mailto:ann@nasty.example"}, NO_ADDRESS),
    ({"Title": "A drive", "Link": "C:\\ann\\course.html"}, NO_ADDRESS),
    ({"Title": "A share", "Link": "\\\\school\\staff\\pd.html"}, NO_ADDRESS),
    ({"Title": "A place", "Link": "not a place"}, NO_ADDRESS),
    ({"Title": "See below", "Link": "see below"}, NO_ADDRESS),
    ({"Title": "Dots", "Link": "..."}, NO_ADDRESS),
    ({"Title": "Only a scheme", "Link": "https://"}, NO_ADDRESS),
    ({"Title": "No host", "Link": "https:///course"}, NO_ADDRESS),
    ({"Title": "A space", "Link": "https://nasty.example/a b"}, NO_ADDRESS),
    ({"Title": "Two addresses", "Link": "https://a.example/ https://b.example/"}, NO_ADDRESS),
    ({"Title": "Brackets", "Link": "<https://nasty.example/>"}, NO_ADDRESS),
    ({"Title": "A password", "Link": "https://ann:secret@nasty.example/"}, NO_ADDRESS),
    ({"Title": "An empty name", "Link": "https://@nasty.example/"}, NO_ADDRESS),
    ({"Title": "A sly host", "Link": "https://nasty.example\\@evil.example/"}, NO_ADDRESS),
    ({"Title": "A port beyond", "Link": "https://nasty.example:99999/"}, NO_ADDRESS),
    ({"Title": "A port of words", "Link": "https://nasty.example:web/"}, NO_ADDRESS),
    ({"Title": "This machine", "Link": "http://localhost/course"}, NO_ADDRESS),
    ({"Title": "This machine too", "Link": "http://127.0.0.1:8000/"}, NO_ADDRESS),
    ({"Title": "By a number", "Link": "http://2130706433/"}, NO_ADDRESS),
    ({"Title": "By eights", "Link": "http://0177.1/"}, NO_ADDRESS),
    ({"Title": "By sixteens", "Link": "http://0x7f.1/"}, NO_ADDRESS),
    ({"Title": "Ten", "Link": "http://10.0.0.7/intranet"}, NO_ADDRESS),
    ({"Title": "The router", "Link": "http://192.168.1.1/"}, NO_ADDRESS),
    ({"Title": "The cloud's own", "Link": "http://169.254.169.254/latest"}, NO_ADDRESS),
    ({"Title": "Six", "Link": "http://[::1]/"}, NO_ADDRESS),
    ({"Title": "Half of six", "Link": "http://[::1"}, NO_ADDRESS),
    ({"Title": "The intranet", "Link": "http://intranet/pd"}, NO_ADDRESS),
    ({"Title": "The printer", "Link": "https://printer.local/"}, NO_ADDRESS),
    ({"Title": "Endless", "Link": "https://nasty.example/" + "a" * 1_000}, NO_ADDRESS),
    ({"Title": "Quotes", "Link": 'https://nasty.example/"onclick="alert(1)'}, NO_ADDRESS),
    ({"Title": "Wide dots", "Link": "http://127\u30020\u30020\u30021/"}, NO_ADDRESS),
    ({"Title": "A feed inside", "Feed URL": "http://localhost/rss"}, NO_ADDRESS),
    ({"Title": "A feed that is none", "Feed URL": "feed"}, NO_ADDRESS),
    ({"Title": "A feed of a file", "Feed URL": "file:///feed.xml"}, NO_ADDRESS),
    # numbers that are none
    ({"Title": "Less than no time", "Minutes": "-30"}, minutes("-30")),
    ({"Title": "Less and a bit", "Minutes": "- 5.5"}, minutes("- 5.5")),
    ({"Title": "For ever", "Minutes": "1e309"}, minutes("1e309")),
    ({"Title": "A spreadsheet's power", "Minutes": "9.0E+07"}, minutes("9.0E+07")),
    ({"Title": "No number", "Minutes": "NaN"}, minutes("NaN")),
    ({"Title": "Infinite", "Minutes": "Infinity"}, minutes("Infinity")),
    ({"Title": "Minus infinite", "Minutes": "-inf"}, minutes("-inf")),
    ({"Title": "Two hundred years", "Minutes": "99999999999"}, minutes("99999999999")),
    ({"Title": "They pay you", "Cost": "-20"}, price("-20")),
    ({"Title": "A power of a price", "Cost": "1e12"}, price("1e12")),
    ({"Title": "No price", "Cost": "nan"}, price("nan")),
    ({"Title": "A national debt", "Cost": "39000000000000"}, price("39000000000000")),
    # kinds that a list cannot give
    ({"Title": "A post", "Kind": "post", "Link": W + "post"}, FROM_FEED),
    ({"Title": "A feed without address", "Kind": "Feed"}, FROM_FEED),
    # days
    ({"Title": "February", "Kind": "event", "First day": "2027-02-30"}, no_day("2027-02-30")),
    ({"Title": "No leap", "Kind": "event", "First day": "29 Feb 2027"}, no_day("29 Feb 2027")),
    ({"Title": "Thirteen", "Kind": "event", "First day": "2027-13-01"}, no_day("2027-13-01")),
    ({"Title": "Nought", "Kind": "event", "First day": "2027-00-00"}, no_day("2027-00-00")),
    ({"Title": "Forty", "Kind": "event", "First day": "40/40/2027"}, no_day("40/40/2027")),
    ({"Title": "Thirty-first", "Kind": "event", "First day": "31/11/2027"}, no_day("31/11/2027")),
    ({"Title": "A year", "Kind": "event", "First day": "2027"}, no_day("2027")),
    ({"Title": "A month", "Kind": "event", "First day": "May 2027"}, no_day("May 2027")),
    ({"Title": "A serial day", "Kind": "event", "First day": "46357"}, no_day("46357")),
    ({"Title": "Short year", "Kind": "event", "First day": "12/05/27"}, no_day("12/05/27")),
    ({"Title": "A quarter", "Kind": "event", "First day": "Q3 2027"}, no_day("Q3 2027")),
    ({"Title": "Two days", "Kind": "event", "First day": "03/04/2027"}, two_days("03/04/2027")),
    ({"Title": "Two days by dots", "Kind": "event", "First day": "3.4.2027"}, two_days("3.4.2027")),
    ({"Title": "A deadline of two days", "Kind": "award", "Deadline": "05/06/2027"}, two_days("05/06/2027")),
    ({"Title": "A deadline that is none", "Kind": "award", "Deadline": "2027-06-31"}, no_day("2027-06-31")),
    ({"Title": "Backwards", "Kind": "conference", "First day": "2027-05-02", "End date": "2027-05-01"}, BACKWARDS),
    ({"Title": "A course backwards", "First day": "2027-05-02", "End date": "2026-05-02"}, BACKWARDS),
    ({"Title": "A conference some day", "Kind": "conference", "First day": "soon"}, NO_DAY_SAID),
    ({"Title": "An award", "Kind": "award"}, NO_DAY_SAID),
    ({"Title": "A call", "Kind": "call", "Deadline": "rolling"}, NO_DAY_SAID),
    ({"Title": "Long over", "Kind": "conference", "First day": "1998-05-01", "End date": "1998-05-02"}, over("1998-05-02")),
    ({"Title": "Just over", "Kind": "grant", "Deadline": "2026-02-27"}, over("2026-02-27")),
    ({"Title": "A course that ended", "First day": "2025-01-01", "End date": "2025-06-30"}, over("2025-06-30")),
    # cells that do not fit the header
    (["Cells", W + "cells", "One, two", "", "", "", "", "", "", "", "more"], extra(1)),
    (["Commas", "and", "more", "commas", "in", "a", "text", "without", "any", "", "quotes", "around", "it"], extra(3)),
    # a thing twice
    ({"Title": "The good one again", "Link": "http://www.good.example/one/?utm_source=list#top"}, "it stands in row 2 already"),
    ({"Title": "Nameless", "Provider": "Somebody"}, "it stands in row 3 already"),
]
