//! The rule book: every rule checked and indexed by category when it is loaded.

use super::conflict::can_hold_together;
use super::departments::Departments;
use super::limits::Limits;
use super::rule::{Action, PostRule, Rule};
use super::specificity::{Specificity, rank};
use crate::domain::category::{Categories, Remedy};
use crate::domain::feature::Layer;
use std::collections::{HashMap, HashSet};
use thiserror::Error;

/// Why a set of rules cannot be used. Each names the rule or rules to look at.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RuleFault {
    #[error("two rules are called `{0}`")]
    Duplicate(String),
    #[error("rule `{rule}` names the unknown category `{category}`")]
    UnknownCategory { rule: String, category: String },
    #[error("rule `{rule}` names the unknown department `{department}`")]
    UnknownDepartment { rule: String, department: String },
    #[error("rule `{rule}` selects layer `{layer}`, which has no place in the order of precedence")]
    LayerWithoutPlace { rule: String, layer: &'static str },
    #[error("rule `{0}` selects a road as a feature; use `road` for the road side")]
    RoadAsFeature(String),
    #[error("rule `{0}` selects both a feature and a road side; one of them decides")]
    FeatureAndRoad(String),
    #[error("rule `{0}` lets a role on a feature act but selects no feature")]
    FeatureRoleWithoutFeature(String),
    #[error("rule `{rule}` gives an area role to `{role}`, which is no post on areas")]
    NotAnAreaRole { rule: String, role: &'static str },
    #[error("rule `{0}` has a distance that is negative or not finite")]
    Distance(String),
    #[error("rule `{0}` has a question with fewer than two options, or two with one code")]
    Options(String),
    #[error(
        "rules `{first}` and `{second}` are equally specific for `{category}`, can hold together and act differently"
    )]
    Conflict { first: String, second: String, category: String },
    #[error("no rule holds everywhere and for everything, so that a report could stay without an owner")]
    NoGeneralRule,
    #[error("enforcement category `{0}` has no rule that holds everywhere and names a department")]
    EnforcementWithoutDepartment(String),
}

impl RuleFault {
    /// The rule, or for the last two kinds the category, that the fault is about.
    pub fn entry(&self) -> String {
        match self {
            Self::Duplicate(rule)
            | Self::RoadAsFeature(rule)
            | Self::FeatureAndRoad(rule)
            | Self::FeatureRoleWithoutFeature(rule)
            | Self::Distance(rule)
            | Self::Options(rule)
            | Self::UnknownCategory { rule, .. }
            | Self::UnknownDepartment { rule, .. }
            | Self::LayerWithoutPlace { rule, .. }
            | Self::NotAnAreaRole { rule, .. } => rule.clone(),
            Self::Conflict { first, second, .. } => format!("{first}, {second}"),
            Self::NoGeneralRule => "*".to_owned(),
            Self::EnforcementWithoutDepartment(category) => category.clone(),
        }
    }
}

/// A rule seen from one of its categories.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub rule: u32,
    pub specificity: Specificity,
}

/// The rules with the departments and limits that routing attaches.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    list: Vec<Rule>,
    /// Entries by category slug; the empty slug holds the rules for every category.
    by_category: HashMap<String, Vec<Entry>>,
    departments: Departments,
    limits: Limits,
}

impl Rules {
    /// Checks names, shapes and conflicts, and reports every fault at once. Quadratic in the rules of one category.
    pub fn build(
        list: Vec<Rule>,
        departments: Departments,
        limits: Limits,
        categories: &Categories,
    ) -> Result<Self, Vec<RuleFault>> {
        let mut faults = Vec::new();
        let mut seen = HashSet::new();
        for rule in &list {
            if !seen.insert(rule.id.as_str()) {
                faults.push(RuleFault::Duplicate(rule.id.clone()));
            }
            check_shape(rule, categories, &departments, &mut faults);
        }
        let mut by_category: HashMap<String, Vec<Entry>> = HashMap::new();
        for (rule, i) in list.iter().zip(0..) {
            let all = [String::new()];
            let slugs = if rule.when.category.is_empty() { &all[..] } else { &rule.when.category[..] };
            for slug in slugs {
                let category = (!slug.is_empty()).then_some(slug.as_str());
                let specificity = Specificity::of(rule, category, categories);
                by_category.entry(slug.clone()).or_default().push(Entry { rule: i, specificity });
            }
        }
        let mut slugs: Vec<&String> = by_category.keys().collect();
        slugs.sort();
        for slug in slugs {
            let entries = &by_category[slug];
            for (n, a) in entries.iter().enumerate() {
                for b in &entries[n + 1..] {
                    let (first, second) = (&list[a.rule as usize], &list[b.rule as usize]);
                    if a.specificity == b.specificity
                        && first.then != second.then
                        && can_hold_together(&first.when, &second.when)
                    {
                        faults.push(RuleFault::Conflict {
                            first: first.id.clone(),
                            second: second.id.clone(),
                            category: if slug.is_empty() { "*".to_owned() } else { slug.clone() },
                        });
                    }
                }
            }
        }
        let rules = Self { list, by_category, departments, limits };
        if !rules.entries("").any(|(_, rule)| holds_everywhere(rule)) {
            faults.push(RuleFault::NoGeneralRule);
        }
        for category in categories.iter().filter(|c| c.remedy == Some(Remedy::Enforcement)) {
            let line = categories.ancestors(&category.slug);
            let covered = line
                .iter()
                .flat_map(|c| rules.entries(&c.slug))
                .any(|(_, rule)| holds_everywhere(rule) && rule.then.is_departmental());
            if !covered {
                faults.push(RuleFault::EnforcementWithoutDepartment(category.slug.clone()));
            }
        }
        if faults.is_empty() { Ok(rules) } else { Err(faults) }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.list.iter()
    }

