//! Drafts of editions (R6): a changeset applied to a base, what differs between two sets of areas, and whether a
//! changeset can be carried over to a newer base by machine because nobody else touched its communities.

use super::{Area, Level};
use crate::domain::vocabulary::vocabulary;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What a draft says of each code: the area as it shall be, or that it goes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changeset(pub BTreeMap<String, Option<Area>>);

vocabulary! {
    /// How an area differs between two sets.
    AreaChange {
        Added = "added",
        Removed = "removed",
        /// Its ground differs, perhaps its words as well.
        Reshaped = "reshaped",
        /// Only its words differ: name, extent, parent or level.
        Renamed = "renamed",
    }
}

impl Changeset {
    /// The areas of `base` after the change. Codes that are to go and are not there do no harm. O(n).
    pub fn apply(&self, base: Vec<Area>) -> Vec<Area> {
        let mut areas = base;
        areas.retain(|area| !self.0.contains_key(&area.code));
        areas.extend(self.0.values().flatten().cloned());
        areas
    }

    /// Communities whose areas it changes, before or after; an area that lies in no community stands for itself.
    pub fn touched(&self, base: &[Area]) -> BTreeSet<String> {
        let before = by_code(base);
        let mut after = before.clone();
        for (code, area) in &self.0 {
            match area {
                Some(area) => after.insert(code, area),
                None => after.remove(code.as_str()),
            };
        }
        let codes: Vec<&str> = self.0.keys().map(String::as_str).collect();
        homes(&codes, &before).chain(homes(&codes, &after)).collect()
    }

    /// The changed codes that `scope`, codes of communities, does not cover, before or after; sorted. An empty scope
    /// covers everything.
    pub fn outside(&self, base: &[Area], scope: &[String]) -> Vec<String> {
        if scope.is_empty() {
            return Vec::new();
        }
        let before = by_code(base);
        let mut after = before.clone();
        after.extend(self.0.iter().filter_map(|(code, area)| Some((code.as_str(), area.as_ref()?))));
        let covered = |code: &str, areas: &HashMap<&str, &Area>| {
            !areas.contains_key(code) || upward(code, areas).any(|area| scope.contains(&area.code))
        };
        let left = self.0.keys().filter(|code| !(covered(code, &before) && covered(code, &after)));
        left.cloned().collect()
    }

    /// Communities that were changed both here and between `base` and `newest`, the newer edition; none means that
    /// the changeset holds on `newest` as well. `scope` claims its communities whether changed or not; without one the
    /// changeset claims what it touches.
    pub fn conflicts(&self, base: &[Area], newest: &[Area], scope: &[String]) -> BTreeSet<String> {
        let (old, new) = (by_code(base), by_code(newest));
        let changes = diff(base, newest);
        let codes: Vec<&str> = changes.iter().map(|(code, _)| code.as_str()).collect();
        let theirs: BTreeSet<String> = homes(&codes, &old).chain(homes(&codes, &new)).collect();
        let ours = if scope.is_empty() { self.touched(base) } else { scope.iter().cloned().collect() };
        ours.intersection(&theirs).cloned().collect()
    }
}

/// What differs, by code. O(n).
pub fn diff(before: &[Area], after: &[Area]) -> Vec<(String, AreaChange)> {
    let old = by_code(before);
    let new: HashSet<&str> = after.iter().map(|area| area.code.as_str()).collect();
    let mut changes: Vec<(String, AreaChange)> = after
        .iter()
        .filter_map(|area| {
            let change = match old.get(area.code.as_str()) {
                None => AreaChange::Added,
                Some(known) if known.shape != area.shape => AreaChange::Reshaped,
                Some(known) if *known != area => AreaChange::Renamed,
                Some(_) => return None,
            };
            Some((area.code.clone(), change))
        })
        .collect();
    let gone = before.iter().filter(|area| !new.contains(area.code.as_str()));
    changes.extend(gone.map(|area| (area.code.clone(), AreaChange::Removed)));
    changes.sort_unstable();
    changes
}

fn by_code(areas: &[Area]) -> HashMap<&str, &Area> {
    areas.iter().map(|area| (area.code.as_str(), area)).collect()
}

/// The area and those above it. Bounded, because parents that form a circle are only found when the tree is built.
fn upward<'a>(code: &str, areas: &HashMap<&str, &'a Area>) -> impl Iterator<Item = &'a Area> {
    let first = areas.get(code).copied();
    let levels = Level::ALL.len();
    std::iter::successors(first, |area| areas.get(area.parent.as_deref()?).copied()).take(levels + 1)
}

