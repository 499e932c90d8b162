-- A spoke that reports its usage, and when it did in the last hour. Its row is the lock that its reports take turns with.
CREATE TABLE usage_reporters (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  spoke_uid text          NOT NULL UNIQUE,
  spoke_id  text          NOT NULL,
  org_id    text          NOT NULL,
  org_uid   text,
  taken     timestamptz[] NOT NULL
);
CREATE INDEX usage_reporters_by_organization ON usage_reporters (org_uid, id);

-- The batches that were counted, for as long as they may come again.
CREATE TABLE usage_reports (
  spoke_uid    text        NOT NULL,
  batch_id     text        NOT NULL,
  period_start timestamptz NOT NULL,
  period_end   timestamptz NOT NULL,
  received_at  timestamptz NOT NULL,
  PRIMARY KEY (spoke_uid, batch_id)
);
CREATE INDEX usage_reports_by_end ON usage_reports (period_end);

-- What was used in a day, a week and a month: a counter has a total, a gauge its highest level and its average by time.
CREATE TABLE usage_totals (
  spoke_uid text    NOT NULL,
  span      text    NOT NULL,
  begins    date    NOT NULL,
  kind      text    NOT NULL,
  name      text    NOT NULL,
  total     numeric NOT NULL,
  maximum   bigint  NOT NULL,
  weighted  numeric NOT NULL,
  seconds   bigint  NOT NULL,
  PRIMARY KEY (spoke_uid, span, begins, kind, name)
);
CREATE INDEX usage_totals_by_age ON usage_totals (begins);
