-- An event is a hint: what it carries is not kept, and itself only for a while.
ALTER TABLE stripe_events DROP COLUMN payload;
CREATE INDEX stripe_events_settled ON stripe_events (settled_at) WHERE settled_at IS NOT NULL;

-- How often it was looked at in vain since Stripe answered last.
ALTER TABLE stripe_subscriptions ADD COLUMN attempts integer NOT NULL DEFAULT 0;
