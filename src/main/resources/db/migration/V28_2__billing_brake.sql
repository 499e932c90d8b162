-- What stops a wave of suspensions by Stripe's word: one row, made with the table.
CREATE TABLE billing_brake (
  id          integer PRIMARY KEY CHECK (id = 1),
  engaged_at  timestamptz,
  released_at timestamptz
);
INSERT INTO billing_brake (id) VALUES (1);

-- Whose access Stripe's word has taken lately, for the brake to count.
CREATE TABLE billing_suspensions (
  org_id   text        PRIMARY KEY,
  begun_at timestamptz NOT NULL
);
