-- Names of custom resources are reused, so history binds to their UID: a row lives until gone_at.
CREATE TABLE organizations (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_id             text        NOT NULL,
  uid                text        UNIQUE,
  name               text        NOT NULL,
  email              text        NOT NULL,
  stripe_customer_id text,
  status             text        NOT NULL,
  version            bigint      NOT NULL DEFAULT 0,
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL,
  gone_at            timestamptz
);
CREATE UNIQUE INDEX organizations_current ON organizations (org_id) WHERE gone_at IS NULL;

CREATE TABLE products (
  product_id text        PRIMARY KEY,
  uid        text,
  version    text        NOT NULL,
  active     boolean     NOT NULL,
  spec       jsonb       NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

-- What hubs keep of this table in memory is refreshed by change_seq.
CREATE SEQUENCE spoke_changes;
CREATE TABLE spokes (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  spoke_id        text        NOT NULL,
  uid             text        UNIQUE,
  org_id          text        NOT NULL,
  org_uid         text,
  product_id      text        NOT NULL,
  plan            text        NOT NULL,
  region          text        NOT NULL,
  namespace       text,
  birth_id        text,
  hostname        text        NOT NULL,
  url             text        NOT NULL,
  visible         boolean     NOT NULL DEFAULT false,
  status          text        NOT NULL,
  phase           text,
  access          text,
  target_version  text,
  manifest_digest text,
  health          text,
  handed_off_at   timestamptz,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  gone_at         timestamptz,
  change_seq      bigint      NOT NULL DEFAULT nextval('spoke_changes')
);
CREATE UNIQUE INDEX spokes_current ON spokes (spoke_id) WHERE gone_at IS NULL;
CREATE INDEX spokes_by_organization ON spokes (org_id);
CREATE INDEX spokes_by_change ON spokes (change_seq);

CREATE TABLE spoke_keys (
  sha256     text        PRIMARY KEY,
  spoke_uid  text        NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX spoke_keys_by_spoke ON spoke_keys (spoke_uid, created_at DESC);

-- The row of a spoke is rewritten by every report: room in the page keeps that out of the index.
CREATE TABLE heartbeats (
  spoke_uid       text        PRIMARY KEY,
  first_at        timestamptz NOT NULL,
  last_at         timestamptz NOT NULL,
  status          text        NOT NULL,
  os_version      text        NOT NULL,
  uptime_seconds  bigint      NOT NULL,
  usage           jsonb       NOT NULL,
  packs           jsonb       NOT NULL,
  agent_version   text,
  manifest_digest text
) WITH (fillfactor = 50);

CREATE TABLE directory (
  did           text        PRIMARY KEY,
  spoke_uid     text        NOT NULL UNIQUE,
  spoke_id      text        NOT NULL,
  endpoint      text        NOT NULL,
  capabilities  jsonb       NOT NULL,
  registered_at timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL
);

CREATE TABLE packs (
  name         text        NOT NULL,
  version      text        NOT NULL,
  type         text        NOT NULL,
  url          text        NOT NULL,
  sha256       text        NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (name, version)
);

CREATE TABLE manifests (
  spoke_uid    text        PRIMARY KEY,
  digest       text        NOT NULL,
  manifest     jsonb       NOT NULL,
  published_at timestamptz NOT NULL
);

CREATE TABLE subscriptions (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key                text        NOT NULL UNIQUE,
  org_uid            text        NOT NULL,
  org_id             text        NOT NULL,
  spoke_uid          text        NOT NULL,
  birth_id           text        NOT NULL,
  product_id         text        NOT NULL,
  plan               text        NOT NULL,
  source             text        NOT NULL,
  state              text        NOT NULL,
  started_at         timestamptz NOT NULL,
  current_period_end timestamptz,
  trial_ends_at      timestamptz
);
CREATE INDEX subscriptions_by_organization ON subscriptions (org_id);

-- What a license said; the token itself lives in the spoke's Secret alone.
CREATE TABLE licenses (
  jti          text        PRIMARY KEY,
  spoke_uid    text        NOT NULL,
  revision     bigint      NOT NULL,
  kid          text        NOT NULL,
  sha256       text        NOT NULL,
  meaning_hash text        NOT NULL,
  claims       jsonb       NOT NULL,
  deadline     timestamptz,
  issued_at    timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL
);
CREATE INDEX licenses_by_spoke ON licenses (spoke_uid, revision DESC, issued_at DESC);

CREATE TABLE operations (
  id          uuid        PRIMARY KEY,
  key         text        NOT NULL UNIQUE,
  spoke_uid   text        NOT NULL,
  spoke_id    text        NOT NULL,
  org_id      text        NOT NULL,
  type        text        NOT NULL,
  status      text        NOT NULL,
  progress    integer     NOT NULL,
  attempt     integer     NOT NULL,
  message     text,
  error       text,
  started_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  finished_at timestamptz
);
CREATE INDEX operations_by_spoke ON operations (spoke_uid, started_at DESC);

CREATE TABLE provisioning_events (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  spoke_uid text        NOT NULL,
  spoke_id  text        NOT NULL,
  phase     text        NOT NULL,
  status    text        NOT NULL,
  reason    text,
  message   text,
  at        timestamptz NOT NULL
);
CREATE INDEX provisioning_events_by_spoke ON provisioning_events (spoke_uid, id);
CREATE UNIQUE INDEX provisioning_events_completed_once ON provisioning_events (spoke_uid, phase)
  WHERE status = 'completed';

CREATE TABLE mails (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_uid    text        NOT NULL,
  kind       text        NOT NULL,
  anchor     text        NOT NULL,
  recipient  text        NOT NULL,
  model      jsonb       NOT NULL,
  attempts   integer     NOT NULL DEFAULT 0,
  next_at    timestamptz NOT NULL,
  error      text,
  created_at timestamptz NOT NULL,
  sent_at    timestamptz,
  UNIQUE (org_uid, kind, anchor)
);
CREATE INDEX mails_pending ON mails (next_at) WHERE sent_at IS NULL;

CREATE TABLE audit (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at         timestamptz NOT NULL,
  actor      text        NOT NULL,
  action     text        NOT NULL,
  kind       text        NOT NULL,
  object     text        NOT NULL,
  before     jsonb,
  after      jsonb,
  request_id text
);

CREATE TABLE outbox (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  api_version   text        NOT NULL,
  kind          text        NOT NULL,
  namespace     text        NOT NULL,
  name          text        NOT NULL,
  field_manager text        NOT NULL,
  manifest      jsonb       NOT NULL,
  uid           text,
  creation      boolean     NOT NULL,
  state         text        NOT NULL,
  attempts      integer     NOT NULL DEFAULT 0,
  next_at       timestamptz NOT NULL,
  error         text,
  created_at    timestamptz NOT NULL,
  settled_at    timestamptz
);
CREATE INDEX outbox_pending ON outbox (id) WHERE state = 'pending';
CREATE INDEX outbox_by_object ON outbox (kind, namespace, name, id);

CREATE TABLE idempotency_keys (
  caller       text        NOT NULL,
  key          text        NOT NULL,
  request_hash text        NOT NULL,
  reply        text,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (caller, key)
);
