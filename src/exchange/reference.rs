//! Reads the reference files of `geodata/reference` (roles, categories, ticket words, departments, rules, limits,
//! holidays, the policy of cases, ladders of escalation, formulas of assessment, campaigns) from bytes and checks them
//! against each other. Every fault names file, entry and problem, and all are reported at once, so that a city that edits
//! them sees the whole list.

mod holidays;
mod roles;
#[cfg(test)]
mod tests;

use crate::domain::assessment::{Formula, FormulaFault, Formulas};
use crate::domain::campaign::{Campaign, Campaigns};
use crate::domain::case::{CasePolicies, PolicyEntry};
use crate::domain::category::{Categories, Category, Kind};
use crate::domain::deadline::escalation::LadderFault;
use crate::domain::deadline::{Calendar, Ladder, Ladders};
use crate::domain::place_text::{HIDING, TicketWords, WordEntry};
use crate::domain::routing::{CategoryLimit, Department, Departments, Limits, Rule, Rules, Tier};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use thiserror::Error;

pub use roles::RoleEntry;

/// Names of the files, in the order in which they are read.
pub const FILES: [&str; 11] = [
    "roles.json",
    "categories.json",
    "ticket_words.json",
    "departments.json",
    "limits.json",
    "rules.json",
    "holidays.json",
    "lifecycle.json",
    "escalation.json",
    "assessment.json",
    "campaigns.json",
];

/// The files as bytes, embedded or read from a folder.
#[derive(Debug, Clone, Copy)]
pub struct ReferenceFiles<'a> {
    pub roles: &'a [u8],
    pub categories: &'a [u8],
    pub ticket_words: &'a [u8],
    pub departments: &'a [u8],
    pub limits: &'a [u8],
    pub rules: &'a [u8],
    pub holidays: &'a [u8],
    pub lifecycle: &'a [u8],
    pub escalation: &'a [u8],
    pub assessment: &'a [u8],
    pub campaigns: &'a [u8],
}

/// What the files say, checked.
#[derive(Debug, Clone)]
pub struct Reference {
    pub roles: Vec<RoleEntry>,
    pub categories: Categories,
    /// Words by which texts speak of the categories.
    pub ticket_words: Arc<TicketWords>,
    /// With the departments and limits that they attach.
    pub rules: Rules,
    pub calendar: Calendar,
    /// Years that the file marks as not yet published.
    pub unknown_years: Vec<i16>,
    /// How cases of each category run.
    pub policies: CasePolicies,
    pub ladders: Ladders,
    /// How places, units and departments are scored.
    pub formulas: Formulas,
    /// As the files have them; a site dates their phases in its database.
    pub campaigns: Arc<Campaigns>,
}

/// One fault of one file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}, {entry}: {problem}")]
pub struct ReferenceError {
    pub file: &'static str,
    /// Slug, id or position of the entry; `file` for the file as a whole.
    pub entry: String,
    pub problem: String,
}

/// The common shape: a word about the file, then its entries.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    #[serde(rename = "about")]
    _about: String,
    entries: Vec<Value>,
    /// Only `holidays.json` has them.
    #[serde(default)]
    hours: Option<Value>,
    /// Only `limits.json` has them.
    #[serde(default)]
    tiers: Option<Vec<Value>>,
}

/// Reads and checks all files. Pure: nothing is read from disk here.
pub fn load(files: &ReferenceFiles) -> Result<Reference, Vec<ReferenceError>> {
    let mut faults = Vec::new();
    let roles = roles::read(files.roles, &mut faults);
    let categories = read_categories(files.categories, &mut faults);
    let words: Vec<WordEntry> = entries("ticket_words.json", files.ticket_words, "category", &mut faults);
    let departments: Vec<Department> = entries("departments.json", files.departments, "slug", &mut faults);
    let (limits, tiers) = read_limits(files.limits, &mut faults);
    let rules: Vec<Rule> = entries("rules.json", files.rules, "id", &mut faults);
    let (calendar, unknown_years) = holidays::read(files.holidays, &mut faults);
    // Cross checks against a broken tree would only repeat its faults under other names.
    let Some(categories) = categories else { return Err(faults) };
    check_departments(&departments, &categories, &mut faults);
    let limits = Limits::build(limits, tiers, &categories).unwrap_or_else(|list| {
        faults.extend(list.iter().map(|f| fault_in("limits.json", f.entry().to_owned(), f.to_string())));
        Limits::default()
    });
    let campaigns = read_campaigns(files.campaigns, limits.tiers(), &categories, &mut faults);
    check_words(&words, &categories, &mut faults);
    let ticket_words = Arc::new(TicketWords::build(&categories, &words));
    let policies = read_policies(files.lifecycle, &categories, &mut faults);
    let ladders = read_ladders(files.escalation, &mut faults);
    let formulas = read_formulas(files.assessment, &categories, &campaigns, &mut faults);
    let built = Rules::build(rules, Departments::new(departments), limits, &categories);
    let rules = built.map_err(|list| {
        let told = |fault: &crate::domain::routing::RuleFault| {
            fault_in("rules.json", fault.entry(), fault.to_string())
        };
        faults.extend(list.iter().map(told));
    });
    match (rules, calendar, policies, ladders) {
        (Ok(rules), Some(calendar), Some(policies), Some(ladders)) if faults.is_empty() => Ok(Reference {
            roles,
            categories,
            ticket_words,
            rules,
            calendar,
            unknown_years,
            policies,
            ladders,
            formulas,
            campaigns,
        }),
        _ => Err(faults),
    }
}

