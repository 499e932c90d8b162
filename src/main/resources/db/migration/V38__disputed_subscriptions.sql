-- The subscription that a disputed payment was for: what is lost of one takes nothing of another.
ALTER TABLE disputes ADD COLUMN subscription_id text;
