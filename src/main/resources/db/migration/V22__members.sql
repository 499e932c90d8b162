-- Who is asked to belong to an organization. The token of the mail is among the one-time tokens, by its hash.
CREATE TABLE invitations (
  id           uuid        PRIMARY KEY,
  organization bigint      NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  email        text        NOT NULL,
  email_key    text        NOT NULL,
  role         text        NOT NULL,
  invited_by   text        NOT NULL,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  accepted_at  timestamptz,
  withdrawn_at timestamptz
);
CREATE INDEX invitations_open ON invitations (organization, email_key)
  WHERE accepted_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX invitations_by_end ON invitations (expires_at);

-- Tokens that the software of an organization calls with, by their hashes. user_id has made it.
CREATE TABLE api_tokens (
  id           uuid        PRIMARY KEY,
  organization bigint      NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  user_id      uuid        NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  sha256       text        NOT NULL UNIQUE,
  name         text        NOT NULL,
  manages      boolean     NOT NULL,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at   timestamptz
);
CREATE INDEX api_tokens_by_organization ON api_tokens (organization, created_at);
CREATE INDEX api_tokens_by_user ON api_tokens (user_id);
