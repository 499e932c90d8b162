-- Disputes as they were read from Stripe last: payments that the bank of who has paid claims back, or asks about.
CREATE TABLE disputes (
  dispute_id   text        PRIMARY KEY,
  seq          bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
  org_id       text        NOT NULL,
  org_uid      text        NOT NULL,
  live         boolean     NOT NULL,
  charge_id    text        NOT NULL,
  invoice_id   text,
  paid_until   timestamptz, -- end of the period that the payment was for
  amount       bigint      NOT NULL, -- in minor units
  currency     text        NOT NULL,
  reason       text,
  status       text        NOT NULL,
  answer_until timestamptz,
  statuses     jsonb       NOT NULL, -- each that it was seen in, and since when
  read_seq     bigint      NOT NULL,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL
);
CREATE INDEX disputes_of ON disputes (org_uid, seq);
CREATE INDEX disputes_org ON disputes (org_id);
CREATE INDEX disputes_status ON disputes (status) WHERE status NOT IN ('won', 'lost', 'warning_closed', 'prevented');

-- The dispute that an event is about.
ALTER TABLE stripe_events ADD COLUMN dispute_id text;
CREATE INDEX stripe_events_dispute ON stripe_events (dispute_id) WHERE dispute_id IS NOT NULL;
