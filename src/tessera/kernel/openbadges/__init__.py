"""Open Badges 3.0 and Verifiable Credentials 2.0: build, sign, check, pack and bake."""
