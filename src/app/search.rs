//! Search over areas, features and posts: by name, code, address and pinyin, whole or by initials.

use super::answer::*;
use super::layer::representative;
use super::posts::Posts;
use super::reference::Reference;
use super::service::{Result, Service};
use super::viewer::Viewer;
use crate::domain::duty::{PostState, Target};
use crate::domain::feature::{Feature, FeatureId, FeatureSet, Layer};
use crate::domain::glossary;
use crate::domain::grid::{Area, AreaId, AreaSet, Scheme};
use crate::domain::text::Words;
use crate::exchange::geometry_json;
use pinyin::ToPinyin;
use rayon::prelude::*;

/// One searchable thing.
struct Entry {
    kind: EntryKind,
    /// Lower-case texts that a query may hit: name, code, address.
    texts: Vec<String>,
    /// Full pinyin and initials of the name.
    pinyin: [String; 2],
}

enum EntryKind {
    Area(AreaId),
    Feature(FeatureId),
}

/// What is searched, built once per snapshot.
#[derive(Default)]
pub struct SearchIndex {
    entries: Vec<Entry>,
}

/// Queries longer than this are cut: nobody types them, and each is compared with every entry.
const MOST_CHARACTERS: usize = 64;

fn pinyin_of(name: &str) -> [String; 2] {
    let (mut full, mut initials) = (String::new(), String::new());
    for character in name.chars() {
        match character.to_pinyin() {
            Some(sound) => {
                // Keyboards have no ü; 绿 is typed "lv".
                full.push_str(&sound.plain().replace('ü', "v"));
                initials.extend(sound.plain().chars().next());
            }
            None if character.is_alphanumeric() => {
                full.extend(character.to_lowercase());
                initials.extend(character.to_lowercase());
            }
            None => {}
        }
    }
    [full, initials]
}

impl SearchIndex {
    pub fn build(areas: &AreaSet, features: &FeatureSet) -> Self {
        // What another scheme takes over unchanged, as the community above its cells, is listed once.
        let own = |(id, area): &(AreaId, &Area)| {
            let duty = areas.get(Scheme::Duty, &area.code);
            duty.is_none_or(|duty| duty == *id || areas.area(duty).level != area.level)
        };
        let listed: Vec<(AreaId, &Area)> = areas.iter().filter(own).collect();
        let mut entries: Vec<Entry> = listed.into_par_iter().map(area_entry).collect();
        entries.extend(features.iter().map(feature_entry));
        Self { entries }
    }
}

fn area_entry((id, area): (AreaId, &Area)) -> Entry {
    Entry {
        kind: EntryKind::Area(id),
        texts: vec![area.name.to_lowercase(), area.code.to_lowercase()],
        pinyin: pinyin_of(&area.name),
    }
}

fn feature_entry((id, feature): (FeatureId, &Feature)) -> Entry {
    let more = ["address", "shop"].into_iter().filter_map(|key| feature.text(key)).map(str::to_lowercase);
    Entry {
        kind: EntryKind::Feature(id),
        texts: [feature.name.to_lowercase(), feature.code.to_lowercase()].into_iter().chain(more).collect(),
        pinyin: pinyin_of(&feature.name),
    }
}

/// How well a text answers a query; 0 is not at all.
fn score(text: &str, query: &str) -> f64 {
    if text == query {
        100.0
    } else if text.starts_with(query) {
        80.0 - (text.chars().count() as f64).min(20.0) / 2.0
    } else if text.contains(query) {
        60.0 - (text.chars().count() as f64).min(20.0) / 2.0
    } else {
        0.0
    }
}

fn entry_score(entry: &Entry, query: &str) -> f64 {
    let text = entry.texts.iter().map(|text| score(text, query)).fold(0.0, f64::max);
    // Sounds are a guess at what is meant: any hit on the written name goes first.
    let sound = if query.is_ascii() {
        entry.pinyin.iter().map(|sound| score(sound, query) * 0.7).fold(0.0, f64::max)
    } else {
        0.0
    };
    text.max(sound)
}

/// Things people look for by name go before things that merely stand there.
fn weight(layer: Layer) -> f64 {
    match layer {
        Layer::Compound | Layer::Road | Layer::Market => 4.0,
        Layer::Site | Layer::VendingZone | Layer::ResidentGroup => 2.0,
        Layer::Frontage | Layer::FocusSpot => 1.0,
        Layer::Building | Layer::Facility => 0.0,
    }
}

