-- Decisions that a step on its way must not overwrite, and the hook whose result somebody has to take out.
ALTER TABLE scheduled_deletions
  ADD COLUMN decisions int NOT NULL DEFAULT 0,
  ADD COLUMN left_hook text;
