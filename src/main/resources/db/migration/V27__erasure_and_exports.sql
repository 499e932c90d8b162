-- For how long an organization says that its data is kept after a deletion: its resource is gone when that is asked for.
ALTER TABLE organizations ADD COLUMN retention_days integer;

-- Since when there is a time of day for runs: none is made up for from before. So far begun_at may tell of a run that never was.
ALTER TABLE erasure_runs ADD COLUMN armed_at timestamptz;
UPDATE erasure_runs SET begun_at = NULL;

-- The end of a user ends the sessions: those that are over, too.
DROP INDEX sessions_by_user;
CREATE INDEX sessions_by_user ON sessions (user_id);

-- What the export hook of an instance has made for an export.
CREATE TABLE instance_exports (
  id        uuid        PRIMARY KEY,
  export_id uuid        NOT NULL REFERENCES exports (id) ON DELETE CASCADE,
  spoke_uid text        NOT NULL,
  spoke_id  text        NOT NULL,
  namespace text        NOT NULL,
  state     text        NOT NULL,
  message   text,
  said      jsonb,
  look_at   timestamptz,
  ends_at   timestamptz NOT NULL,
  UNIQUE (export_id, spoke_uid)
);
CREATE INDEX instance_exports_due ON instance_exports (look_at) WHERE look_at IS NOT NULL;
