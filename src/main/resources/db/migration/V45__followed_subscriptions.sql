-- When what was read of a subscription has last counted for its organization: only then are the dates confirmed that follow.
ALTER TABLE stripe_subscriptions ADD COLUMN followed_at timestamptz;
UPDATE stripe_subscriptions SET followed_at = read_at;
