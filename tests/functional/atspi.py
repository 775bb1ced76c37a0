"""Prints, as JSON lines, what a screen reader finds of the window: run by the system's Python, which has AT-SPI.

python3 atspi.py tree            every object: role, name, description, states
python3 atspi.py where           the same of what can be seen, with its place on the screen
python3 atspi.py focus           the names of what takes the focus, as it happens, until it is ended
python3 atspi.py told            the sentences that are told without the focus, as it happens, until it is ended
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

STATES = ("FOCUSED", "FOCUSABLE", "SELECTED", "SHOWING", "ACTIVE")
MOST = 3000
KINDS = {
    "focus": ("object:state-changed:focused", "object:state-changed:selected"),
    "told": ("object:announcement",),
}


def window():
    """Return the program's object in the registry's desktop, None while it is not there."""
    desktop = Atspi.get_desktop(0)
    for n in range(desktop.get_child_count()):
        found = desktop.get_child_at_index(n)
        if found is not None and "shopbell" in (found.get_name() or "").casefold():
            return found
    return None


def say(what, depth=0, *, place=False):
    states = what.get_state_set()
    told = [one for one in STATES if states.contains(getattr(Atspi.StateType, one))]
    line = {"role": what.get_role_name(), "name": what.get_name() or "", "states": told, "depth": depth}
    if place and what.get_component_iface() is not None:
        area = what.get_component_iface().get_extents(Atspi.CoordType.SCREEN)
        line["area"] = [area.x, area.y, area.width, area.height]
    sys.stdout.write(json.dumps(line) + "\n")


def walk(what, depth, left, *, place=False):
    if place and depth > 1 and not what.get_state_set().contains(Atspi.StateType.SHOWING):
        return left
    say(what, depth, place=place)
    left -= 1
    for n in range(min(what.get_child_count(), 40)):
        if left <= 0:
            break
        child = what.get_child_at_index(n)
        if child is not None:
            left = walk(child, depth + 1, left, place=place)
    return left


def listen(kinds):
    loop = GLib.MainLoop()

    def heard(event):
        if event.type.startswith("object:announcement"):
            sys.stdout.write(json.dumps({"role": "told", "name": event.any_data, "states": [], "depth": 0}) + "\n")
        elif event.detail1 and event.source is not None:
            say(event.source)
        sys.stdout.flush()

    listener = Atspi.EventListener.new(heard)
    for kind in kinds:
        listener.register(kind)
    sys.stdout.write(json.dumps({"role": "listening", "name": "", "states": [], "depth": 0}) + "\n")
    sys.stdout.flush()
    loop.run()


if __name__ == "__main__":
    if sys.argv[1] in ("tree", "where"):
        found = window()
        if found is not None:
            walk(found, 0, MOST, place=sys.argv[1] == "where")
    else:
        listen(KINDS[sys.argv[1]])
