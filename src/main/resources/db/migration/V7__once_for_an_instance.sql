-- An anchor is an instance or an operation, whoever owns it by now: what was sent about it is not sent again.
DELETE FROM mails again USING mails first
WHERE again.kind = first.kind AND again.anchor = first.anchor AND again.id > first.id;
ALTER TABLE mails DROP CONSTRAINT mails_org_uid_kind_anchor_key;
ALTER TABLE mails ADD UNIQUE (kind, anchor);

-- Never written: the digest that an agent has is in its heartbeats.
ALTER TABLE spokes DROP COLUMN manifest_digest;
