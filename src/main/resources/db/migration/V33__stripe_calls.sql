-- What the hub asks of Stripe: a row is there before the call is made, and its id begins the idempotency key.
CREATE TABLE stripe_calls (
  id            uuid        PRIMARY KEY,
  seq           bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
  org_id        text        NOT NULL,
  org_uid       text        NOT NULL,
  live          boolean     NOT NULL, -- of which mode of the account it was asked for
  kind          text        NOT NULL,
  request       jsonb       NOT NULL,
  after_id      uuid        REFERENCES stripe_calls (id), -- what must have succeeded first
  state         text        NOT NULL,
  attempts      integer     NOT NULL DEFAULT 0,
  spent_keys    integer     NOT NULL DEFAULT 0, -- keys under which Stripe keeps a failure of its own
  created_at    timestamptz NOT NULL,
  first_sent_at timestamptz,
  next_at       timestamptz, -- null once it has ended
  request_id    text,
  result        jsonb,
  failure       text,
  error_code    text,
  error         text,
  finished_at   timestamptz
);
CREATE INDEX stripe_calls_due ON stripe_calls (next_at, seq) WHERE state = 'waiting';
CREATE INDEX stripe_calls_of ON stripe_calls (org_uid, kind, seq);
CREATE INDEX stripe_calls_after ON stripe_calls (after_id) WHERE after_id IS NOT NULL;
CREATE INDEX stripe_calls_failed ON stripe_calls (kind) WHERE state = 'failed';
CREATE INDEX stripe_calls_org ON stripe_calls (org_id);
