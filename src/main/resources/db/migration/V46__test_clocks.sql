-- The test clock that an event is about: what goes by it is read again.
ALTER TABLE stripe_events ADD COLUMN test_clock_id text;