/// Reads the files from a folder, for a site that replaces the built-in ones.
pub fn load_folder(folder: &Path) -> Result<Reference, Vec<ReferenceError>> {
    let mut faults = Vec::new();
    let mut bytes = FILES.map(|file| {
        std::fs::read(folder.join(file)).unwrap_or_else(|error| {
            faults.push(fault_in(file, "file".to_owned(), error.to_string()));
            Vec::new()
        })
    });
    if !faults.is_empty() {
        return Err(faults);
    }
    let [
        roles,
        categories,
        ticket_words,
        departments,
        limits,
        rules,
        holidays,
        lifecycle,
        escalation,
        assessment,
        campaigns,
    ] = bytes.each_mut().map(|file| &*file);
    load(&ReferenceFiles {
        roles,
        categories,
        ticket_words,
        departments,
        limits,
        rules,
        holidays,
        lifecycle,
        escalation,
        assessment,
        campaigns,
    })
}

fn read_limits(bytes: &[u8], faults: &mut Vec<ReferenceError>) -> (Vec<CategoryLimit>, Vec<Tier>) {
    const FILE: &str = "limits.json";
    let Some(sheet) = sheet(FILE, bytes, faults) else { return (Vec::new(), Vec::new()) };
    if sheet.hours.is_some() {
        faults.push(fault_in(FILE, "file".to_owned(), "unknown field `hours`".to_owned()));
    }
    let tiers = each(FILE, sheet.tiers.unwrap_or_default(), "slug", faults);
    (each(FILE, sheet.entries, "category", faults), tiers)
}

fn read_categories(bytes: &[u8], faults: &mut Vec<ReferenceError>) -> Option<Categories> {
    let before = faults.len();
    let list: Vec<Category> = entries("categories.json", bytes, "slug", faults);
    match Categories::build(list) {
        Ok(categories) => (faults.len() == before).then_some(categories),
        Err(list) => {
            let told = list.iter().map(|f| fault_in("categories.json", f.entry().to_owned(), f.to_string()));
            faults.extend(told);
            None
        }
    }
}

/// None when there is a fault; a broken entry is not left out silently.
fn read_policies(
    bytes: &[u8],
    categories: &Categories,
    faults: &mut Vec<ReferenceError>,
) -> Option<CasePolicies> {
    const FILE: &str = "lifecycle.json";
    let list: Vec<PolicyEntry> = entries(FILE, bytes, "category", faults);
    let built = CasePolicies::build(list, categories);
    built
        .map_err(|list| {
            faults.extend(list.iter().map(|f| fault_in(FILE, f.entry().to_owned(), f.to_string())));
        })
        .ok()
}

fn read_ladders(bytes: &[u8], faults: &mut Vec<ReferenceError>) -> Option<Ladders> {
    const FILE: &str = "escalation.json";
    let before = faults.len();
    let list: Vec<Ladder> = entries(FILE, bytes, "ladder", faults);
    if faults.len() > before {
        // A ladder that cannot be read would only be told to be missing as well.
        return None;
    }
    let built = Ladders::build(list);
    built
        .map_err(|list| {
            let entry = |fault: &LadderFault| fault.ladder().slug().to_owned();
            faults.extend(list.iter().map(|fault| fault_in(FILE, entry(fault), fault.to_string())));
        })
        .ok()
}

fn read_campaigns(
    bytes: &[u8],
    tiers: &[Tier],
    categories: &Categories,
    faults: &mut Vec<ReferenceError>,
) -> Arc<Campaigns> {
    const FILE: &str = "campaigns.json";
    let list: Vec<Campaign> = entries(FILE, bytes, "slug", faults);
    Arc::new(Campaigns::build(list, tiers, categories).unwrap_or_else(|list| {
        faults.extend(list.iter().map(|f| fault_in(FILE, f.entry().to_owned(), f.to_string())));
        Campaigns::default()
    }))
}

