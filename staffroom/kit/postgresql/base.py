"""PostgreSQL, whose columns for words have no length of their own.

A limit counts what a reader sees as one character (`kit.words`); a column counts code points, of which a syllable of Khmer or Hindi and a flag have
several. What a form took would be refused by the column, as an error of the program. SQLite has never counted.
"""

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    data_types = base.DatabaseWrapper.data_types | {"CharField": "varchar"}
