"""Asking and answering, and the keys that organisations hold themselves."""
