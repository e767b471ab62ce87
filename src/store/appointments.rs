//! Appointments with two times, like features: `valid_*` is the term of office, `recorded_*` what we knew.

use super::features::ImportCounts;
use super::import::Import;
use super::macros::{read, row, statements};
use super::sql::Speaks;
use super::{Store, StoreError, json_rows};
use crate::domain::duty::{Appointment, Role, Target};
use crate::domain::feature::Layer;
use crate::domain::grid::Scheme;
use crate::domain::instant::{Instant, Validity};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

statements! {
    RECORDED {
        "SELECT id, role, target_kind, target_group, target_code, department, unit, person, title, is_primary,
                duty_phone, valid_from, valid_until
         FROM appointment WHERE recorded_until IS NULL ORDER BY id"
    }
    KNOWN_AT {
        "SELECT id, role, target_kind, target_group, target_code, department, unit, person, title, is_primary,
                duty_phone, valid_from, valid_until
         FROM appointment WHERE recorded_from <= $1 AND (recorded_until IS NULL OR recorded_until > $1) ORDER BY id"
    }
    END_ROWS {
        sqlite "UPDATE appointment SET recorded_until = $1 WHERE recorded_until IS NULL
                AND id IN (SELECT unhex(value, '-') FROM jsonb_each($2))"
        postgres "UPDATE appointment SET recorded_until = $1 WHERE recorded_until IS NULL
                  AND id IN (SELECT CAST(value AS uuid) FROM json_array_elements_text($2::json) AS ids(value))"
    }
    INSERT {
        insert "appointment" {
            id id, role plain, target_kind plain, target_group plain, target_code plain, department plain, unit id,
            person id, title plain, is_primary flag, duty_phone plain, valid_from plain, valid_until plain,
            recorded_from plain,
        }
    }
}

const BATCH: usize = 5000;

row! {
    #[derive(Debug)]
    pub struct AppointmentRow {
        pub id: Uuid,
        pub role: Role,
        pub target_kind: String,
        pub target_group: String,
        pub target_code: String,
        pub department: Option<String>,
        pub unit: Option<Uuid>,
        pub person: Option<Uuid>,
        pub title: Option<String>,
        pub is_primary: bool,
        pub duty_phone: Option<String>,
        pub valid_from: Instant,
        pub valid_until: Option<Instant>,
    }
}

impl AppointmentRow {
    fn decode(self) -> Result<Appointment, StoreError> {
        let target = match (self.target_kind.as_str(), self.target_group.as_str()) {
            ("area", scheme) => {
                Scheme::from_slug(scheme).map(|scheme| Target::Area { scheme, code: self.target_code })
            }
            ("feature", layer) => {
                Layer::from_slug(layer).map(|layer| Target::Feature { layer, code: self.target_code })
            }
            _ => None,
        };
        let target = target.ok_or_else(|| StoreError::Row {
            column: "target_kind".to_owned(),
            reason: format!("{}:{} is neither an area nor a feature", self.target_kind, self.target_group),
        })?;
        Ok(Appointment {
            id: self.id,
            role: self.role,
            target,
            department: self.department,
            unit: self.unit,
            person: self.person,
            title: self.title,
            primary: self.is_primary,
            duty_phone: self.duty_phone,
            validity: Validity { from: self.valid_from, until: self.valid_until },
        })
    }
}

#[derive(Serialize)]
struct NewAppointmentRow<'a> {
    id: Uuid,
    role: Role,
    target_kind: &'static str,
    target_group: &'static str,
    target_code: &'a str,
    department: Option<&'a str>,
    unit: Option<Uuid>,
    person: Option<Uuid>,
    title: Option<&'a str>,
    is_primary: bool,
    duty_phone: Option<&'a str>,
    valid_from: Instant,
    valid_until: Option<Instant>,
    recorded_from: Instant,
}

fn new_row(appointment: &Appointment, at: Instant) -> NewAppointmentRow<'_> {
    let (target_kind, target_group, target_code) = match &appointment.target {
        Target::Area { scheme, code } => ("area", scheme.slug(), code),
        Target::Feature { layer, code } => ("feature", layer.slug(), code),
    };
    NewAppointmentRow {
        id: appointment.id,
        role: appointment.role,
        target_kind,
        target_group,
        target_code,
        department: appointment.department.as_deref(),
        unit: appointment.unit,
        person: appointment.person,
        title: appointment.title.as_deref(),
        is_primary: appointment.primary,
        duty_phone: appointment.duty_phone.as_deref(),
        valid_from: appointment.validity.from,
        valid_until: appointment.validity.until,
        recorded_from: at,
    }
}

