-- Refunds as they were read from Stripe last, whoever made them.
CREATE TABLE refunds (
  refund_id      text        PRIMARY KEY,
  seq            bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
  org_id         text        NOT NULL,
  org_uid        text        NOT NULL,
  live           boolean     NOT NULL,
  charge_id      text        NOT NULL,
  invoice_id     text,
  amount         bigint      NOT NULL, -- in minor units
  currency       text        NOT NULL,
  reason         text,
  status         text        NOT NULL,
  failure_reason text,
  description    text,
  call_id        uuid, -- null where it was made in Stripe's dashboard
  statuses       jsonb       NOT NULL, -- each that it was seen in, and since when
  read_seq       bigint      NOT NULL,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL
);
CREATE INDEX refunds_of ON refunds (org_uid, seq);
CREATE INDEX refunds_org ON refunds (org_id);
CREATE INDEX refunds_status ON refunds (status) WHERE status <> 'succeeded';

-- The refund, or the charge whose refunds, an event is about.
ALTER TABLE stripe_events ADD COLUMN refund_id text;
CREATE INDEX stripe_events_refund ON stripe_events (refund_id) WHERE refund_id IS NOT NULL;
