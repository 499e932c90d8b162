-- A mail whose reason has passed before it could be sent is dropped, and so is one that cannot be sent for days; refused
-- says that it is the mailbox, and not the mail server, that is in the way.
ALTER TABLE mails ADD COLUMN dropped_at timestamptz, ADD COLUMN refused boolean NOT NULL DEFAULT false;
DROP INDEX mails_pending;
CREATE INDEX mails_pending ON mails (next_at) WHERE sent_at IS NULL AND dropped_at IS NULL;
CREATE INDEX mails_over ON mails (coalesce(sent_at, dropped_at));

-- The mail that tells where an instance is; an account is welcomed by one of its own.
UPDATE mails SET kind = 'instance-ready' WHERE kind = 'welcome';
