-- What the course of a case adds to it. suspended_until is set while it is suspended, due_at is not: its clock stands still.
-- related names the case that this one follows from in another way than by relapse or merging: a sample or an appeal.
ALTER TABLE incident ADD COLUMN suspended_until BIGINT;
ALTER TABLE incident ADD COLUMN related_kind TEXT;
ALTER TABLE incident ADD COLUMN related UUID;

-- Open cases of who has to act.
CREATE INDEX incident_actor_person ON incident (actor_person) WHERE closed_at IS NULL AND actor_person IS NOT NULL;
CREATE INDEX incident_actor_unit ON incident (actor_unit) WHERE closed_at IS NULL AND actor_unit IS NOT NULL;
CREATE INDEX incident_department ON incident (department) WHERE closed_at IS NULL AND department IS NOT NULL;
CREATE INDEX incident_suspended ON incident (suspended_until) WHERE suspended_until IS NOT NULL;
