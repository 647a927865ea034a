from tessera.stacks.views.desk import keep, suspended
from tessera.stacks.views.rule import part, rule

__all__ = ["keep", "part", "rule", "suspended"]
