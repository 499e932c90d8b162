-- What was deleted and is kept for a while, and what became of it. A finished row stays as the tombstone.
CREATE TABLE scheduled_deletions (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  spoke_id      text        NOT NULL,
  spoke_uid     text        NOT NULL,
  org_id        text,
  product_id    text,
  namespace     text        NOT NULL,
  namespace_uid text        NOT NULL,
  birth_id      text,
  cause         text        NOT NULL,
  state         text        NOT NULL,
  message       text,
  attempts      integer     NOT NULL DEFAULT 0,
  tries         integer     NOT NULL DEFAULT 0,
  next_at       timestamptz NOT NULL,
  requested_at  timestamptz NOT NULL,
  delete_after  timestamptz NOT NULL,
  spoke         jsonb,
  with_hooks    boolean     NOT NULL DEFAULT true,
  stopped       boolean     NOT NULL DEFAULT false,
  exports       jsonb       NOT NULL DEFAULT '{}',
  begun_at      timestamptz,
  finished_at   timestamptz,
  evidence      text,
  UNIQUE (namespace_uid, spoke_uid)
);
CREATE INDEX scheduled_deletions_open ON scheduled_deletions (next_at) WHERE finished_at IS NULL;
CREATE INDEX scheduled_deletions_by_request ON scheduled_deletions (requested_at);
CREATE INDEX scheduled_deletions_by_begin ON scheduled_deletions (begun_at) WHERE begun_at IS NOT NULL;

-- The brake on deletions: one row, made with the table.
CREATE TABLE deletion_brake (
  id          integer PRIMARY KEY CHECK (id = 1),
  engaged_at  timestamptz,
  released_at timestamptz
);
INSERT INTO deletion_brake (id) VALUES (1);