/// The recorded appointments on `targets` become `appointments`.
#[derive(Debug, Clone, Copy)]
pub struct AppointmentChange<'a> {
    /// The areas and features that `appointments` speaks for: recorded ones on them that are missing from the
    /// list are ended. None speaks for all.
    pub targets: Option<&'a HashSet<Target>>,
    pub appointments: &'a [Appointment],
}

/// What has to be ended and written to get from the recorded appointments to the new ones.
pub(crate) struct Plan<'a> {
    pub ended: Vec<Uuid>,
    written: Vec<&'a Appointment>,
    pub counts: ImportCounts,
}

impl<'a> Plan<'a> {
    pub fn new(rows: Vec<AppointmentRow>, change: &AppointmentChange<'a>) -> Result<Self, StoreError> {
        let mut before: HashMap<Uuid, Appointment> = HashMap::with_capacity(rows.len());
        for row in rows {
            let appointment = row.decode()?;
            before.insert(appointment.id, appointment);
        }
        let mut plan = Self { ended: Vec::new(), written: Vec::new(), counts: ImportCounts::default() };
        for appointment in change.appointments {
            match before.remove(&appointment.id) {
                Some(known) if known == *appointment => plan.counts.unchanged += 1,
                Some(known) => {
                    plan.ended.push(known.id);
                    plan.written.push(appointment);
                    plan.counts.changed += 1;
                }
                None => {
                    plan.written.push(appointment);
                    plan.counts.added += 1;
                }
            }
        }
        before.retain(|_, known| change.targets.is_none_or(|targets| targets.contains(&known.target)));
        plan.counts.removed = before.len();
        plan.ended.extend(before.into_keys());
        Ok(plan)
    }

    pub fn is_empty(&self) -> bool {
        self.ended.is_empty() && self.written.is_empty()
    }

    /// The rows to write as JSON for `INSERT`, some thousands each.
    pub fn written(&self, at: Instant) -> impl Iterator<Item = Result<String, StoreError>> {
        self.written.chunks(BATCH).map(move |batch| {
            let rows: Vec<_> = batch.iter().map(|appointment| new_row(appointment, at)).collect();
            json_rows(&rows)
        })
    }
}

/// The steps of an `AppointmentChange` within a transaction; what it did.
macro_rules! replace_appointments {
    ($c:ident, $change:expr, $at:expr) => {{
        use $crate::store::appointments;
        let change: &appointments::AppointmentChange<'_> = $change;
        let rows: Vec<appointments::AppointmentRow> =
            sqlx::query_as($c.say(&appointments::RECORDED)).fetch_all(&mut *$c).await?;
        let plan = appointments::Plan::new(rows, change)?;
        if !plan.is_empty() {
            let ended = $crate::store::json_list(&plan.ended)?;
            sqlx::query($c.say(&appointments::END_ROWS)).bind($at).bind(ended).execute(&mut *$c).await?;
            for rows in plan.written($at) {
                sqlx::query($c.say(&appointments::INSERT)).bind(rows?).execute(&mut *$c).await?;
            }
        }
        plan.counts
    }};
}
pub(crate) use replace_appointments;

impl Store {
    /// Replaces appointments, compared by id; see [`AppointmentChange`].
    pub async fn replace_appointments(
        &self,
        targets: Option<&HashSet<Target>>,
        appointments: &[Appointment],
        at: Instant,
    ) -> Result<ImportCounts, StoreError> {
        let appointments = Some(AppointmentChange { targets, appointments });
        Ok(self.import(&Import { appointments, ..Import::at(at) }).await?.appointments)
    }

    /// Every appointment as it was known at an instant, past and future terms included, by id.
    pub async fn load_appointments_known(&self, known_at: Instant) -> Result<Vec<Appointment>, StoreError> {
        let rows: Vec<AppointmentRow> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&KNOWN_AT)).bind(known_at).fetch_all(c).await?))?;
        rows.into_iter().map(AppointmentRow::decode).collect()
    }

    /// Every appointment as known now, past and future terms included, by id.
    pub async fn load_appointments(&self) -> Result<Vec<Appointment>, StoreError> {
        let rows: Vec<AppointmentRow> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&RECORDED)).fetch_all(c).await?))?;
        rows.into_iter().map(AppointmentRow::decode).collect()
    }
}
