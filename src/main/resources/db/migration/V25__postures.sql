-- What lets somebody sign up where not everybody may, by its hash. With email_key it is good for that address only.
CREATE TABLE invitation_codes (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sha256     text        NOT NULL UNIQUE,
  note       text,
  email_key  text,
  uses       integer     NOT NULL,
  used       integer     NOT NULL DEFAULT 0,
  made_by    text        NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  CHECK (used BETWEEN 0 AND uses)
);
CREATE INDEX invitation_codes_by_address ON invitation_codes (email_key) WHERE email_key IS NOT NULL;
CREATE INDEX invitation_codes_by_end ON invitation_codes (expires_at);

-- Who has asked to be let in, and until when those may sign up who were.
CREATE TABLE waitlist (
  id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email       text        NOT NULL,
  email_key   text        NOT NULL UNIQUE,
  created_at  timestamptz NOT NULL,
  admitted_at timestamptz,
  admitted_by text,
  expires_at  timestamptz
);
CREATE INDEX waitlist_waiting ON waitlist (id) WHERE admitted_at IS NULL;

-- The code that a signup was begun with: what is never completed gives its use back.
ALTER TABLE signups ADD COLUMN invitation_code bigint REFERENCES invitation_codes (id) ON DELETE SET NULL;
CREATE INDEX signups_by_code ON signups (invitation_code) WHERE invitation_code IS NOT NULL;
