"""The words of the trail, for the pages that show it."""

from django import template

from tessera.trail.words import sentence

register = template.Library()
register.filter("trail_words", sentence)
