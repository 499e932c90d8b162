-- Why a license says what it says, and what became of it. What was issued before keeps its reason to itself.
ALTER TABLE licenses
  ADD COLUMN reason           text,
  ADD COLUMN billing_source   text,
  ADD COLUMN billing_revision bigint,
  ADD COLUMN superseded_at    timestamptz,
  ADD COLUMN revoked_at       timestamptz;
UPDATE licenses l SET
  superseded_at = followed.at,
  revoked_at = CASE WHEN followed.action = 'revoked' THEN followed.at END
FROM (SELECT jti,
             lead(issued_at) OVER places AS at,
             lead(action) OVER places AS action
        FROM licenses WINDOW places AS (PARTITION BY spoke_uid ORDER BY revision, seq)) AS followed
WHERE followed.jti = l.jti AND followed.at IS NOT NULL;
CREATE INDEX licenses_in_force ON licenses (spoke_uid) WHERE superseded_at IS NULL;
