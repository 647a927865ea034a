"""The pure part: no Django, no clock, no network, no randomness.

Ids, keys, times and loaders are arguments. Usable alone: `from tessera.kernel import openbadges`.
"""
