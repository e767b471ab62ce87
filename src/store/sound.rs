//! Whether what is stored fits together: the file of the database, rows that need each other, and the chain of events of
//! every case. Each look names what does not fit, a thousand at most.

use super::macros::{read, statements};
use super::sql::{Speaks, Sql};
use super::{Store, StoreError};
use crate::domain::case::{EventKind, State};
use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// What is looked at.
    Look {
        /// The pages and indexes of the database's own file.
        File = "file",
        /// Rows that refer to others.
        References = "references",
        /// Nested values that are JSON.
        Json = "json",
        /// Words of closed lists.
        Words = "words",
        /// The event with which every case begins.
        Reported = "reported",
        /// Each event begins where the one before it ended.
        Chain = "chain",
        /// The state of a case is that of its last event.
        State = "state",
        /// A case has at least as many events as versions.
        Version = "version",
        /// Every case has the assignment in force.
        Assignment = "assignment",
        /// Cases that others name are there.
        Relation = "relation",
        /// Drafts that wait have photos, those that were made have their case.
        Draft = "draft",
        /// Holders of posts and accounts are there.
        Party = "party",
        /// No change has a higher number than were issued.
        Changes = "changes",
    }
}

statements! {
    FILE {
        sqlite "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'"
        postgres "SELECT CAST(relname AS text) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
                  WHERE NOT indisvalid AND relnamespace = current_schema()::regnamespace"
    }
    REFERENCES {
        sqlite "SELECT \"table\" || ' → ' || parent FROM pragma_foreign_key_check LIMIT 1000"
        postgres "SELECT CAST(conname AS text) FROM pg_constraint
                  WHERE NOT convalidated AND connamespace = current_schema()::regnamespace"
    }
    JSON {
        sqlite "SELECT 'site_setting ' || key FROM site_setting WHERE NOT json_valid(value)
                UNION ALL SELECT 'edition ' || scheme || ' ' || number FROM edition WHERE NOT json_valid(scope)
                UNION ALL SELECT 'feature ' || layer || ' ' || code FROM feature WHERE NOT json_valid(attributes)
                UNION ALL SELECT 'category_set ' || name FROM category_set WHERE NOT json_valid(body)
                UNION ALL SELECT 'assignment ' || lower(hex(incident)) FROM assignment WHERE NOT json_valid(body)
                UNION ALL SELECT 'incident_event ' || lower(hex(id)) FROM incident_event
                    WHERE detail IS NOT NULL AND NOT json_valid(detail)
                UNION ALL SELECT 'outbox ' || lower(hex(id)) FROM outbox WHERE NOT json_valid(payload)
                UNION ALL SELECT 'audit ' || lower(hex(id)) FROM audit WHERE NOT json_valid(detail)
                UNION ALL SELECT 'account ' || login FROM account WHERE NOT json_valid(granted)
                LIMIT 1000"
        postgres "SELECT CAST('' AS text) AS none WHERE false"
    }
    WORDS {
        "SELECT DISTINCT kind, coalesce(from_state, to_state), to_state FROM incident_event"
    }
    REPORTED {
        "SELECT i.number FROM incident i WHERE NOT EXISTS (
             SELECT 1 FROM incident_event e WHERE e.home_code = i.home_code AND e.incident = i.id
                 AND e.kind = 'incident_reported' AND e.from_state IS NULL
         ) ORDER BY i.number LIMIT 1000"
    }
    CHAIN {
        "SELECT DISTINCT i.number FROM (
             SELECT home_code, incident, kind, from_state,
                    lag(to_state) OVER in_order AS before, row_number() OVER in_order AS nth
             FROM incident_event WINDOW in_order AS (PARTITION BY home_code, incident ORDER BY at, id)
         ) AS e JOIN incident i ON i.home_code = e.home_code AND i.id = e.incident
         WHERE (e.nth = 1 AND (e.kind <> 'incident_reported' OR e.from_state IS NOT NULL))
            OR (e.nth > 1 AND (e.from_state IS NULL OR e.from_state <> e.before))
         ORDER BY i.number LIMIT 1000"
    }
    STATE {
        "SELECT i.number FROM incident i WHERE i.state <> coalesce((
             SELECT e.to_state FROM incident_event e WHERE e.home_code = i.home_code AND e.incident = i.id
             ORDER BY e.at DESC, e.id DESC LIMIT 1
         ), i.state) ORDER BY i.number LIMIT 1000"
    }
    VERSION {
        "SELECT i.number FROM incident i WHERE i.version > (
             SELECT count(*) FROM incident_event e WHERE e.home_code = i.home_code AND e.incident = i.id
         ) ORDER BY i.number LIMIT 1000"
    }
    ASSIGNMENT {
        "SELECT i.number FROM incident i WHERE NOT EXISTS (
             SELECT 1 FROM assignment a WHERE a.home_code = i.home_code AND a.incident = i.id
         ) ORDER BY i.number LIMIT 1000"
    }
    RELATION {
        "SELECT i.number FROM incident i WHERE (i.state = 'merged' AND i.merged_into IS NULL)
            OR (i.merged_into IS NOT NULL AND NOT EXISTS (SELECT 1 FROM incident o WHERE o.id = i.merged_into))
            OR (i.relapse_of IS NOT NULL AND NOT EXISTS (SELECT 1 FROM incident o WHERE o.id = i.relapse_of))
            OR (i.related IS NOT NULL AND NOT EXISTS (SELECT 1 FROM incident o WHERE o.id = i.related))
         ORDER BY i.number LIMIT 1000"
    }
    PARTY {
        "SELECT a.role || ' ' || a.target_code FROM appointment a WHERE a.recorded_until IS NULL AND (
             (a.person IS NOT NULL AND NOT EXISTS (SELECT 1 FROM party p WHERE p.id = a.person))
             OR (a.unit IS NOT NULL AND NOT EXISTS (SELECT 1 FROM party p WHERE p.id = a.unit)))
         UNION ALL SELECT 'account ' || a.login FROM account a
             WHERE a.party IS NOT NULL AND NOT EXISTS (SELECT 1 FROM party p WHERE p.id = a.party)
         LIMIT 1000"
    }
    DRAFT {
        sqlite "SELECT lower(hex(d.id)) FROM photo_draft d
                WHERE (d.state = 'waiting' AND NOT EXISTS (SELECT 1 FROM drafted_photo p WHERE p.draft = d.id))
                   OR (d.state <> 'waiting' AND EXISTS (SELECT 1 FROM drafted_photo p WHERE p.draft = d.id))
                   OR (d.incident IS NOT NULL AND NOT EXISTS (SELECT 1 FROM incident i WHERE i.id = d.incident))
                ORDER BY d.id LIMIT 1000"
        postgres "SELECT replace(CAST(d.id AS text), '-', '') FROM photo_draft d
                  WHERE (d.state = 'waiting' AND NOT EXISTS (SELECT 1 FROM drafted_photo p WHERE p.draft = d.id))
                     OR (d.state <> 'waiting' AND EXISTS (SELECT 1 FROM drafted_photo p WHERE p.draft = d.id))
                     OR (d.incident IS NOT NULL AND NOT EXISTS (SELECT 1 FROM incident i WHERE i.id = d.incident))
                  ORDER BY d.id LIMIT 1000"
    }
    CHANGES {
        "SELECT CAST(c.issued AS text) FROM change_counter c
         WHERE c.issued < (SELECT coalesce(max(seq), 0) FROM change_log)"
    }
}

