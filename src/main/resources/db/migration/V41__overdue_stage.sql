-- Who keeps everything for the first days after a failed payment is in a stage of its own, and was told so before.
UPDATE lifecycle_stages
SET stage = 'overdue'
FROM organizations
WHERE organizations.uid = lifecycle_stages.org_uid
  AND stage = 'grace'
  AND billing ->> 'state' = 'past_due'
  AND billing ->> 'concern' IS NULL
  AND (billing ->> 'fullUntil')::timestamptz > now();
