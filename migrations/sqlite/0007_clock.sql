-- The clock of a case as lists and sweeps need it: warn_at is when 80 % of its limit have run, handled_at when the work was
-- done, next_step_at when the next rung of a ladder is reached. All three follow from the history and are written with it.
-- voices counts the reports of the same problem, those of the cases that joined it included.
ALTER TABLE incident ADD COLUMN warn_at INTEGER;
ALTER TABLE incident ADD COLUMN handled_at INTEGER;
ALTER TABLE incident ADD COLUMN next_step_at INTEGER;
ALTER TABLE incident ADD COLUMN voices INTEGER NOT NULL DEFAULT 1;
-- Cases that run already are looked at by the next sweep.
UPDATE incident SET next_step_at = filed_at WHERE closed_at IS NULL AND due_at IS NOT NULL;

-- A voice is a report of a problem that is a case already; its reporter follows it by a code of his own.
ALTER TABLE report ADD COLUMN tracking_code TEXT;
CREATE INDEX report_tracking ON report (tracking_code) WHERE tracking_code IS NOT NULL;

CREATE INDEX incident_next_step ON incident (next_step_at) WHERE next_step_at IS NOT NULL;
CREATE INDEX incident_filed ON incident (filed_at) WHERE filed_at IS NOT NULL;
CREATE INDEX incident_closed ON incident (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX incident_relapse ON incident (relapse_of) WHERE relapse_of IS NOT NULL;
CREATE INDEX incident_merged ON incident (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX incident_related ON incident (related) WHERE related IS NOT NULL;

PRAGMA user_version = 7;
