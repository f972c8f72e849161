"""One side of the product: the node that ``detente serve`` runs, and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

from detente.node.place import Place
from detente.node.run import serve

READY = b"ready"


def main() -> None:
    """Serve the line in the directory named on the command line."""
    serve(Place(Path(sys.argv[1])), None, lambda _: print(READY.decode(), flush=True))


if __name__ == "__main__":
    main()
