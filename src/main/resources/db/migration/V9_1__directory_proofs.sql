-- The key that has signed what is registered, in base64url; null where none has.
ALTER TABLE directory ADD COLUMN public_key text;
