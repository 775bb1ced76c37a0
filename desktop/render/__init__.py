"""Text and HTML from outside made safe to show, before it is stored."""
