//! The statements of a group: one a table, whatever the number of rows.

use crate::store::macros::statements;
use crate::store::migrations::Dialect;
use std::fmt::Write;

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
    JOIN_VOICES {
        sqlite "UPDATE incident SET voices = incident.voices + m.voices
                FROM (SELECT merged_into AS target, sum(voices) AS voices FROM incident
                      WHERE id IN (SELECT unhex(value, '-') FROM jsonb_each($1)) GROUP BY merged_into) AS m
                WHERE incident.id = m.target RETURNING home_code, id"
        postgres "UPDATE incident AS i SET voices = i.voices + m.voices
                  FROM (SELECT merged_into AS target, CAST(sum(voices) AS bigint) AS voices FROM incident
                        WHERE id IN (SELECT CAST(value AS uuid) FROM json_array_elements_text($1::json) AS ids(value))
                        GROUP BY merged_into) AS m
                  WHERE i.id = m.target RETURNING i.home_code, i.id"
    }
    VERSIONS {
        sqlite "SELECT id, version FROM incident WHERE id IN (SELECT unhex(value, '-') FROM jsonb_each($1))"
        postgres "SELECT id, version FROM incident
                  WHERE id IN (SELECT CAST(value AS uuid) FROM json_array_elements_text($1::json) AS ids(value))"
    }
}

/// Columns that a change may set, and whether they hold an id.
pub(super) const CHANGEABLE: [(&str, bool); 27] = [
    ("state", false),
    ("next_step_at", false),
    ("category", false),
    ("description", false),
    ("lon", false),
    ("lat", false),
    ("outcome", false),
    ("distance_m", false),
    ("edition", false),
    ("area_code", false),
    ("point_code", false),
    ("zone_code", false),
    ("community_code", false),
    ("actor_role", false),
    ("actor_unit", true),
    ("actor_person", true),
    ("actor_appointment", true),
    ("department", false),
    ("block_appointment", true),
    ("filed_at", false),
    ("due_at", false),
    ("closed_at", false),
    ("relapse_of", true),
    ("merged_into", true),
    ("suspended_until", false),
    ("warn_at", false),
    ("handled_at", false),
];
/// Those that every change sets: a sweep may have set the next step without a new version.
pub(super) const ALWAYS: usize = 2;

/// Sets some of the columns, by their bits in the order of `CHANGEABLE`, for the cases of a JSON list ($1) that stand at their
/// versions, and gives the ids of those that were changed. Both databases rewrite the index entries of every column that a
/// statement names, changed or not.
pub(super) fn update_incident(columns: u32, dialect: Dialect) -> String {
    let mut text = String::from("UPDATE incident AS i SET version = i.version + 1");
    for (_, (name, is_id)) in CHANGEABLE.iter().enumerate().filter(|(bit, _)| columns >> bit & 1 == 1) {
        let value = match (dialect, is_id) {
            (Dialect::Postgres, _) => format!("c.{name}"),
            (Dialect::Sqlite, false) => format!("c.value->>'{name}'"),
            (Dialect::Sqlite, true) => format!("unhex(c.value->>'{name}', '-')"),
        };
        write!(text, ", {name} = {value}").expect("writing to a String cannot fail");
    }
    text.push_str(match dialect {
        Dialect::Sqlite => {
            " FROM jsonb_each($1) AS c WHERE i.home_code = c.value->>'home_code' AND i.id = unhex(c.value->>'id', '-') \
             AND i.version = c.value->>'version' RETURNING id"
        }
        Dialect::Postgres => {
            " FROM json_populate_recordset(NULL::incident, $1::json) AS c \
             WHERE i.home_code = c.home_code AND i.id = c.id AND i.version = c.version RETURNING i.id"
        }
    });
    text
}
