-- 1 when the server said that the account's channel has ended for good: not even a new start asks it again.
alter table lane add column ended integer not null default 0 check (ended in (0, 1));
