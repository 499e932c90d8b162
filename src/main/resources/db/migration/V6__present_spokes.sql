-- Lists and counts of the fleet pass over what is gone.
CREATE INDEX spokes_present ON spokes (id) WHERE gone_at IS NULL;
