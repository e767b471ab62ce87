//! The check of a draft: the geometry check of the certificate, on the areas as they would stand, limited to the
//! draft's scope. What it finds bars publication unless rounding caused it (R7) or it stands already in the edition that
//! the draft is on: that is for the certificate to tell, not a reason to keep another change back.

use super::answer::*;
use super::as_of::blocking;
use super::draft::Standing;
use super::import_plan::is_fault;
use super::service::{Result, Service};
use crate::domain::grid::draft::diff;
use crate::domain::grid::{AreaSet, Fault, check, remainders};
use crate::domain::text::Words;
use std::collections::HashSet;
use std::sync::Arc;
use uuid::Uuid;

impl Service {
    pub async fn check_draft(&self, id: Uuid) -> Result<DraftCheck> {
        let standing = self.standing(id).await?;
        blocking(move || Ok(check_standing(&standing, &standing.tree()?))).await
    }
}

/// The check on the tree that `standing` gives.
pub(super) fn check_standing(standing: &Arc<Standing>, set: &AreaSet) -> DraftCheck {
    let scheme = standing.draft.scheme;
    let mut faults: Vec<DraftFault> = check(set, scheme)
        .iter()
        .filter(|fault| in_scope(standing, set, fault))
        .map(|fault| fault_answer(set, fault))
        .collect();
    if faults.iter().any(|fault| !fault.warning) {
        let before = found_before(standing);
        for fault in faults.iter_mut().filter(|fault| !fault.warning) {
            if before.contains(&mark(fault)) {
                fault.warning = true;
                fault.words.zh.push_str("（现行版本就有，不妨碍发布）");
                fault.words.en.push_str(" (stands already, does not bar publication)");
            }
        }
    }
    faults.extend(standing.conflicts.iter().map(|code| base_changed(standing, code)));
    let changed = !diff(&standing.before, &standing.after).is_empty();
    let (remainder_m2, remainder_share) = remainder(standing, set);
    DraftCheck {
        publishable: changed && faults.iter().all(|fault| fault.warning),
        faults,
        remainder_m2,
        remainder_share,
    }
}

/// Kind, place, width, ground and areas of a finding, by which the same one is known again.
type Mark = (&'static str, [u64; 2], Option<u64>, Option<u64>, Vec<String>);

fn mark(fault: &DraftFault) -> Mark {
    let bits = |number: Option<f64>| number.map(f64::to_bits);
    let place = fault.position.map(f64::to_bits);
    (fault.kind, place, bits(fault.width_m), bits(fault.area_m2), fault.areas.clone())
}

/// The findings in the areas that the draft changes; none where they are no tree.
fn found_before(standing: &Standing) -> HashSet<Mark> {
    let Ok(set) = AreaSet::build(standing.before.clone()) else { return HashSet::new() };
    check(&set, standing.draft.scheme).iter().map(|fault| mark(&fault_answer(&set, fault))).collect()
}

/// Whether a finding is the draft's business.
pub(super) fn in_scope(standing: &Standing, set: &AreaSet, fault: &Fault) -> bool {
    fault.areas.is_empty() || fault.areas.iter().any(|id| standing.covers(set, *id))
}

pub(super) fn fault_answer(set: &AreaSet, fault: &Fault) -> DraftFault {
    DraftFault {
        kind: fault.kind.slug(),
        level: fault.areas.iter().map(|id| set.area(*id).level).max().map(|level| level.slug()),
        position: fault.place.degrees(),
        width_m: fault.width_m,
        area_m2: fault.area_m2,
        areas: fault.areas.iter().map(|&id| set.area(id).code.clone()).collect(),
        warning: !is_fault(set, fault),
        words: fault.words.clone(),
    }
}

fn base_changed(standing: &Standing, code: &str) -> DraftFault {
    let area = standing.before.iter().find(|area| area.code == code);
    let shape = area.and_then(|area| area.shape.as_ref());
    DraftFault {
        kind: "base_changed",
        level: area.map(|area| area.level.slug()),
        position: shape.map_or([0.0, 0.0], |shape| shape.label_position().degrees()),
        width_m: None,
        area_m2: None,
        areas: vec![code.to_owned()],
        warning: false,
        words: base_changed_words(code),
    }
}

/// Others have published the same community since the draft was begun.
pub(super) fn base_changed_words(code: &str) -> Words {
    Words::new(
        format!("起草以后已有人发布了 {code} 的新版本，请在最新版本上重新起草"),
        format!("{code} was published anew since this draft was begun; begin again on the newest edition"),
    )
}

/// Ground of the scope that belongs to an area only because its children leave it, and its share of the scope.
fn remainder(standing: &Standing, set: &AreaSet) -> (f64, Option<f64>) {
    let scheme = standing.draft.scheme;
    let m2: f64 = remainders(set, scheme)
        .into_iter()
        .filter(|(id, _, _)| standing.covers(set, *id))
        .map(|(_, m2, _)| m2)
        // A sum of nothing is -0.0.
        .fold(0.0, |sum, m2| sum + m2);
    let whole: f64 = set
        .iter()
        .filter(|(id, area)| area.scheme == scheme && standing.covers(set, *id))
        // The topmost drawn areas of the scope: what lies below them is counted with them.
        .filter(|(id, _)| {
            !set.ancestors(*id)
                .skip(1)
                .any(|above| set.bounds(above).is_some() && standing.covers(set, above))
        })
        .filter_map(|(_, area)| Some(area.shape.as_ref()?.area_m2()))
        .sum();
    (libm::round(m2), (whole > 0.0).then(|| m2 / whole))
}
