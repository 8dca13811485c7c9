"""Assay: a git repository of evidence in, a maturity assessment that people can trust out."""

__version__ = "0.1.0"
