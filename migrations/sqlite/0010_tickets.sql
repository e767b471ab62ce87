-- Numbers of tickets elsewhere, by which a ticket that is on file already is found.
CREATE INDEX incident_external_ref ON incident (external_ref) WHERE external_ref IS NOT NULL;
CREATE INDEX report_external_ref ON report (external_ref) WHERE external_ref IS NOT NULL;

PRAGMA user_version = 10;
