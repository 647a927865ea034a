"""Settings, addresses and the server's entry points. Nothing here decides anything about the programme."""
