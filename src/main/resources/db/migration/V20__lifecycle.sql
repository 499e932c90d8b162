-- What decides what becomes of a customer: what the biller says, as the resource has it, protection, and the legal hold.
ALTER TABLE organizations
  ADD COLUMN billing     jsonb,
  ADD COLUMN guarded     boolean NOT NULL DEFAULT false,
  ADD COLUMN hold_reason text,
  ADD COLUMN held_by     text,
  ADD COLUMN held_at     timestamptz;
CREATE INDEX organizations_held ON organizations (org_id) WHERE held_at IS NOT NULL;

-- Where each customer was seen last, since when, and when to look again.
CREATE TABLE lifecycle_stages (
  org_uid text        PRIMARY KEY,
  stage   text,
  since   timestamptz,
  look_at timestamptz
);
CREATE INDEX lifecycle_stages_due ON lifecycle_stages (look_at) WHERE look_at IS NOT NULL;
