-- The registry of packs; nothing could be published before. A change of a pack takes the next number, so that every hub
-- finds what is new to it.
CREATE SEQUENCE pack_changes;
ALTER TABLE packs
  ADD COLUMN id             bigint  GENERATED ALWAYS AS IDENTITY UNIQUE,
  ADD COLUMN size           bigint  NOT NULL,
  ADD COLUMN min_os_version text,
  ADD COLUMN signature      text,
  ADD COLUMN verified       boolean NOT NULL DEFAULT false,
  ADD COLUMN deprecated     boolean NOT NULL DEFAULT false,
  ADD COLUMN change_seq     bigint  NOT NULL DEFAULT nextval('pack_changes');
CREATE INDEX packs_changed ON packs (change_seq);

-- Why an agent could not install a pack.
ALTER TABLE heartbeats ADD COLUMN pack_problems jsonb NOT NULL DEFAULT '[]';
