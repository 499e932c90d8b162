-- Who keeps everything for the first days after a failed payment is in a stage of its own: look who that is.
UPDATE lifecycle_stages SET look_at = now() WHERE stage = 'grace';
