//! Every vocabulary has its words.

use super::*;
use crate::domain::account::{AccountRole, Scope};
use crate::domain::assessment::{Found, Measure, SubjectKind};
use crate::domain::campaign::Every;
use crate::domain::case::edit::Aspect;
use crate::domain::case::{CaseRole, EventKind, Field, Need, RelationKind, SampleResult, State, Transition};
use crate::domain::category::{CODE_SETS, Confidence, Kind, Remedy};
use crate::domain::deadline::{DueStatus, LadderKind, Manner, Rung};
use crate::domain::duty::{PartyKind, Role};
use crate::domain::feature::road_side::Compass8;
use crate::domain::feature::{Layer, ManagementType, RoadClass, SideRule};
use crate::domain::grid::{Level, Scheme};
use crate::domain::photo::{DraftState, North, PhotoKind, PlacedBy};
use crate::domain::routing::LimitUnit;
use std::collections::HashSet;

#[test]
fn every_slug_of_every_vocabulary_has_a_term_in_its_group() {
    let mut slugs: Vec<(&str, &str)> = Vec::new();
    macro_rules! all {
        ($($group:literal => $vocabulary:ident),+ $(,)?) => {
            $(slugs.extend($vocabulary::ALL.iter().map(|value| ($group, value.slug())));)+
        };
    }
    all! {
        "level" => Level, "scheme" => Scheme, "layer" => Layer,
        "management_type" => ManagementType, "road_class" => RoadClass, "side_rule" => SideRule, "side" => Compass8,
        "party_kind" => PartyKind, "role" => Role, "kind" => Kind, "remedy" => Remedy,
        "confidence" => Confidence, "limit_unit" => LimitUnit, "state" => State, "event" => EventKind,
        "transition" => Transition, "case_role" => CaseRole, "account_role" => AccountRole, "scope" => Scope,
        "need" => Need, "field" => Field, "aspect" => Aspect, "sample_result" => SampleResult,
        "relation" => RelationKind,
        "photo_kind" => PhotoKind, "north" => North, "photo_draft_state" => DraftState, "placed_by" => PlacedBy,
        "due_status" => DueStatus, "ladder" => LadderKind,
        "rung" => Rung, "manner" => Manner,
        "every" => Every, "measure" => Measure, "subject" => SubjectKind, "found" => Found,
    }
    slugs.extend(CODE_SETS.iter().map(|set| ("code_set", set.slug)));
    slugs.extend(["filled", "person_pending", "vacant"].map(|slug| ("post_state", slug)));
    slugs.extend(["inside", "nearest", "outside"].map(|slug| ("outcome", slug)));
    slugs.extend(["compliant", "over_line", "over_time"].map(|slug| ("verdict", slug)));
    let missing: Vec<_> = slugs.iter().filter(|(group, slug)| label_in(group, slug).is_none()).collect();
    assert!(missing.is_empty(), "no term for {missing:?}");
}

#[test]
fn no_identifier_stands_twice_in_its_group_and_no_term_is_empty() {
    let mut seen = HashSet::new();
    for term in TERMS {
        assert!(seen.insert((term.group, term.identifier)), "{} {}", term.group, term.identifier);
        assert!(!term.zh.is_empty() && !term.en.is_empty());
    }
}

#[test]
fn a_shared_identifier_is_told_apart_by_its_group() {
    assert_eq!(label("scheme.unit").map(|term| term.zh), Some("单元网格"));
    assert_eq!(label("party_kind.unit").map(|term| term.zh), Some("单位"));
    assert_eq!(words("fire_rescue").zh, "fire_rescue");
}

#[test]
fn who_reports_has_a_word() {
    assert_eq!(label("resident").map(|term| term.zh), Some("居民"));
    assert_eq!(label("grid_worker").map(|term| term.zh), Some("网格员"));
}
