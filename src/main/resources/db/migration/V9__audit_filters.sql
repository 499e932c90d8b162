-- The audit only grows; it is asked for what happened to an object, or what somebody did.
CREATE INDEX audit_by_object ON audit (object, id);
CREATE INDEX audit_by_actor ON audit (actor, id);
CREATE INDEX audit_by_kind ON audit (kind, action, id);
