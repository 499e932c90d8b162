-- What the hub holds of an organization, as an archive that is kept for a while.
CREATE TABLE exports (
  id              uuid        PRIMARY KEY,
  org_id          text        NOT NULL,
  state           text        NOT NULL,
  asked_by        text        NOT NULL,
  message         text,
  attempts        integer     NOT NULL DEFAULT 0,
  look_at         timestamptz,
  created_at      timestamptz NOT NULL,
  ready_at        timestamptz,
  expires_at      timestamptz,
  sha256          text,
  size            bigint,
  link_sha256     text        UNIQUE,
  link_expires_at timestamptz
);
CREATE INDEX exports_due ON exports (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX exports_by_organization ON exports (org_id, created_at);
CREATE UNIQUE INDEX exports_one_at_a_time ON exports (org_id) WHERE state = 'pending';

-- The archive, cut into pieces that fit into memory.
CREATE TABLE export_parts (
  export_id uuid    NOT NULL REFERENCES exports (id) ON DELETE CASCADE,
  part      integer NOT NULL,
  content   bytea   NOT NULL,
  PRIMARY KEY (export_id, part)
);