fn read_formulas(
    bytes: &[u8],
    categories: &Categories,
    campaigns: &Campaigns,
    faults: &mut Vec<ReferenceError>,
) -> Formulas {
    const FILE: &str = "assessment.json";
    let list: Vec<Formula> = entries(FILE, bytes, "slug", faults);
    for formula in &list {
        let stranger = formula.campaign.as_ref().filter(|campaign| campaigns.get(campaign).is_none());
        faults.extend(stranger.map(|campaign| {
            let fault = FormulaFault::UnknownCampaign(formula.slug.clone(), campaign.clone());
            fault_in(FILE, formula.slug.clone(), fault.to_string())
        }));
    }
    Formulas::build(list, categories).unwrap_or_else(|list| {
        faults.extend(list.iter().map(|f| fault_in(FILE, f.entry().to_owned(), f.to_string())));
        Formulas::default()
    })
}

fn check_departments(list: &[Department], categories: &Categories, faults: &mut Vec<ReferenceError>) {
    let mut slugs = HashSet::new();
    let mut claimed = HashSet::new();
    for department in list {
        let mut fault = |problem| faults.push(fault_in("departments.json", department.slug.clone(), problem));
        if !slugs.insert(&department.slug) {
            fault("listed twice".to_owned());
        }
        for category in &department.concerns {
            if categories.get(category).is_none() {
                fault(format!("concerns the unknown category `{category}`"));
            }
            if !claimed.insert(category) {
                fault(format!("category `{category}` is claimed by another department too"));
            }
        }
    }
}

fn check_words(list: &[WordEntry], categories: &Categories, faults: &mut Vec<ReferenceError>) {
    let sets: HashSet<&str> = list.iter().filter_map(|entry| entry.set.as_deref()).collect();
    let mut named = HashSet::new();
    for entry in list {
        let own = entry.category.as_deref().or(entry.set.as_deref()).unwrap_or("an entry");
        let mut fault = |problem: String| faults.push(fault_in("ticket_words.json", own.to_owned(), problem));
        match (&entry.category, &entry.set) {
            (Some(category), None) => match categories.get(category) {
                None => fault("unknown category".to_owned()),
                Some(category) if category.kind != Kind::Incident => {
                    fault("not a category of incidents".to_owned());
                }
                Some(_) => {}
            },
            (None, Some(_)) => {}
            _ => fault("one of `category` and `set` is needed, and not both".to_owned()),
        }
        if !named.insert((entry.category.is_some(), own)) {
            fault("listed twice".to_owned());
        }
        let unknown = |slug: &&String| categories.get(slug).is_none_or(|own| own.kind != Kind::Incident);
        for slug in entry.over.iter().filter(unknown) {
            fault(format!("`over` names `{slug}`, which is no category of incidents"));
        }
        for word in entry.objects.iter().filter(|word| word.contains('…')) {
            fault(format!("the object `{word}` is of two pieces"));
        }
        for word in entry.faults.iter().filter(|word| word.split('…').nth(2).is_some()) {
            fault(format!("the fault `{word}` is of more than two pieces"));
        }
        for word in entry.all_words() {
            if word.split('…').any(|part| part.trim().is_empty()) {
                fault(format!("`{word}` is empty, or begins or ends with `…`"));
            }
            for set in WordEntry::sets(word) {
                let nested = entry.set.is_some();
                if nested || set == HIDING || !sets.contains(set) {
                    fault(format!("`{word}` refers to `{set}`, which is no set that it may refer to"));
                }
            }
        }
    }
}

fn fault_in(file: &'static str, entry: String, problem: String) -> ReferenceError {
    ReferenceError { file, entry, problem }
}

fn sheet(file: &'static str, bytes: &[u8], faults: &mut Vec<ReferenceError>) -> Option<Sheet> {
    let read = serde_json::from_slice::<Sheet>(bytes);
    read.map_err(|error| faults.push(fault_in(file, "file".to_owned(), error.to_string()))).ok()
}

/// Every entry that can be read; the others become faults named by `key`, or by position when that is missing.
fn entries<T: DeserializeOwned>(
    file: &'static str,
    bytes: &[u8],
    key: &str,
    faults: &mut Vec<ReferenceError>,
) -> Vec<T> {
    let Some(sheet) = sheet(file, bytes, faults) else { return Vec::new() };
    for (name, there) in [("hours", sheet.hours.is_some()), ("tiers", sheet.tiers.is_some())] {
        if there {
            faults.push(fault_in(file, "file".to_owned(), format!("unknown field `{name}`")));
        }
    }
    each(file, sheet.entries, key, faults)
}

fn each<T: DeserializeOwned>(
    file: &'static str,
    list: Vec<Value>,
    key: &str,
    faults: &mut Vec<ReferenceError>,
) -> Vec<T> {
    let mut read = Vec::with_capacity(list.len());
    for (place, value) in list.into_iter().enumerate() {
        let named =
            value.as_object().and_then(|map: &Map<String, Value>| map.get(key)).map(|name| match name {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            });
        match serde_json::from_value(value) {
            Ok(entry) => read.push(entry),
            Err(error) => {
                let entry = named.unwrap_or_else(|| format!("entry {}", place + 1));
                faults.push(fault_in(file, entry, error.to_string()));
            }
        }
    }
    read
}
