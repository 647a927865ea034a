"""Routes that lead through other stacks."""

from __future__ import annotations

from tessera.kernel.errors import RuleError
from tessera.kernel.rules import terms
from tessera.stacks.queries.stacks import stacks


def expanded(rule: terms.Rule, known: dict[str, terms.Rule] | None = None) -> terms.Rule:
    """The rule with each macro-badge that it asks for, or what leads to it: routes go through stacks.

    A stack that leads back to itself is left as it stands, as is what would grow past the bound.
    """
    if known is None:
        known = {str(version.definition.uuid): each for version, each in stacks()}
    try:
        return _expanded(rule, known)
    except RuleError:
        return rule


def _expanded(rule: terms.Rule, known: dict[str, terms.Rule]) -> terms.Rule:
    match rule:
        case terms.HoldsStack(stack) if stack in known:
            inner = {name: each for name, each in known.items() if name != stack}
            return terms.any_of(rule, _expanded(known[stack], inner))
        case terms.AtLeast(n, rules):
            return terms.AtLeast(n, tuple(_expanded(part, known) for part in rules))
        case terms.InOrder(rules):
            return terms.InOrder(tuple(_expanded(part, known) for part in rules))
        case terms.Within(months, inner_rule):
            return terms.Within(months, _expanded(inner_rule, known))
        case terms.FromIssuer(percent, inner_rule, issuer):
            return terms.FromIssuer(percent, _expanded(inner_rule, known), issuer)
        case terms.SingleUse(inner_rule):
            return terms.SingleUse(_expanded(inner_rule, known))
    return rule
