-- People who log in. Uniqueness is that of email_key, in which all ways to write an address are one.
CREATE TABLE users (
  id            uuid        PRIMARY KEY,
  email         text        NOT NULL,
  email_key     text        NOT NULL UNIQUE,
  full_name     text,
  password_hash text        NOT NULL,
  verified_at   timestamptz,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL
);

-- Who belongs to an organization. It is the row that counts, not the name, which another one may have later.
CREATE TABLE members (
  organization bigint      NOT NULL REFERENCES organizations (id),
  user_id      uuid        NOT NULL REFERENCES users (id),
  role         text        NOT NULL,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (organization, user_id)
);
CREATE INDEX members_by_user ON members (user_id);

-- What somebody wants who signs up. Nothing else is made of it before it is completed; several may be open for one
-- address, and none has anything that opens the account: the password comes with the token of the mail.
CREATE TABLE signups (
  id                uuid        PRIMARY KEY,
  email             text        NOT NULL,
  email_key         text        NOT NULL,
  full_name         text,
  organization_name text        NOT NULL,
  product_id        text        NOT NULL,
  plan              text        NOT NULL,
  region            text,
  mails             integer     NOT NULL DEFAULT 0,
  created_at        timestamptz NOT NULL,
  expires_at        timestamptz NOT NULL,
  completed_at      timestamptz,
  org_id            text,
  spoke_id          text
);
CREATE INDEX signups_open ON signups (email_key, created_at) WHERE completed_at IS NULL;
CREATE INDEX signups_by_end ON signups (expires_at) WHERE completed_at IS NULL;
CREATE INDEX signups_completed ON signups (completed_at);

-- Tokens that mails carry, by their hashes.
CREATE TABLE one_time_tokens (
  sha256     text        PRIMARY KEY,
  purpose    text        NOT NULL,
  subject    uuid        NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX one_time_tokens_by_subject ON one_time_tokens (subject, purpose);
CREATE INDEX one_time_tokens_by_end ON one_time_tokens (expires_at);

CREATE TABLE sessions (
  id         uuid        PRIMARY KEY,
  user_id    uuid        NOT NULL REFERENCES users (id),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at   timestamptz
);
CREATE INDEX sessions_by_user ON sessions (user_id) WHERE ended_at IS NULL;
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_end ON sessions (ended_at);

CREATE TABLE refresh_tokens (
  sha256     text        PRIMARY KEY,
  session_id uuid        NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at);
CREATE INDEX refresh_tokens_by_use ON refresh_tokens (used_at);

-- A subscription begins with the signup, before there is a spoke and before the organization's resource is seen.
ALTER TABLE subscriptions
  ALTER COLUMN org_uid DROP NOT NULL,
  ALTER COLUMN spoke_uid DROP NOT NULL,
  ALTER COLUMN birth_id DROP NOT NULL;
CREATE UNIQUE INDEX subscriptions_by_birth ON subscriptions (birth_id);

-- Rows of one chain are applied in the order of their ids, and come to nothing with the first that does.
ALTER TABLE outbox ADD COLUMN chain uuid;
CREATE INDEX outbox_by_chain ON outbox (chain, id) WHERE state = 'pending';
