"""The process that `child.verify` starts: a request on standard input, the answer on standard output."""

from staffroom.credentials.openbadges.child import serve

serve()
