"""Tessera runs a college's micro-credential programme, from the first idea to an employer's check."""

__version__ = "0.1.0"
