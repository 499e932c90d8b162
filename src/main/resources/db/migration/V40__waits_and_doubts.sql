-- What is waived and could be charged is said each time that it grows.
ALTER TABLE metered_months DROP COLUMN noticed;

-- Whether counting has failed when it was tried last: what was used is not known then, and an end at once waits for that.
ALTER TABLE metering_turns ADD COLUMN uncounted boolean NOT NULL DEFAULT false;

-- Tries at which the hub itself did not do it yet: they lengthen no pause after a failure.
ALTER TABLE stripe_calls ADD COLUMN own_waits integer NOT NULL DEFAULT 0;
