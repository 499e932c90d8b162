-- A mail whose reason has passed before it could be sent is dropped.
ALTER TABLE mails ADD COLUMN dropped_at timestamptz;
DROP INDEX mails_pending;
CREATE INDEX mails_pending ON mails (next_at) WHERE sent_at IS NULL AND dropped_at IS NULL;

-- The mail that tells where an instance is; an account is welcomed by one of its own.
UPDATE mails SET kind = 'instance-ready' WHERE kind = 'welcome';