/// The community of each code that exists.
fn homes<'a>(codes: &'a [&str], areas: &'a HashMap<&str, &Area>) -> impl Iterator<Item = String> + 'a {
    codes.iter().filter(|code| areas.contains_key(*code)).map(|code| {
        let community = upward(code, areas).find(|area| area.level == Level::Community);
        community.map_or_else(|| (*code).to_owned(), |area| area.code.clone())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::geo::{Position, Shape};
    use crate::domain::grid::Scheme;

    fn area(level: Level, code: &str, parent: Option<&str>, x: i32) -> Area {
        let at = |x: i32, y: i32| Position::new(1_025_400_000 + x * 1000, 243_500_000 + y * 1000);
        Area {
            scheme: Scheme::Duty,
            level,
            code: code.into(),
            name: code.into(),
            parent: parent.map(Into::into),
            shape: Some(Shape::from_ring(&[at(x, 0), at(x + 1, 0), at(x + 1, 1), at(x, 1)])),
            extent: None,
        }
    }

    /// Two communities of one point each, under one street.
    fn base() -> Vec<Area> {
        vec![
            area(Level::Street, "S", None, 0),
            area(Level::Community, "C1", Some("S"), 1),
            area(Level::Point, "P1", Some("C1"), 2),
            area(Level::Community, "C2", Some("S"), 3),
            area(Level::Point, "P2", Some("C2"), 4),
        ]
    }

    fn set(changes: impl IntoIterator<Item = (&'static str, Option<Area>)>) -> Changeset {
        Changeset(changes.into_iter().map(|(code, area)| (code.to_owned(), area)).collect())
    }

    fn strings(codes: &[&str]) -> Vec<String> {
        codes.iter().map(|code| (*code).to_owned()).collect()
    }

    #[test]
    fn a_changeset_adds_replaces_and_removes_and_the_difference_tells_it() {
        let renamed = Area { name: "新名".into(), ..base()[1].clone() };
        let changes = set([
            ("P1", Some(area(Level::Point, "P1", Some("C1"), 9))),
            ("P2", None),
            ("P3", Some(area(Level::Point, "P3", Some("C2"), 4))),
            ("C1", Some(renamed)),
            ("nobody", None),
        ]);
        let after = changes.apply(base());
        let told: Vec<(String, &str)> =
            diff(&base(), &after).into_iter().map(|(code, change)| (code, change.slug())).collect();
        let expected = [("C1", "renamed"), ("P1", "reshaped"), ("P2", "removed"), ("P3", "added")];
        assert_eq!(told, expected.map(|(code, change)| (code.to_owned(), change)));
        assert_eq!(diff(&after, &after), []);
    }

    #[test]
    fn what_lies_outside_the_scope_before_or_after_is_told() {
        let to_the_other = Area { parent: Some("C2".into()), ..base()[2].clone() };
        let changes = set([("P1", Some(to_the_other)), ("S", None)]);
        assert_eq!(changes.outside(&base(), &strings(&["C1"])), ["P1", "S"]);
        assert_eq!(changes.outside(&base(), &strings(&["C1", "C2"])), ["S"]);
        assert_eq!(changes.outside(&base(), &[]), strings(&[]));
        let added = set([("P9", Some(area(Level::Point, "P9", Some("C1"), 7))), ("P1", None)]);
        assert_eq!(added.outside(&base(), &strings(&["C1"])), strings(&[]));
        assert_eq!(added.outside(&base(), &strings(&["C2"])), ["P1", "P9"]);
    }

    #[test]
    fn changes_of_other_communities_are_no_conflict_and_of_the_same_one_are() {
        let ours = set([("P1", Some(area(Level::Point, "P1", Some("C1"), 9)))]);
        let newest = set([("P2", None)]).apply(base());
        assert!(ours.conflicts(&base(), &newest, &strings(&["C1"])).is_empty());
        assert!(ours.conflicts(&base(), &newest, &[]).is_empty());
        let newest = set([("P7", Some(area(Level::Point, "P7", Some("C1"), 7)))]).apply(base());
        for scope in [strings(&["C1"]), strings(&[])] {
            assert_eq!(ours.conflicts(&base(), &newest, &scope), BTreeSet::from(["C1".to_owned()]));
        }
        let street = Area { name: "街".into(), ..base()[0].clone() };
        let both = set([("S", Some(street.clone()))]);
        let newest = set([("S", Some(Area { name: "街道".into(), ..street }))]).apply(base());
        assert_eq!(both.conflicts(&base(), &newest, &[]), BTreeSet::from(["S".to_owned()]));
    }

    #[test]
    fn parents_in_a_circle_end() {
        let mut areas = base();
        areas[0].parent = Some("P1".into());
        assert!(!set([("P1", None)]).touched(&areas).is_empty());
    }
}
