"""Is this badge what it says it is? One `check()` for every page and command of the site.

The kernel judges; here it is given its surroundings: our own documents from the database, everyone
else's by guarded fetching, and the issuers that this deployment trusts. Doors: operations, queries, reaching,
wording.
"""
