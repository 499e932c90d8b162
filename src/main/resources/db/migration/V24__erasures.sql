-- What is erased of organizations that are gone, and when to look; a finished row stays as the tombstone.
CREATE TABLE erasures (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_id        text        NOT NULL,
  message       text,
  attempts      integer     NOT NULL DEFAULT 0,
  look_at       timestamptz,
  seen_at       timestamptz NOT NULL,
  erased_at     timestamptz,
  evidence      text,
  counts        jsonb       NOT NULL DEFAULT '{}',
  export_sha256 text
);
CREATE UNIQUE INDEX erasures_open ON erasures (org_id) WHERE erased_at IS NULL;
CREATE INDEX erasures_due ON erasures (look_at) WHERE erased_at IS NULL AND look_at IS NOT NULL;

-- When all of them were looked for last, and when somebody has asked for it since: one row, made with the table.
CREATE TABLE erasure_runs (
  id       integer PRIMARY KEY CHECK (id = 1),
  begun_at timestamptz,
  asked_at timestamptz
);
INSERT INTO erasure_runs (id) VALUES (1);
