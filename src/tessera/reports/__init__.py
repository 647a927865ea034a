"""Figures for those who answer for the programme: one module a report, from query to table, chart and file.

Reads only. Nothing imports it but the addresses.
"""
