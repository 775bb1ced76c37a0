-- The search index over what was said and who said it. Its texts stay in `body`; bulk ingest adds to the index
-- itself, so only updates and deletes have triggers.

create virtual table search using fts5 (
    subject, text, people,
    content = 'body', content_rowid = 'message',
    tokenize = "unicode61 remove_diacritics 2"
);

-- Merging sixteen pieces at a time instead of four makes a first sync a third faster, and search no slower.
insert into search (search, rank) values ('automerge', 16);

create trigger body_reworded after update of subject, text, people on body begin
    insert into search (search, rowid, subject, text, people)
        values ('delete', old.message, old.subject, old.text, old.people);
    insert into search (rowid, subject, text, people) values (new.message, new.subject, new.text, new.people);
end;

create trigger body_removed after delete on body begin
    insert into search (search, rowid, subject, text, people)
        values ('delete', old.message, old.subject, old.text, old.people);
end;

create virtual table persona_search using fts5 (
    key, handle, name,
    content = 'persona', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2"
);

create trigger persona_named after insert on persona begin
    insert into persona_search (rowid, key, handle, name) values (new.id, new.key, new.handle, new.name);
end;

create trigger persona_renamed after update of key, handle, name on persona begin
    insert into persona_search (persona_search, rowid, key, handle, name)
        values ('delete', old.id, old.key, old.handle, old.name);
    insert into persona_search (rowid, key, handle, name) values (new.id, new.key, new.handle, new.name);
end;

create trigger persona_forgotten after delete on persona begin
    insert into persona_search (persona_search, rowid, key, handle, name)
        values ('delete', old.id, old.key, old.handle, old.name);
end;
