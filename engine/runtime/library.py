"""SpiffWorkflow carries no types: these names say what its objects are where they pass through our code."""

from typing import Any

#: A task specification: one node of a compiled process, with what `nodes.Bound` adds.
Node = Any

#: What the parser connects a node to: a node, or an `Edge` standing for one.
Target = Any

#: An element of the parsed XML tree.
Xml = Any

#: One of the library's parsers of single nodes.
NodeParser = Any

#: An argument the library passes and this runtime has no use for.
Ignored = Any
