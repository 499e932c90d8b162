-- Until its namespace is marked, an instance whose destruction has begun comes back whole with its customer.
ALTER TABLE scheduled_deletions ADD COLUMN marked_at timestamptz;

-- Until now a deactivation revoked as a person does: what follows from one ends when the customer comes back.
UPDATE license_revocations SET departure = true
WHERE EXISTS (
  SELECT FROM audit JOIN organizations ON organizations.org_id = audit.object
  WHERE organizations.uid = license_revocations.org_uid AND audit.kind = 'Organization' AND audit.action = 'deactivate'
    AND audit.actor = license_revocations.revoked_by
    AND audit.at BETWEEN license_revocations.revoked_at - interval '1 second'
                     AND license_revocations.revoked_at + interval '1 second'
);
