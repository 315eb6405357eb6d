"""`claimkit mcp`."""

from __future__ import annotations

from claimkit.cli import options
from claimkit.cli.groups import spread

EXAMPLES = """\b
Examples:
  claimkit mcp --db claimkit.db"""


@spread
def mcp(db: options.Database = options.DEFAULT_DATABASE) -> None:
    """Answer an assistant's questions about the store.

    A server of the Model Context Protocol over standard input and output, which an assistant starts itself; docs/mcp.md
    has the lines to paste into its settings. It only reads the store, and nothing else.
    """
    from claimkit.cli.work.serve_store import serve_store

    serve_store(db)
