-- What Stripe has sent, once for each event. An event is a hint: what holds is read from Stripe.
CREATE TABLE stripe_events (
  id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id        text        NOT NULL UNIQUE,
  type            text        NOT NULL,
  api_version     text,
  customer_id     text,
  subscription_id text,
  payload         text        NOT NULL,
  deliveries      bigint      NOT NULL DEFAULT 1,
  state           text        NOT NULL,
  attempts        integer     NOT NULL DEFAULT 0,
  next_at         timestamptz NOT NULL,
  note            text,
  received_at     timestamptz NOT NULL,
  settled_at      timestamptz
);
CREATE INDEX stripe_events_due ON stripe_events (next_at, id) WHERE state = 'pending';
CREATE INDEX stripe_events_pending_of ON stripe_events (subscription_id) WHERE state = 'pending';
CREATE INDEX stripe_events_states ON stripe_events (state, id);

-- A number that is taken before Stripe is read: the higher one saw the later state.
CREATE SEQUENCE stripe_reads CACHE 1;

CREATE TABLE stripe_customers (
  customer_id text        PRIMARY KEY,
  org_id      text        NOT NULL,
  seen_at     timestamptz NOT NULL
);
CREATE INDEX stripe_customers_org ON stripe_customers (org_id);

-- Each subscription as it was read last, with what counts of its latest invoice.
CREATE TABLE stripe_subscriptions (
  subscription_id text        PRIMARY KEY,
  customer_id     text        NOT NULL,
  org_id          text,
  org_uid         text,
  status          text        NOT NULL,
  facts           jsonb       NOT NULL,
  read_seq        bigint      NOT NULL,
  read_at         timestamptz NOT NULL,
  look_at         timestamptz,
  hold            text,
  note            text
);
CREATE INDEX stripe_subscriptions_org ON stripe_subscriptions (org_id);
CREATE INDEX stripe_subscriptions_customer ON stripe_subscriptions (customer_id);
CREATE INDEX stripe_subscriptions_look ON stripe_subscriptions (look_at) WHERE look_at IS NOT NULL;
