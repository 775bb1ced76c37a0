"""The window. Nothing here waits for the network, the keyring, a parser or a long query."""

import builtins

from desktop.ui.session.compiled import CompiledOnce

with CompiledOnce():
    import PySide6  # noqa: F401

# PySide looks through the source file of every module imported after it for users of its other ways of naming
# (`from __feature__ import snake_case`). Nothing here is one, and the reading took a tenth of the start.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
