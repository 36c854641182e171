"""What this room lends to rooms below."""

import json

from staffroom.frameworks import actions
from staffroom.sharing.checking import CANARIES

CANARIES["framework"] = (
    lambda account, text: actions.bring(by=account, name="test.json", data=json.dumps({"CFDocument": {"title": text, "identifier": text}}).encode()),
    lambda account, own: actions.drop(by=account, own=own),
)
