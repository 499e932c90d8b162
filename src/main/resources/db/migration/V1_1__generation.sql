-- The newest generation of a resource that was seen: an older one, from a cache that lags, says nothing new.
ALTER TABLE organizations ADD COLUMN generation bigint NOT NULL DEFAULT 0;
ALTER TABLE products ADD COLUMN generation bigint NOT NULL DEFAULT 0;
