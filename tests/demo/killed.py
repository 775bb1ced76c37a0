"""Run by a test in a process of its own: answers in a sample shop that is already there, and dies on the way."""

import sys
from pathlib import Path

from tests.demo.desk import Desk

if __name__ == "__main__":
    desk = Desk(Path(sys.argv[1]), fresh=False)
    desk.answer("Priya Raman", "We are so sorry.")
    desk.run()
