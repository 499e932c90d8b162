-- 'refunds' and 'disputes' list what was made since, however long ago: up to where events were fetched, they have told of all.
INSERT INTO stripe_rounds (name, reached_at) SELECT name, reached_at
FROM (VALUES ('refunds'), ('disputes')) AS lists (name), (SELECT reached_at FROM stripe_rounds WHERE name = 'backfill') AS events;
