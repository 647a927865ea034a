"""Times as “14 h 05”."""

TIME_FORMAT = "G\u00a0\\h\u00a0i"
DATETIME_FORMAT = f"j F Y \\à {TIME_FORMAT}"
