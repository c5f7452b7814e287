"""`python -m skincast` is the `skincast` command."""

from __future__ import annotations

from skincast.cli import main

if __name__ == "__main__":
    main()
