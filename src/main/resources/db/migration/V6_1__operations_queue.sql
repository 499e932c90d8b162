-- An operation tells where it stands, counts its attempts over a restart, and has a place in lists.
ALTER TABLE operations
  ADD COLUMN seq        bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  ADD COLUMN step       text        NOT NULL DEFAULT '',
  ADD COLUMN failures   integer     NOT NULL DEFAULT 0,
  ADD COLUMN reason     text,
  ADD COLUMN created_at timestamptz,
  ADD COLUMN queued_at  timestamptz,
  ADD COLUMN not_before timestamptz,
  ADD COLUMN retried_at timestamptz,
  ALTER COLUMN started_at DROP NOT NULL;
UPDATE operations SET created_at = started_at;
ALTER TABLE operations ALTER COLUMN created_at SET NOT NULL, ALTER COLUMN step DROP DEFAULT;
CREATE INDEX operations_by_organization ON operations (org_id);
CREATE INDEX operations_by_end ON operations (status, finished_at DESC);
CREATE INDEX operations_retried ON operations (retried_at) WHERE retried_at IS NOT NULL;

-- The queue: one row, made with the table.
CREATE TABLE operations_queue (
  id        integer PRIMARY KEY CHECK (id = 1),
  paused_at timestamptz
);
INSERT INTO operations_queue (id) VALUES (1);
