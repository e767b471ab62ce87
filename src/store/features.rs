//! Features with two times: `valid_*` says when a thing stood on the ground, `recorded_*` when we knew it that
//! way. A replaced row is ended, never deleted, so that an old decision can be understood.

use super::geometry::{geometry_from_wkb, geometry_to_wkb, hex};
use super::import::Import;
use super::macros::{read, row, statements};
use super::sql::Speaks;
use super::{Store, StoreError, json_rows};
use crate::domain::feature::{Feature, Layer};
use crate::domain::instant::{Instant, Validity};
use serde::Serialize;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

statements! {
    VALID_AT {
        "SELECT id, layer, code, name, wkb, attributes, valid_from, valid_until FROM feature
         WHERE recorded_until IS NULL AND valid_from <= $1 AND (valid_until IS NULL OR valid_until > $1)
         ORDER BY layer, code"
    }
    KNOWN_AT {
        "SELECT id, layer, code, name, wkb, attributes, valid_from, valid_until FROM feature
         WHERE recorded_from <= $2 AND (recorded_until IS NULL OR recorded_until > $2)
             AND valid_from <= $1 AND (valid_until IS NULL OR valid_until > $1)
         ORDER BY layer, code"
    }
    RECORDED {
        "SELECT id, layer, code, name, wkb, attributes, valid_from, valid_until FROM feature
         WHERE recorded_until IS NULL AND layer = $1"
    }
    END_ROWS {
        sqlite "UPDATE feature SET recorded_until = $1 WHERE recorded_until IS NULL
                AND id IN (SELECT unhex(value, '-') FROM jsonb_each($2))"
        postgres "UPDATE feature SET recorded_until = $1 WHERE recorded_until IS NULL
                  AND id IN (SELECT CAST(value AS uuid) FROM json_array_elements_text($2::json) AS ids(value))"
    }
    INSERT {
        insert "feature" {
            id id, layer plain, code plain, name plain, wkb bytes, attributes json, valid_from plain,
            valid_until plain, recorded_from plain,
        }
    }
}

const BATCH: usize = 2000;

row! {
    #[derive(Debug)]
    pub struct FeatureRow {
        pub id: Uuid,
        pub layer: Layer,
        pub code: String,
        pub name: String,
        pub wkb: Vec<u8>,
        pub attributes: Map<String, Value> as json,
        pub valid_from: Instant,
        pub valid_until: Option<Instant>,
    }
}

impl FeatureRow {
    fn decode(self) -> Result<Feature, StoreError> {
        Ok(Feature {
            id: self.id,
            layer: self.layer,
            code: self.code,
            name: self.name,
            geometry: geometry_from_wkb(&self.wkb)?,
            attributes: self.attributes,
            validity: Validity { from: self.valid_from, until: self.valid_until },
        })
    }
}

#[derive(Serialize)]
struct NewFeatureRow<'a> {
    id: Uuid,
    layer: Layer,
    code: &'a str,
    name: &'a str,
    wkb: String,
    attributes: &'a Map<String, Value>,
    valid_from: Instant,
    valid_until: Option<Instant>,
    recorded_from: Instant,
}

/// Which recorded features an import stands for; those missing from it are ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeatureScope {
    /// The whole layer.
    Layer,
    /// Only features with these codes.
    Codes(HashSet<String>),
}

impl FeatureScope {
    /// Whether a recorded feature with this code is among them.
    pub fn covers(&self, code: &str) -> bool {
        match self {
            Self::Layer => true,
            Self::Codes(codes) => codes.contains(code),
        }
    }
}

/// The features of a layer within `scope` become `features`.
#[derive(Debug, Clone, Copy)]
pub struct FeatureChange<'a> {
    pub layer: Layer,
    pub scope: &'a FeatureScope,
    pub features: &'a [Feature],
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ImportCounts {
    pub added: usize,
    pub changed: usize,
    pub removed: usize,
    pub unchanged: usize,
}

impl ImportCounts {
    /// Whether anything had to be written.
    pub fn is_change(&self) -> bool {
        self.added + self.changed + self.removed > 0
    }
}

/// The steps of a `FeatureChange` within a transaction; what it did.
macro_rules! replace_features {
    ($c:ident, $change:expr, $at:expr) => {{
        use $crate::store::features;
        let change: &features::FeatureChange<'_> = $change;
        let rows: Vec<features::FeatureRow> =
            sqlx::query_as($c.say(&features::RECORDED)).bind(change.layer).fetch_all(&mut *$c).await?;
        let plan = features::Plan::new(rows, change, $at)?;
        if !plan.is_empty() {
            let ended = $crate::store::json_list(&plan.ended)?;
            sqlx::query($c.say(&features::END_ROWS)).bind($at).bind(ended).execute(&mut *$c).await?;
            for rows in plan.written($at) {
                sqlx::query($c.say(&features::INSERT)).bind(rows?).execute(&mut *$c).await?;
            }
        }
        plan.counts
    }};
}
pub(crate) use replace_features;

