-- What is done again and again beside the events, by its name: 'backfill' lists events, 'sweep' lists subscriptions.
CREATE TABLE stripe_rounds (
  name        text PRIMARY KEY,
  reached_at  timestamptz, -- newest creation, by Stripe's clock, up to which everything is known
  finished_at timestamptz, -- end of the last one that went through
  found       bigint NOT NULL DEFAULT 0 -- what it came upon of which no event had told
);
INSERT INTO stripe_rounds (name) VALUES ('backfill'), ('sweep');
