-- Whether the last failure was that nobody was reached: a full disk, or a server that asks for patience, is not offline.
alter table lane add column unreached integer not null default 0 check (unreached in (0, 1));
