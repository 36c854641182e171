"""Pages of a long list."""

from django.core.paginator import Page, Paginator


def page_in(pages: Paginator, number: str) -> Page:
    """A page by its number; anything that is no number of a page is the first one."""
    wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 1
    return pages.page(wanted if 1 <= wanted <= pages.num_pages else 1)


def page_of(rows, number: str, size: int) -> Page:
    """The same of rows, so many on a page."""
    return page_in(Paginator(rows, size), number)
