"""The commands: plain functions that take what the command line was told and return an exit code."""
