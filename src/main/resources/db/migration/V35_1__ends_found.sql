-- The end of a subscription that was planned already when the hub first saw the customer, such as after the loss of its
-- database: customers were told of it then.
ALTER TABLE lifecycle_stages ADD COLUMN found_end timestamptz;
