"""`assay new`: one new file of an evidence repository, by questions. A module for each kind of file.

Each has a function that takes the open `Desk`, the id that was given (None: it is asked for) and what options
say, and gives the exit code.
"""
