-- Since when Stripe does not charge an event any more that it was told of: it was taken back.
ALTER TABLE meter_events ADD COLUMN cancelled_at timestamptz;
-- The events of an organization, the latest first.
CREATE INDEX meter_events_of ON meter_events (org_uid, seq);
