-- The history of licenses says why each was issued. What was issued before is told apart by its order alone.
ALTER TABLE licenses
  ADD COLUMN seq       bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  ADD COLUMN action    text,
  ADD COLUMN org_uid   text,
  ADD COLUMN spoke_id  text,
  ADD COLUMN plan      text,
  ADD COLUMN plan_rank integer;
UPDATE licenses l SET
  org_uid = claims ->> 'sub', spoke_id = claims ->> 'spoke', plan = claims ->> 'plan',
  action = CASE WHEN EXISTS (SELECT 1 FROM licenses before WHERE before.spoke_uid = l.spoke_uid
                             AND (before.revision, before.issued_at) < (l.revision, l.issued_at))
                THEN 'renewed' ELSE 'generated' END;
ALTER TABLE licenses
  ALTER COLUMN action SET NOT NULL,
  ALTER COLUMN org_uid SET NOT NULL,
  ALTER COLUMN spoke_id SET NOT NULL,
  ALTER COLUMN plan SET NOT NULL;
DROP INDEX licenses_by_spoke;
CREATE INDEX licenses_by_spoke ON licenses (spoke_uid, revision DESC, seq DESC);
CREATE INDEX licenses_by_organization ON licenses (org_uid, seq);
CREATE INDEX licenses_by_action ON licenses (action, plan);

-- Organizations whose licenses an administrator has revoked.
CREATE TABLE license_revocations (
  org_uid    text        PRIMARY KEY,
  reason     text        NOT NULL,
  revoked_by text        NOT NULL,
  revoked_at timestamptz NOT NULL
);
