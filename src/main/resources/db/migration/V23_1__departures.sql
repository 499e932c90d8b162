-- What follows from a customer having been let go ends when the customer comes back; what a person has revoked does not.
ALTER TABLE license_revocations ADD COLUMN departure boolean NOT NULL DEFAULT false;

-- A spoke with a subscription of its own is not let go with its organization.
ALTER TABLE spokes ADD COLUMN own_billing boolean NOT NULL DEFAULT false;
