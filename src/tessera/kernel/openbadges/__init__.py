"""Open Badges 3.0 and Verifiable Credentials 2.0: build, sign, check, pack and bake.

`build` turns facts into unsigned documents, `proof.secure` signs them, `check.check` tells of any
credential, ours or not, what holds and what does not. Keys, times and loaders are arguments.
"""
