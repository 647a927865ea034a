"""What anyone may see without an account: the shop window, the catalogue, the check of a badge, and the
documents that machines read at stable addresses. It owns no data; it shows what the rooms below hold.
"""
