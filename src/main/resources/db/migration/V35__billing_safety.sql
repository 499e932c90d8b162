-- Since when nothing follows from a subscription for the reason that hold names.
ALTER TABLE stripe_subscriptions ADD COLUMN held_since timestamptz;

-- What names no organization is nobody's here.
DELETE FROM stripe_subscriptions WHERE org_id IS NULL;

-- What lives is looked at, also where its events were given up.
UPDATE stripe_subscriptions SET look_at = read_at + interval '1 day'
WHERE look_at IS NULL AND status NOT IN ('canceled', 'incomplete_expired');

-- The events about a subscription, the newest first, and those about a customer.
CREATE INDEX stripe_events_of ON stripe_events (subscription_id, id);
CREATE INDEX stripe_events_payer ON stripe_events (customer_id) WHERE customer_id IS NOT NULL;

-- The day to which a date of its biller was put off because it was not certain that it holds: nobody is told of it.
ALTER TABLE organizations ADD COLUMN put_off_until timestamptz;
