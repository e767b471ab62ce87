//! Features with two times: `valid_*` says when a thing stood on the ground, `recorded_*` when we knew it that
//! way. A replaced row is ended, never deleted, so that an old decision can be understood.

use super::changes::{ChangeKind, Pending, log_changes};
use super::geometry::{geometry_from_wkb, geometry_to_wkb, hex};
use super::macros::{read, row, statements, write_tx};
use super::sql::Speaks;
use super::{Store, StoreError, json_list, json_rows};
use crate::domain::feature::{Feature, Layer};
use crate::domain::instant::{Instant, Validity};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::HashMap;
use uuid::Uuid;

statements! {
    VALID_AT {
        "SELECT id, layer, code, name, wkb, attributes, valid_from, valid_until FROM feature
         WHERE recorded_until IS NULL AND valid_from <= $1 AND (valid_until IS NULL OR valid_until > $1)
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
    Codes(Vec<String>),
}

impl FeatureScope {
    fn covers(&self, code: &str) -> bool {
        match self {
            Self::Layer => true,
            Self::Codes(codes) => codes.iter().any(|known| known == code),
        }
    }
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ImportCounts {
    pub added: usize,
    pub changed: usize,
    pub removed: usize,
    pub unchanged: usize,
}

impl Store {
    /// Replaces the features of a layer within `scope` by `features`, compared by code and start of validity.
    /// A changed feature keeps the id it had. `Unique` when two of them have one code and start.
    pub async fn replace_features(
        &self,
        layer: Layer,
        scope: &FeatureScope,
        features: &[Feature],
        at: Instant,
    ) -> Result<ImportCounts, StoreError> {
        let change = [Pending::of_site(ChangeKind::Features, layer.slug(), at)];
        write_tx!(self, |c| {
            let rows: Vec<FeatureRow> =
                sqlx::query_as(c.say(&RECORDED)).bind(layer).fetch_all(&mut *c).await?;
            let plan = Plan::new(rows, scope, features)?;
            if plan.ended.is_empty() && plan.written.is_empty() {
                return Ok(plan.counts);
            }
            sqlx::query(c.say(&END_ROWS)).bind(at).bind(json_list(&plan.ended)?).execute(&mut *c).await?;
            for batch in plan.written.chunks(BATCH) {
                let rows = batch.iter().map(|(id, feature)| new_row(*id, feature, at));
                let rows = json_rows(&rows.collect::<Result<Vec<_>, _>>()?)?;
                sqlx::query(c.say(&INSERT)).bind(rows).execute(&mut *c).await?;
            }
            log_changes!(c, &change);
            Ok(plan.counts)
        })
    }

    /// The features that stand at an instant, as known now, by layer and code.
    pub async fn load_features(&self, at: Instant) -> Result<Vec<Feature>, StoreError> {
        let rows: Vec<FeatureRow> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&VALID_AT)).bind(at).fetch_all(c).await?))?;
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

/// What has to be ended and written to get from the recorded features to the new ones.
struct Plan<'a> {
    ended: Vec<Uuid>,
    written: Vec<(Uuid, &'a Feature)>,
    counts: ImportCounts,
}

impl<'a> Plan<'a> {
    fn new(rows: Vec<FeatureRow>, scope: &FeatureScope, features: &'a [Feature]) -> Result<Self, StoreError> {
        let mut before: HashMap<(String, Instant), Feature> = HashMap::new();
        for row in rows.into_iter().filter(|row| scope.covers(&row.code)) {
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
                    plan.written.push((known.id, feature));
                    plan.counts.changed += 1;
                }
                None => {
                    plan.written.push((feature.id, feature));
                    plan.counts.added += 1;
                }
            }
        }
        plan.counts.removed = before.len();
        plan.ended.extend(before.into_values().map(|feature| feature.id));
        Ok(plan)
    }
}