    /// Whether any rule that may decide a category asks how often it was reported here. Callers count only then.
    pub fn counts_repeats(&self, category: &str, categories: &Categories) -> bool {
        let line = categories.ancestors(category);
        let own = line.iter().flat_map(|category| self.entries(&category.slug));
        own.chain(self.entries("")).any(|(_, rule)| rule.when.min_repeats.is_some())
    }

    pub fn departments(&self) -> &Departments {
        &self.departments
    }

    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// How far from the position a feature of a layer can still decide, metres: 0 when it must contain it, none
    /// when no rule looks at the layer. Callers look for features within the greatest of these.
    pub fn reach_m(&self, layer: Layer) -> Option<f64> {
        let selectors = self.list.iter().filter_map(|rule| rule.when.feature.as_ref());
        selectors.filter(|s| s.layer == layer).map(|s| s.within_m.unwrap_or(0.0)).reduce(f64::max)
    }

    /// The greatest [`Rules::reach_m`] of all layers, metres.
    pub fn greatest_reach_m(&self) -> f64 {
        Layer::ALL.iter().filter_map(|&layer| self.reach_m(layer)).fold(0.0, f64::max)
    }

    /// The rules that name exactly this category; the empty slug gives those for every category.
    pub(super) fn entries(&self, slug: &str) -> impl Iterator<Item = (Specificity, &Rule)> {
        let entries = self.by_category.get(slug).map_or(&[][..], |entries| &entries[..]);
        entries.iter().map(|entry| (entry.specificity, &self.list[entry.rule as usize]))
    }
}

impl Action {
    /// Whether a department acts, whatever the answer to the question.
    pub(super) fn is_departmental(&self) -> bool {
        let departmental = |post: &PostRule| matches!(post, PostRule::Department(_));
        let answers = self.question.iter().flat_map(|q| &q.options).filter_map(|o| o.actor.as_ref());
        departmental(&self.actor) && answers.into_iter().all(departmental)
    }

    fn posts(&self) -> impl Iterator<Item = &PostRule> {
        let answers = self.question.iter().flat_map(|q| &q.options).filter_map(|o| o.actor.as_ref());
        std::iter::once(&self.actor).chain(&self.copies).chain(&self.checker).chain(answers)
    }
}

fn holds_everywhere(rule: &Rule) -> bool {
    let when = &rule.when;
    when.feature.is_none()
        && when.road.is_none()
        && when.area.is_none()
        && when.hours.is_none()
        && when.min_repeats.is_none()
}

fn check_shape(rule: &Rule, categories: &Categories, departments: &Departments, faults: &mut Vec<RuleFault>) {
    let id = || rule.id.clone();
    for slug in rule.when.category.iter().filter(|slug| categories.get(slug).is_none()) {
        faults.push(RuleFault::UnknownCategory { rule: id(), category: slug.clone() });
    }
    if let Some(feature) = &rule.when.feature {
        if feature.layer == Layer::Road {
            faults.push(RuleFault::RoadAsFeature(id()));
        } else if rank(feature.layer).is_none() {
            faults.push(RuleFault::LayerWithoutPlace { rule: id(), layer: feature.layer.slug() });
        }
        if feature.within_m.is_some_and(|m| !m.is_finite() || m < 0.0) {
            faults.push(RuleFault::Distance(id()));
        }
        if rule.when.road.is_some() {
            faults.push(RuleFault::FeatureAndRoad(id()));
        }
    }
    let placed = rule.when.feature.is_some() || rule.when.road.is_some();
    for post in rule.then.posts() {
        match post {
            PostRule::Department(slug) if departments.get(slug).is_none() => {
                faults.push(RuleFault::UnknownDepartment { rule: id(), department: slug.clone() });
            }
            PostRule::FeatureRole(_) if !placed => faults.push(RuleFault::FeatureRoleWithoutFeature(id())),
            PostRule::AreaRole(role) if role.level().is_none() => {
                faults.push(RuleFault::NotAnAreaRole { rule: id(), role: role.slug() });
            }
            _ => {}
        }
    }
    let options = rule.then.question.iter().flat_map(|q| &q.options);
    let named = rule.then.department.iter().chain(options.filter_map(|o| o.department.as_ref()));
    for slug in named.filter(|slug| departments.get(slug).is_none()) {
        faults.push(RuleFault::UnknownDepartment { rule: id(), department: slug.clone() });
    }
    if let Some(question) = &rule.then.question {
        let codes: HashSet<&str> = question.options.iter().map(|o| o.code.as_str()).collect();
        if codes.len() < 2 || codes.len() != question.options.len() {
            faults.push(RuleFault::Options(id()));
        }
    }
}
