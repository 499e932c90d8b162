-- End of the period of which all that was paid has gone back, and the number of the read that has said so, or otherwise.
ALTER TABLE stripe_subscriptions ADD COLUMN refunded_until timestamptz;
ALTER TABLE stripe_subscriptions ADD COLUMN refunds_seq bigint NOT NULL DEFAULT 0;
