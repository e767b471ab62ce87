//! All campaigns of a site, and what is in force on a day.

use super::{Campaign, CampaignFault, Phase};
use crate::domain::category::Categories;
use crate::domain::routing::{PhaseTier, Tier};
use jiff::civil::Date;
use std::collections::HashSet;

/// A campaign in its phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce<'a> {
    pub campaign: &'a Campaign,
    pub phase: &'a Phase,
}

/// Campaigns in the order of the file, those that a site added last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Campaigns {
    list: Vec<Campaign>,
}

impl Campaigns {
    /// Checks and reports every fault at once.
    pub fn build(
        list: Vec<Campaign>,
        tiers: &[Tier],
        categories: &Categories,
    ) -> Result<Self, Vec<CampaignFault>> {
        let mut faults: Vec<CampaignFault> =
            list.iter().flat_map(|campaign| campaign.faults(tiers, categories)).collect();
        let mut slugs = HashSet::new();
        let twice = list.iter().filter(|campaign| !slugs.insert(&campaign.slug));
        faults.extend(twice.map(|campaign| CampaignFault::Twice(campaign.slug.clone())));
        if faults.is_empty() { Ok(Self { list }) } else { Err(faults) }
    }

    /// The same with another text of one campaign, or with a new one.
    #[must_use]
    pub fn with(&self, campaign: Campaign) -> Self {
        let mut list = self.list.clone();
        match list.iter_mut().find(|known| known.slug == campaign.slug) {
            Some(known) => *known = campaign,
            None => list.push(campaign),
        }
        Self { list }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Campaign> {
        self.list.iter()
    }

    pub fn get(&self, slug: &str) -> Option<&Campaign> {
        self.list.iter().find(|campaign| campaign.slug == slug)
    }

    /// Every campaign that is in a phase on a day.
    pub fn in_force(&self, day: Date) -> impl Iterator<Item = InForce<'_>> {
        self.list
            .iter()
            .filter_map(move |campaign| campaign.phase_on(day).map(|phase| InForce { campaign, phase }))
    }

    /// The tiers of limits that the phases of a day set, for routing.
    pub fn tiers_on(&self, day: Date) -> Vec<PhaseTier<'_>> {
        self.in_force(day)
            .filter_map(|found| {
                let tier = found.phase.tier.as_deref()?;
                Some(PhaseTier { tier, campaign: &found.campaign.name, phase: &found.phase.name })
            })
            .collect()
    }
}

impl Campaign {
    /// Every fault of this campaign by itself.
    pub fn faults(&self, tiers: &[Tier], categories: &Categories) -> Vec<CampaignFault> {
        let mut faults = Vec::new();
        let own = || self.slug.clone();
        let mut named = |slug: &String, name: &crate::domain::text::Words, source: &str| {
            if !is_slug(slug) {
                faults.push(CampaignFault::Slug(own(), slug.clone()));
            }
            if name.zh.trim().is_empty() || name.en.trim().is_empty() {
                faults.push(CampaignFault::NoName(own(), slug.clone()));
            }
            if source.trim().is_empty() {
                faults.push(CampaignFault::NoSource(own(), slug.clone()));
            }
        };
        named(&self.slug, &self.name, &self.source);
        self.phases.iter().for_each(|phase| named(&phase.slug, &phase.name, &phase.source));
        let mut seen = HashSet::new();
        for phase in &self.phases {
            let part = || phase.slug.clone();
            if !seen.insert(&phase.slug) {
                faults.push(CampaignFault::PhaseTwice(own(), part()));
            }
            match (phase.first_day, phase.last_day) {
                (None, Some(_)) => faults.push(CampaignFault::EndAlone(own(), part())),
                (Some(first), Some(last)) if last < first => {
                    faults.push(CampaignFault::Backwards(own(), part()));
                }
                _ => {}
            }
            if let Some(tier) = phase.tier.as_ref().filter(|tier| tiers.iter().all(|t| t.slug != **tier)) {
                faults.push(CampaignFault::UnknownTier(own(), part(), tier.clone()));
            }
            if phase.patrols.iter().any(|patrol| patrol.times == 0) {
                faults.push(CampaignFault::NoVisits(own(), part()));
            }
            let checks = phase.patrols.iter().flat_map(|patrol| &patrol.checks);
            let strangers = checks.filter(|category| categories.get(category).is_none());
            faults.extend(strangers.map(|c| CampaignFault::UnknownCategory(own(), part(), c.clone())));
        }
        faults.extend(self.overlaps());
        let mut begins = HashSet::new();
        for set in &self.weights {
            let part = set.handbook_year.to_string();
            if !begins.insert(set.from) {
                faults.push(CampaignFault::WeightsTwice(own(), set.from.to_string()));
            }
            if set.source.trim().is_empty() || set.categories.iter().any(|w| w.source.trim().is_empty()) {
                faults.push(CampaignFault::NoSource(own(), part.clone()));
            }
            let mut seen = HashSet::new();
            for weight in &set.categories {
                if categories.get(&weight.category).is_none() {
                    let category = weight.category.clone();
                    faults.push(CampaignFault::UnknownCategory(own(), part.clone(), category));
                }
                if !seen.insert(&weight.category) {
                    let category = weight.category.clone();
                    faults.push(CampaignFault::CategoryTwice(own(), part.clone(), category));
                }
            }
        }
        faults
    }

    /// Phases that share days, each pair of neighbours once.
    fn overlaps(&self) -> Vec<CampaignFault> {
        let mut dated: Vec<(Date, Option<Date>, &str)> = self
            .phases
            .iter()
            .filter_map(|phase| Some((phase.first_day?, phase.last_day, phase.slug.as_str())))
            .collect();
        dated.sort_unstable();
        let shared = dated.windows(2).filter(|pair| pair[0].1.is_none_or(|last| last >= pair[1].0));
        shared
            .map(|pair| CampaignFault::Overlap(self.slug.clone(), pair[0].2.to_owned(), pair[1].2.to_owned()))
            .collect()
    }
}

fn is_slug(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    !text.is_empty() && text.len() <= 64 && text.chars().all(plain)
}
