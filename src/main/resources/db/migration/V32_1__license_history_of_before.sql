-- What became of what was issued before. Apart from the new columns, which nobody has to wait for meanwhile.
UPDATE licenses l SET
  superseded_at = followed.at,
  revoked_at = CASE WHEN followed.action = 'revoked' THEN followed.at END
FROM (SELECT jti,
             lead(issued_at) OVER places AS at,
             lead(action) OVER places AS action
        FROM licenses WINDOW places AS (PARTITION BY spoke_uid ORDER BY revision, seq)) AS followed
WHERE followed.jti = l.jti AND followed.at IS NOT NULL;
CREATE INDEX licenses_in_force ON licenses (spoke_uid) WHERE superseded_at IS NULL;
