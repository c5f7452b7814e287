"""Chunks of lives -> a folder of plain files in the backtest format, with the truth beside it."""

from skincast.twin.folder.order import Order, open_folder, open_order
from skincast.twin.folder.write import finish_folder, is_written, write_chunk

__all__ = ["Order", "finish_folder", "is_written", "open_folder", "open_order", "write_chunk"]
