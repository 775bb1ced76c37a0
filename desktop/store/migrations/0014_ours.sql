-- By what time the scores are that were made last: what a clock made that ran ahead is put right once it is right itself.
alter table sense add column ranked_by integer not null default 0;
-- Our own messages, in the order of time, without stepping over what customers have written since.
create index message_ours on message (id, conversation, written_at) where direction = 'out' and automatic = '';
