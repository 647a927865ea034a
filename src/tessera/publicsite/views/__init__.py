"""Pages for people, documents for machines, and the check of a badge."""
