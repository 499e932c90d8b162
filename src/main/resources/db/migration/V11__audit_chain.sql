-- The audit says from where a change came, only grows, and is sealed into a chain behind the backs of those who write.
ALTER TABLE audit ADD COLUMN origin text;
CREATE INDEX audit_by_time ON audit (at);
CREATE INDEX audit_by_request ON audit (request_id);

CREATE TABLE audit_seals (
  seq       bigint      PRIMARY KEY,
  audit_id  bigint      NOT NULL UNIQUE,
  hash      text        NOT NULL,
  sealed_at timestamptz NOT NULL
);

-- Entries that have no seal yet.
CREATE TABLE audit_unsealed (
  audit_id bigint PRIMARY KEY
);
INSERT INTO audit_unsealed SELECT id FROM audit;

CREATE FUNCTION audit_awaits_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_unsealed VALUES (NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER audit_awaits_seal AFTER INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_awaits_seal();

CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit only grows';
END $$;
CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();
CREATE TRIGGER audit_seals_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seals
  FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();
