"""Calendars as other programs speak them (iCalendar, RFC 5545): `zones` and `writing` make them, `repeating` and `reading` take them in. Pure."""