impl Store {
    /// What does not fit, by name; empty when all does. Long cases and large files take their time.
    pub async fn unsound(&self, look: Look) -> Result<Vec<String>, StoreError> {
        let statement: &Sql = match look {
            Look::Words => return self.strange_words().await,
            Look::File => &FILE,
            Look::References => &REFERENCES,
            Look::Json => &JSON,
            Look::Reported => &REPORTED,
            Look::Chain => &CHAIN,
            Look::State => &STATE,
            Look::Version => &VERSION,
            Look::Assignment => &ASSIGNMENT,
            Look::Relation => &RELATION,
            Look::Draft => &DRAFT,
            Look::Party => &PARTY,
            Look::Changes => &CHANGES,
        };
        read!(self, |c| Ok(sqlx::query_scalar(c.say(statement)).fetch_all(c).await?))
    }

    async fn strange_words(&self) -> Result<Vec<String>, StoreError> {
        let used: Vec<(String, String, String)> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&WORDS)).fetch_all(c).await?))?;
        let mut strange = Vec::new();
        for (kind, from, to) in used {
            strange.extend((EventKind::from_slug(&kind).is_none()).then_some(kind));
            strange.extend([from, to].into_iter().filter(|state| State::from_slug(state).is_none()));
        }
        strange.sort();
        strange.dedup();
        Ok(strange)
    }
}
