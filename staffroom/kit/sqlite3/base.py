"""Each act is a point in the transaction of its form. Django writes such a point, and its end, through a cursor of its own, and finds out anew what
is known of it; that took more time than the statement.
"""

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, whose points go straight to the driver where nobody listens."""

    def _savepoint(self, sid: str) -> None:
        self._straight(self.ops.savepoint_create_sql(sid))

    def _savepoint_rollback(self, sid: str) -> None:
        self._straight(self.ops.savepoint_rollback_sql(sid))

    def _savepoint_commit(self, sid: str) -> None:
        self._straight(self.ops.savepoint_commit_sql(sid))

    def _straight(self, sql: str) -> None:
        if self.connection is None or self.force_debug_cursor or self.execute_wrappers:
            with self.cursor() as cursor:
                cursor.execute(sql)
        else:
            with self.wrap_database_errors:
                self.connection.execute(sql)
