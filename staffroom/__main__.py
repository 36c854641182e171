"""The `staffroom` command; see `staffroom --help`."""

import sys

from staffroom.cli import main

if __name__ == "__main__":
    sys.exit(main())
