-- How the use of a meter in a month was split: what the plan included, what nobody is charged for, and what Stripe is told.
CREATE TABLE metered_months (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_id    text   NOT NULL,
  org_uid   text   NOT NULL,
  spoke_uid text   NOT NULL,
  spoke_id  text   NOT NULL,
  meter     text   NOT NULL,
  begins    date   NOT NULL, -- the first day of the month
  allowance bigint, -- what the plan included when it was looked at last; null for no limit
  covered   bigint NOT NULL,
  waived    bigint NOT NULL,
  overage   bigint NOT NULL,
  noticed   boolean NOT NULL DEFAULT false, -- whether it was said that what was waived could be charged
  UNIQUE (spoke_uid, meter, begins)
);
CREATE INDEX metered_months_of ON metered_months (org_uid, begins);
CREATE INDEX metered_months_org ON metered_months (org_id);
CREATE INDEX metered_months_by_age ON metered_months (begins);

-- What Stripe is told of usage: a row is there before it is told, and its id is the identifier that Stripe counts once.
CREATE TABLE meter_events (
  id              uuid        PRIMARY KEY,
  seq             bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
  org_id          text        NOT NULL,
  org_uid         text        NOT NULL,
  live            boolean     NOT NULL,
  spoke_id        text        NOT NULL,
  meter           text        NOT NULL,
  begins          date        NOT NULL, -- the first day of the month
  units           bigint      NOT NULL CHECK (units > 0),
  subscription_id text        NOT NULL,
  customer_id     text        NOT NULL,
  price_id        text        NOT NULL,
  state           text        NOT NULL,
  attempts        integer     NOT NULL DEFAULT 0,
  counted_at      timestamptz NOT NULL,
  first_sent_at   timestamptz, -- of the tries of which nobody knows what came of them
  first_booked_at timestamptz, -- the timestamp that the first of them carried
  booked_at       timestamptz, -- the timestamp that the last one carried
  doubtful_since  timestamptz, -- since when Stripe's sums do not say whether it was counted
  next_at         timestamptz, -- null once it has ended
  meter_id        text,
  event_name      text,
  request_id      text,
  failure         text, -- why Stripe does not charge it
  error_code      text,
  error           text,
  finished_at     timestamptz
);
CREATE INDEX meter_events_waiting ON meter_events (org_uid, next_at) WHERE state = 'waiting';
CREATE INDEX meter_events_booked ON meter_events (customer_id, meter_id, booked_at);
CREATE INDEX meter_events_org ON meter_events (org_id);
CREATE INDEX meter_events_by_age ON meter_events (begins);
CREATE INDEX meter_events_failed ON meter_events (failure) WHERE state = 'failed';

-- Whose usage is to be counted, or told, and until when somebody is at it: nobody else is meanwhile.
CREATE TABLE metering_turns (
  org_uid      text        PRIMARY KEY,
  org_id       text        NOT NULL,
  turn         bigint      NOT NULL DEFAULT 0,
  due_at       timestamptz,
  taken_until  timestamptz,
  unsure_since timestamptz -- since when it is not known what the subscriptions charge: nothing is split meanwhile
);
CREATE INDEX metering_turns_due ON metering_turns (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX metering_turns_org ON metering_turns (org_id);
CREATE INDEX metering_turns_unsure ON metering_turns (unsure_since) WHERE unsure_since IS NOT NULL;

-- The prices that the meters of a product have named: who has bought at a former one is charged at that.
CREATE TABLE meter_prices (
  product_id text        NOT NULL,
  meter      text        NOT NULL,
  price_id   text        NOT NULL,
  seen_at    timestamptz NOT NULL,
  PRIMARY KEY (product_id, meter, price_id)
);

-- What was used before anybody was told of it is not charged: of each month that may still be reported.
INSERT INTO metered_months (org_id, org_uid, spoke_uid, spoke_id, meter, begins, covered, waived, overage)
SELECT r.org_id, coalesce(r.org_uid, ''), r.spoke_uid, r.spoke_id, t.name, t.begins, 0,
       max(least(CASE t.kind WHEN 'counter' THEN t.total ELSE t.maximum END, 1000000000000000000))::bigint, 0
FROM usage_totals t JOIN usage_reporters r ON r.spoke_uid = t.spoke_uid
WHERE t.span = 'month'
AND t.begins >= (SELECT date_trunc('month', max(begins)) - interval '2 months' FROM usage_totals)
GROUP BY r.org_id, r.org_uid, r.spoke_uid, r.spoke_id, t.name, t.begins;
