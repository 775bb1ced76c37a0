-- What operators alone ask for is found without stepping over anything else: conversations of a lane, newest first,
-- those of them that were not read or not answered, messages of a channel or an account, messages with files.

create index conversation_newest on conversation (home, last_id);
create index conversation_unread on conversation (home, last_id) where unread = 1;
create index conversation_unanswered on conversation (home, last_id) where waiting_since is not null;
create index message_channel on message (channel, id);
create index message_account on message (account, id);
create index message_attached on message (id) where attachments > 0;

-- Searches that the owner keeps in the rail.
create table saved_search (
    id integer primary key,
    name text not null check (name <> ''),
    folded text not null unique check (folded <> ''),
    query text not null check (query <> ''),
    place integer not null
) strict;
