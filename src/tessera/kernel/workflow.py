"""State machines as data: a table of moves, what can be asked of it, and its diagram.

A feature writes one `Workflow` for each thing that has states. Operations ask it for the next
state, screens for the verbs on offer, tests whether a state can never be reached or never be left;
the generated documentation is its `mermaid()`. Who may make a move is for policies to say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tessera.kernel.errors import MoveRefused


@dataclass(frozen=True, slots=True, eq=False)
class Workflow:
    """`moves` maps (state, verb) to the one state that follows; states may be str enum members.

    `final` names the states where a life may end; left out, they are those without a move onwards.
    """

    name: str
    start: str
    moves: Mapping[tuple[str, str], str]
    final: Collection[str] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "moves", MappingProxyType(dict(self.moves)))
        known = frozenset(self.states())
        if strange := [state for state in self.final if state not in known]:
            raise ValueError(f"{self.name}: final states without a move: {', '.join(strange)}")
        final = self.final or [state for state in self.states() if not self.verbs(state)]
        object.__setattr__(self, "final", frozenset(final))

    def move(self, state: str, verb: str) -> str:
        """The state that follows. Raises MoveRefused when there is no such move from this one."""
        try:
            return self.moves[state, verb]
        except KeyError:
            message = f"{self.name}: cannot {_plain(verb)} when {_plain(state)}"
            raise MoveRefused(message, field=verb) from None

    def verbs(self, state: str) -> tuple[str, ...]:
        """What can be done in this state, in the order of the table."""
        return tuple(verb for origin, verb in self.moves if origin == state)

    def states(self) -> tuple[str, ...]:
        """Every state, the first one first, then in the order in which the table names them."""
        named = [self.start]
        for (origin, _), target in self.moves.items():
            named += [origin, target]
        return tuple(dict.fromkeys(named))

    def unreachable(self) -> tuple[str, ...]:
        """States that no sequence of moves from the start leads to: a mistake in the table."""
        reached = self._closure([self.start], forwards=True)
        return tuple(state for state in self.states() if state not in reached)

    def traps(self) -> tuple[str, ...]:
        """States from which no final state can be reached: a life that could never end."""
        ending = self._closure(self.final, forwards=False)
        return tuple(state for state in self.states() if state not in ending)

    def mermaid(self) -> str:
        """The diagram, as text of a Mermaid `stateDiagram-v2`."""
        lines = ["stateDiagram-v2", f"    [*] --> {_plain(self.start)}"]
        for (origin, verb), target in self.moves.items():
            lines.append(f"    {_plain(origin)} --> {_plain(target)}: {_plain(verb)}")
        lines += [f"    {_plain(state)} --> [*]" for state in self.states() if state in self.final]
        return "\n".join(lines) + "\n"

    def _closure(self, states: Iterable[str], *, forwards: bool) -> frozenset[str]:
        reached, fresh = set(states), list(states)
        while fresh:
            here = fresh.pop()
            for (origin, _), target in self.moves.items():
                source, sink = (origin, target) if forwards else (target, origin)
                if source == here and sink not in reached:
                    reached.add(sink)
                    fresh.append(sink)
        return frozenset(reached)


def _plain(word: str) -> str:
    """The value of an enum member, not its class and name."""
    return str.__str__(word)
