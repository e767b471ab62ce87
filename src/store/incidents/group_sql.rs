//! The statements of a group: one a table, whatever the number of rows.

use crate::store::macros::statements;

statements! {
    ANSWERS {
        sqlite "SELECT k.caller, k.key, k.fingerprint, k.response, k.incident, i.number
                FROM jsonb_each($1) AS j
                CROSS JOIN idempotency AS k ON k.caller = j.value->>'caller' AND k.key = j.value->>'key'
                LEFT JOIN incident AS i ON i.home_code = k.home_code AND i.id = k.incident"
        postgres "SELECT k.caller, k.key, k.fingerprint, k.response, k.incident, i.number
                  FROM json_to_recordset($1::json) AS j(caller text, key text)
                  JOIN idempotency AS k ON k.caller = j.caller AND k.key = j.key
                  LEFT JOIN incident AS i ON i.home_code = k.home_code AND i.id = k.incident"
    }
    TAKE_NUMBERS {
        sqlite "INSERT INTO incident_counter (home_code, day, issued)
                SELECT value->>'home_code', value->>'day', value->>'issued' FROM jsonb_each($1) WHERE true
                ON CONFLICT (home_code, day) DO UPDATE SET issued = incident_counter.issued + excluded.issued
                RETURNING home_code, day, issued"
        postgres "INSERT INTO incident_counter (home_code, day, issued)
                  SELECT home_code, day, issued FROM json_populate_recordset(NULL::incident_counter, $1::json)
                  ON CONFLICT (home_code, day) DO UPDATE SET issued = incident_counter.issued + excluded.issued
                  RETURNING home_code, day, issued"
    }
    UPDATE_INCIDENT {
        sqlite "UPDATE incident SET version = incident.version + 1, state = c.value->>'state',
                    category = c.value->>'category', description = c.value->>'description',
                    lon = c.value->>'lon', lat = c.value->>'lat', outcome = c.value->>'outcome',
                    distance_m = c.value->>'distance_m', edition = c.value->>'edition',
                    area_code = c.value->>'area_code', point_code = c.value->>'point_code',
                    zone_code = c.value->>'zone_code', community_code = c.value->>'community_code',
                    actor_role = c.value->>'actor_role',
                    actor_unit = unhex(c.value->>'actor_unit', '-'),
                    actor_person = unhex(c.value->>'actor_person', '-'),
                    actor_appointment = unhex(c.value->>'actor_appointment', '-'),
                    department = c.value->>'department',
                    block_appointment = unhex(c.value->>'block_appointment', '-'),
                    filed_at = c.value->>'filed_at', due_at = c.value->>'due_at',
                    closed_at = c.value->>'closed_at', relapse_of = unhex(c.value->>'relapse_of', '-'),
                    merged_into = unhex(c.value->>'merged_into', '-'), suspended_until = c.value->>'suspended_until'
                FROM jsonb_each($1) AS c
                WHERE incident.home_code = c.value->>'home_code' AND incident.id = unhex(c.value->>'id', '-')
                    AND incident.version = c.value->>'version'
                RETURNING id"
        postgres "UPDATE incident AS i SET version = i.version + 1, state = c.state, category = c.category, description = c.description,
                      lon = c.lon, lat = c.lat,
                      outcome = c.outcome, distance_m = c.distance_m, edition = c.edition,
                      area_code = c.area_code, point_code = c.point_code, zone_code = c.zone_code,
                      community_code = c.community_code, actor_role = c.actor_role, actor_unit = c.actor_unit, actor_person = c.actor_person,
                      actor_appointment = c.actor_appointment, department = c.department,
                      block_appointment = c.block_appointment, filed_at = c.filed_at, due_at = c.due_at,
                      closed_at = c.closed_at, relapse_of = c.relapse_of, merged_into = c.merged_into,
                      suspended_until = c.suspended_until
                  FROM json_populate_recordset(NULL::incident, $1::json) AS c
                  WHERE i.home_code = c.home_code AND i.id = c.id AND i.version = c.version
                  RETURNING i.id"
    }
    VERSIONS {
        sqlite "SELECT id, version FROM incident WHERE id IN (SELECT unhex(value, '-') FROM jsonb_each($1))"
        postgres "SELECT id, version FROM incident
                  WHERE id IN (SELECT CAST(value AS uuid) FROM json_array_elements_text($1::json) AS ids(value))"
    }
}
