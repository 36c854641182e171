"""Backups: one file with every row and every file, made while Staffroom runs, and put back into an empty instance.

    frames   the file itself: pieces that show damage and truncation, under a passphrase where one is given
    rows     every row of every table as a line of JSON, the same from SQLite and from PostgreSQL
    make     write the two files: the instance, and apart from it its keys
    read     look through a backup from its first byte to its last, and judge it, before anything is done with it
    restore  put it back
"""
