-- Whether the key of the DID has signed what is registered.
ALTER TABLE directory ADD COLUMN verified boolean NOT NULL DEFAULT false;
