"""The look: template components, form renderer, icons, charts, static files and the gallery page.

Owns no data and asks no permissions; what it shows is handed to it.
"""
