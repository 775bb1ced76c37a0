"""The command line: the second face of the same core, without Qt (only `open` loads it).

Exit codes: 0 done; 1 some account or item failed, named on stderr; 2 wrong usage; 3 needs the owner (a sign-in, a
locked keyring). Every error is one plain sentence on stderr. Names, flags, exit codes and JSON keys only ever grow.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.cli.calls import parse
from desktop.cli.output import Failed, NeedsOwner, WrongUsage, in_words, say
from desktop.domain.errors import KeyringMissing, Misconfigured, ShopbellError, SignInNeeded

DONE, FAILED, USAGE, OWNER = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one call and return its exit code. The main thread only."""
    _have_streams()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    call = parse(sys.argv[1:] if arguments is None else arguments)
    try:
        code: int = call.run(call)
        sys.stdout.flush()
    except WrongUsage as wrong:
        say(str(wrong))
        return USAGE
    except (SignInNeeded, KeyringMissing, NeedsOwner) as owner:
        say(str(owner))
        return OWNER
    except Misconfigured as wrong:
        say(str(wrong))
        return FAILED
    except (ShopbellError, Failed) as failed:
        say(str(failed))
        return FAILED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        say("Stopped.")
        return FAILED
    except OSError as trouble:
        say(in_words(trouble))
        return FAILED
    return code


def _have_streams() -> None:
    """Put nothing in the place of a stream that the caller closed (`<&-`), which Python leaves as None."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the very end