impl Store {
    /// Replaces the features of a layer within `scope` by `features`, compared by code and start of validity. What a
    /// feature was until `at` stays on record as its past; the changed one keeps the id. `Unique` when two of them have one code and start.
    pub async fn replace_features(
        &self,
        layer: Layer,
        scope: &FeatureScope,
        features: &[Feature],
        at: Instant,
    ) -> Result<ImportCounts, StoreError> {
        let change = [FeatureChange { layer, scope, features }];
        let imported = self.import(&Import { features: &change, ..Import::at(at) }).await?;
        Ok(imported.features.first().copied().unwrap_or_default())
    }

    /// The features that stand at an instant, as known now, by layer and code.
    pub async fn load_features(&self, at: Instant) -> Result<Vec<Feature>, StoreError> {
        let rows: Vec<FeatureRow> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&VALID_AT)).bind(at).fetch_all(c).await?))?;
        rows.into_iter().map(FeatureRow::decode).collect()
    }
}

impl Store {
    /// The features that stand at `at`, as they were known at `known_at`, by layer and code.
    pub async fn load_features_known(
        &self,
        at: Instant,
        known_at: Instant,
    ) -> Result<Vec<Feature>, StoreError> {
        let rows: Vec<FeatureRow> = read!(self, |c| Ok(sqlx::query_as(c.say(&KNOWN_AT))
            .bind(at)
            .bind(known_at)
            .fetch_all(c)
            .await?))?;
        rows.into_iter().map(FeatureRow::decode).collect()
    }
}

fn new_row(id: Uuid, feature: &Feature, at: Instant) -> Result<NewFeatureRow<'_>, StoreError> {
    Ok(NewFeatureRow {
        id,
        layer: feature.layer,
        code: &feature.code,
        name: &feature.name,
        wkb: hex(&geometry_to_wkb(&feature.geometry)?),
        attributes: &feature.attributes,
        valid_from: feature.validity.from,
        valid_until: feature.validity.until,
        recorded_from: at,
    })
}

/// The past of a feature that goes on has an id of its own: one id is recorded once at a time. The same change gives the
/// same id; the bits that tell a UUID's version stay.
fn past_id(id: Uuid, at: Instant) -> Uuid {
    let mut bytes = id.into_bytes();
    for (byte, more) in bytes.iter_mut().zip(&at.micros().to_be_bytes()[2..]) {
        *byte ^= more;
    }
    Uuid::from_bytes(bytes)
}

fn until(known: Feature, at: Instant) -> Feature {
    Feature { validity: Validity { until: Some(at), ..known.validity }, ..known }
}

/// What has to be ended and written to get from the recorded features to the new ones.
pub(crate) struct Plan<'a> {
    pub ended: Vec<Uuid>,
    written: Vec<(Uuid, Cow<'a, Feature>)>,
    pub counts: ImportCounts,
}

impl<'a> Plan<'a> {
    /// What stood until `at` and is changed or left out stays in the past as it was; what was only to come is replaced.
    pub fn new(rows: Vec<FeatureRow>, change: &FeatureChange<'a>, at: Instant) -> Result<Self, StoreError> {
        let FeatureChange { scope, features, .. } = *change;
        let mut before: HashMap<(String, Instant), Feature> = HashMap::new();
        let past = |row: &FeatureRow| row.valid_until.is_some_and(|until| until <= at);
        for row in rows.into_iter().filter(|row| scope.covers(&row.code) && !past(row)) {
            let feature = row.decode()?;
            before.insert((feature.code.clone(), feature.validity.from), feature);
        }
        let mut plan = Self { ended: Vec::new(), written: Vec::new(), counts: ImportCounts::default() };
        for feature in features {
            match before.remove(&(feature.code.clone(), feature.validity.from)) {
                Some(known) if known == (Feature { id: known.id, ..feature.clone() }) => {
                    plan.counts.unchanged += 1;
                }
                Some(known) => {
                    plan.ended.push(known.id);
                    plan.counts.changed += 1;
                    let id = known.id;
                    if known.validity == feature.validity && known.validity.from < at {
                        let now = Validity { from: at, ..feature.validity };
                        plan.written.push((id, Cow::Owned(Feature { validity: now, ..feature.clone() })));
                        plan.written.push((past_id(id, at), Cow::Owned(until(known, at))));
                    } else {
                        plan.written.push((id, Cow::Borrowed(feature)));
                    }
                }
                None => {
                    plan.written.push((feature.id, Cow::Borrowed(feature)));
                    plan.counts.added += 1;
                }
            }
        }
        plan.counts.removed = before.len();
        for known in before.into_values() {
            plan.ended.push(known.id);
            if known.validity.from < at {
                plan.written.push((known.id, Cow::Owned(until(known, at))));
            }
        }
        Ok(plan)
    }

    pub fn is_empty(&self) -> bool {
        self.ended.is_empty() && self.written.is_empty()
    }

    /// The rows to write as JSON for `INSERT`, some thousands each.
    pub fn written(&self, at: Instant) -> impl Iterator<Item = Result<String, StoreError>> {
        self.written.chunks(BATCH).map(move |batch| {
            let rows = batch.iter().map(|(id, feature)| new_row(*id, feature, at));
            json_rows(&rows.collect::<Result<Vec<_>, _>>()?)
        })
    }
}
