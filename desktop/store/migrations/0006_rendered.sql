-- What an older release made fit to be shown is found by this, and made anew.
create index message_rendered on message (render_version);
