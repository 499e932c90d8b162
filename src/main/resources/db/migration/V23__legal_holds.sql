-- A legal hold belongs to a name: it outlives the organization, and holds for one that is made anew. A hub of the former
-- version that is still at work finds its columns gone and destroys nothing; with them it would not see a new hold.
-- A hold that is being put waits, and then fails, rather than to be lost.
LOCK TABLE organizations IN ACCESS EXCLUSIVE MODE;
CREATE TABLE legal_holds (
  org_id     text        PRIMARY KEY,
  reason     text,
  held_by    text,
  held_at    timestamptz,
  kept_until timestamptz,
  CHECK (num_nulls(reason, held_by, held_at) IN (0, 3))
);
INSERT INTO legal_holds (org_id, reason, held_by, held_at)
  SELECT DISTINCT ON (org_id) org_id, hold_reason, held_by, held_at
  FROM organizations WHERE held_at IS NOT NULL ORDER BY org_id, id DESC;
DROP INDEX organizations_held;
ALTER TABLE organizations DROP COLUMN hold_reason, DROP COLUMN held_by, DROP COLUMN held_at;
