"""Shopbell: one local inbox for everything customers say to a small shop and about it.

The layers, higher ones may import lower ones and never back::

    cli  ->  app  ->  ui  ->  sync  ->  triage | compose  ->  connectors  ->  store | render | secrets | logs
        ->  settings  ->  paths | doorbell  ->  domain

`domain` holds plain values and rules and imports only the standard library; `store` is the only package that
knows SQLite; `connectors` speak to the networks, one file or folder a channel; `render` makes text from outside safe
to show; `triage` decides who needs an answer first; `compose` checks what the owner writes; `sync` moves things in and
out without Qt; `ui` is the window. `app` and `cli` put the parts together. import-linter holds this order.
"""

__version__ = "0.1.0"
