"""Django's `migrate`; an empty database gets its tables at once, as the models say, instead of living through their history step by step.

Two go by their steps even then: the kit, whose index of words is written in the engine's own language, and `auth`, whose steps made wider numbers
than its models do. A step that gives tables what no model says (a trigger) names that as `at_once`, and it is done.
A database that holds anything goes step by step as ever. Both ways lead to the same tables: `kit/tests/test_first_tables.py`.
"""

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

BY_STEPS = ("auth", "kit")


class Command(migrate.Command):
    def handle(self, *words, **options):
        connection = connections[options["database"]]
        if not options["app_label"] and not connection.introspection.table_names():
            make(connection)
        return super().handle(*words, **options)


def make(connection) -> None:
    """All tables; every step counts as taken. What is cut off in between goes on step by step."""
    executor = MigrationExecutor(connection)
    executor.migrate([leaf for app in BY_STEPS for leaf in executor.loader.graph.leaf_nodes(app)])
    there = connection.introspection.table_names()
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.db_table not in there and model._meta.can_migrate(connection):
                editor.create_model(model)
        steps = executor.loader.disk_migrations
        for app, name in sorted(steps.keys() - executor.recorder.applied_migrations().keys()):
            at_once = getattr(steps[app, name], "at_once", None)
            if at_once is not None:
                at_once(apps, editor)
            executor.recorder.record_applied(app, name)
