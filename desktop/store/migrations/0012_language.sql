-- The language that the owner says a conversation is in; '' for what its messages tell.
alter table conversation add column language text not null default '';
create index conversation_told on conversation (person) where language <> '';
