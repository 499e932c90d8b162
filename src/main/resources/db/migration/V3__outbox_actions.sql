-- The outbox asks for deletions, too.
ALTER TABLE outbox ADD COLUMN action text NOT NULL DEFAULT 'change';
UPDATE outbox SET action = 'create' WHERE creation;
ALTER TABLE outbox ALTER COLUMN action DROP DEFAULT, DROP COLUMN creation;
