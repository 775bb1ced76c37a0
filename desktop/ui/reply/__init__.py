"""How a reply comes about, in parts that hold each other; `ui.views.reply.composer` joins them under the conversation.

Where to look:

- where things stand, what is cut and what moves below: `ui.views.reply.form`, and `ui.views.reply.ways` for the tabs
- which conversation, its drafts read, joined to what was typed, left, taken back: `following`
- what is written for each way, and which of them is on top: `sheets` (no widgets)
- from the keys to a sheet and back, carets, another tab: `texts`
- To and Cc: `addresses`
- room left, why it cannot be sent, private details found: `findings`
- being stopped for a private detail in public, and moving it: `guarding`
- files: `enclosing`
- their words below ours: `quoting`
- from Send to the outbox, or back: `sending`
- the ways this conversation can be answered, and their words: `ways`
- drafts until they are on disk: `drafts`; what becomes of a reply after Send: `replying`; its verbs: `replies`; how far it has come, in words: `standing`
- saved replies: `saved_replies`; spelling: `spelling`, and `proofs` for the dictionaries
"""
