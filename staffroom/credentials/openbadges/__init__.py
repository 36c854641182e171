"""Digital badges, read and checked: Open Badges 2.0 and 3.0, CLR 2.0. Pure: no Django, no network, no clock of its own.

`checks.verify` says what a file is and what about it holds; `child.verify` does the same in a process of its own with hard limits, which is how
anything that came from outside is checked. `proofs.sign` signs.
"""
