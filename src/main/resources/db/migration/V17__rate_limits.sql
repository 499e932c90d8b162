-- How much of a limit is used, for all hubs together. The content is bucket4j's own.
CREATE TABLE rate_limits (
  id         text   PRIMARY KEY,
  state      bytea,
  expires_at bigint
);
CREATE INDEX rate_limits_by_end ON rate_limits (expires_at);

-- Logins in a row that failed, of one account from one place.
CREATE TABLE failed_logins (
  subject  text        PRIMARY KEY,
  failures integer     NOT NULL,
  last_at  timestamptz NOT NULL
);
CREATE INDEX failed_logins_by_time ON failed_logins (last_at);
