-- Why a license says what it says, and what became of it. What was issued before keeps its reason to itself.
ALTER TABLE licenses
  ADD COLUMN reason           text,
  ADD COLUMN billing_source   text,
  ADD COLUMN billing_revision bigint,
  ADD COLUMN superseded_at    timestamptz,
  ADD COLUMN revoked_at       timestamptz;
