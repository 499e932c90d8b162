-- A namespace may have lost the name of its organization; an operation that nobody works on any more is closed.
ALTER TABLE operations
  ALTER COLUMN org_id DROP NOT NULL,
  ADD COLUMN closed boolean NOT NULL DEFAULT false;
