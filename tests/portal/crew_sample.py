"""Work for the processes of a crew that touches no database."""

import os
from pathlib import Path


class Writer:
    """Notes in a folder which process made which items."""

    def add(self, items: list[str], seed: str) -> None:
        Path(seed).write_text(f"{os.getpid()} {' '.join(items)}")
