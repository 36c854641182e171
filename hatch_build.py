"""Puts the built style sheet and scripts and the compiled languages into the wheel (see staffroom/ui/built.py and languages.py)."""

import sys

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Built(BuildHookInterface):
    """Makes them before the files of the wheel are gathered."""

    def initialize(self, version, build_data):
        if version != "editable":
            sys.path.insert(0, self.root)
            from staffroom.ui import built, languages
            built.build()
            languages.make()
