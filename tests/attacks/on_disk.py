"""Make a world in a real SQLite file, change and delete things in it, and look at the bytes. Run by test_canaries as a program."""

import json
import os
import sys


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    django.setup()
    import time_machine
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from tests.attacks.changes import CHANGES
    from tests.attacks.test_canaries import sealed_tokens
    from tests.attacks.world import NOW, build
    with time_machine.travel(NOW, tick=False):
        world = build()
        for change in CHANGES:
            change.make(world)
    tokens = sealed_tokens(world)
    clear = {token for token in world.canaries if token not in tokens}
    files = [path for path in settings.DATA.rglob("*") if path.is_file()]
    data = b"".join(path.read_bytes() for path in files)
    wal = sum(path.stat().st_size for path in files if path.name.endswith("-wal"))
    print(json.dumps({"found": sorted(tokens[token] for token in tokens if token.encode() in data), "sealed": len(tokens), "wal": wal,
                      "clear": sum(token.encode() in data for token in clear)}))
    connection.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
