"""Documents of a shape that is known already: what the general path does anew, done once.

Nearly all of the time to sign or check a credential goes into reading JSON-LD and putting quads in
canonical order, again for every learner, although only a dozen texts differ. Here a document is read
into its *shape* (`reading`), one of that shape is expanded with marks in the place of its texts and
becomes a program (`program`, `order`), and the program gives the canonical bytes of any other.
`library` keeps programs and serves any document; `batch`, beside this room, signs many at once.

What comes out is what `canonical.rdf` gives, byte for byte, or nothing: whatever is unusual goes the
general path. That rests on conditions that are checked for each program and for each document, and
named where they are checked.
"""

from tessera.kernel.openbadges.pattern.library import Library, rdf

__all__ = ["Library", "rdf"]