impl Service {
    /// The best hits for what somebody typed; an empty query finds nothing. Cost: one comparison per name.
    pub fn search(&self, words: &str, limit: usize, viewer: &Viewer) -> Result<SearchResults> {
        let reference = self.reference();
        let query: String = words.trim().to_lowercase().chars().take(MOST_CHARACTERS).collect();
        if query.is_empty() {
            return Ok(SearchResults { results: Vec::new() });
        }
        let mut results: Vec<SearchHit> = Vec::new();
        for entry in &reference.search().entries {
            let found = entry_score(entry, &query);
            if found > 0.0 {
                results.push(hit(&reference, entry, found));
            }
        }
        results.extend(self.posts_found(&reference, &query, viewer));
        results.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.code.cmp(&b.code)));
        results.truncate(limit.clamp(1, 50));
        Ok(SearchResults { results })
    }

    /// Posts whose holder or unit is named so. Names of persons are searched only for who may see them.
    fn posts_found(&self, reference: &Reference, query: &str, viewer: &Viewer) -> Vec<SearchHit> {
        let posts = Posts { reference, viewer };
        let now = self.now();
        let in_force = reference.roster.appointments().iter().filter(|post| post.validity.holds_at(now));
        in_force
            .filter(|post| post.state() != PostState::Vacant)
            .filter_map(|post| {
                let names =
                    [post.person, post.unit].into_iter().flatten().filter_map(|id| posts.party(id)?.name);
                let found = names
                    .map(|name| {
                        let sounds = pinyin_of(&name);
                        let sound = sounds.iter().map(|sound| score(sound, query) * 0.6).fold(0.0, f64::max);
                        score(&name.to_lowercase(), query).max(if query.is_ascii() { sound } else { 0.0 })
                    })
                    .fold(0.0, f64::max);
                let Target::Area { scheme, code } = &post.target else { return None };
                let id = reference.areas.get(*scheme, code)?;
                (found > 0.0).then(|| {
                    let rendered = posts.appointment(post);
                    let area = reference.area_ref(id);
                    SearchHit {
                        kind: "post",
                        layer: None,
                        level: Some(area.level),
                        code: area.code,
                        name: rendered.label.zh.clone(),
                        detail: Words::new(area.name.clone(), area.name),
                        position: position_of(reference, id),
                        bounds: reference.areas.bounds(id).map(geometry_json::bounds),
                        score: found - 5.0,
                    }
                })
            })
            .collect()
    }
}

fn position_of(reference: &Reference, id: AreaId) -> Option<[f64; 2]> {
    let shape = reference.areas.area(id).shape.as_ref()?;
    (!shape.is_empty()).then(|| shape.label_position().degrees())
}

fn hit(reference: &Reference, entry: &Entry, score: f64) -> SearchHit {
    match entry.kind {
        EntryKind::Area(id) => {
            let area = reference.areas.area(id);
            let level = glossary::term(area.level.slug());
            let above = reference.areas.parent(id).map(|id| reference.areas.area(id).name.clone());
            let detail = match (area.scheme, above) {
                (Scheme::Duty, Some(above)) => {
                    Words::new(format!("{} · {above}", level.zh), format!("{} · {above}", level.en))
                }
                (Scheme::Duty, None) => level,
                (other, _) => glossary::term(other.slug()),
            };
            let home = if area.scheme == Scheme::Duty { 6.0 } else { -10.0 };
            SearchHit {
                kind: "area",
                layer: None,
                level: Some(area.level.slug()),
                code: area.code.clone(),
                name: area.name.clone(),
                detail,
                position: position_of(reference, id),
                bounds: reference.areas.bounds(id).map(geometry_json::bounds),
                score: score + home,
            }
        }
        EntryKind::Feature(id) => {
            let feature = reference.features.feature(id);
            let layer = glossary::term(feature.layer.slug());
            let more = feature
                .management_type()
                .map(|kind| glossary::term(kind.slug()))
                .or_else(|| feature.text("address").map(|address| Words::new(address, address)));
            let detail = match more {
                Some(more) => {
                    Words::new(format!("{} · {}", layer.zh, more.zh), format!("{} · {}", layer.en, more.en))
                }
                None => layer,
            };
            SearchHit {
                kind: "feature",
                layer: Some(feature.layer.slug()),
                level: None,
                code: feature.code.clone(),
                name: feature.name.clone(),
                detail,
                position: representative(&feature.geometry).map(|p| p.degrees()),
                bounds: feature.geometry.bounds().map(geometry_json::bounds),
                score: score + weight(feature.layer),
            }
        }
    }
}
