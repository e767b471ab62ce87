//! Importing a roster (责任表): zones and points that may still be undrawn, the units and persons on it, and who
//! heads what from a day on. A roster speaks for the heads of the areas it names; liaisons, departments and
//! areas that it leaves out stay as they are.

use super::import::{AreaReport, ImportError, draft, run_blocking, store_or_preview};
use super::import_plan::{AreaScope, plan_areas};
use crate::domain::duty::{Appointment, Party, PartyKind, Role, Target};
use crate::domain::grid::{Area, Level, Scheme};
use crate::domain::instant::{Instant, Validity};
use crate::exchange::Problem;
use crate::exchange::roster::{RosterLine, is_mobile};
use crate::ids::Ids;
use crate::store::{self, AppointmentChange, ImportCounts, PartyEntry, PartyPrivate, Store};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What an import of a roster asks for.
#[derive(Debug, Clone)]
pub struct RosterImport {
    pub lines: Vec<RosterLine>,
    /// Code or name of the community of lines that name none; the only community when absent.
    pub community: Option<String>,
    /// From when on the heads hold their posts.
    pub from: Instant,
    /// Treat every phone as the public one of the post; else mobiles are private (R11).
    pub public_phones: bool,
    pub at: Instant,
    pub dry_run: bool,
}

/// What the import did, or would do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RosterReport {
    pub areas: AreaReport,
    pub parties_added: usize,
    pub appointments: ImportCounts,
    /// Points on the roster that nobody heads.
    pub vacant: Vec<String>,
    /// Points in force in the same zones that the roster does not mention.
    pub unmentioned: Vec<String>,
}

/// Checks a roster against what is in force and stores it.
pub async fn import_roster(
    store: &Store,
    import: RosterImport,
    ids: &dyn Ids,
) -> Result<RosterReport, ImportError> {
    let base = store.newest_edition(Scheme::Duty).await?;
    let standing = if base > 0 { store.areas_of(Scheme::Duty, base).await? } else { Vec::new() };
    let mut places = Places::new(&standing);
    let heads = places.enter(&import)?;
    let unmentioned = places.unmentioned(&standing);
    let entered = places.entered;
    let (plan, _) =
        run_blocking(move || plan_areas(Scheme::Duty, standing, entered, &AreaScope::Additive)).await?;
    let (mut areas, publication) = draft(plan, base, "roster".to_owned(), import.at);
    let mut people = People::new(store.load_parties().await?);
    let before = store.load_appointments().await?;
    let (targets, appointments) = appoint(&import, &heads, &before, &mut people, ids);
    let named: HashSet<&str> = import
        .lines
        .iter()
        .filter(|line| line.head.is_some() || line.unit.is_some())
        .map(|l| l.point.as_str())
        .collect();
    let mut vacant: Vec<String> = import
        .lines
        .iter()
        .map(|l| l.point.clone())
        .filter(|point| !named.contains(point.as_str()))
        .collect();
    vacant.dedup();
    let added = |entry: &&PartyEntry| !people.known.contains_key(&entry.party.id);
    let parties_added = people.new.iter().filter(added).count();
    let appointments = AppointmentChange { targets: Some(&targets), appointments: &appointments };
    let write = store::Import {
        publication: publication.as_ref(),
        parties: &people.new,
        appointments: Some(appointments),
        ..store::Import::at(import.at)
    };
    let done = store_or_preview(store, &write, import.dry_run).await?;
    if let Some(number) = done.edition {
        areas.became(number);
    }
    Ok(RosterReport { areas, parties_added, appointments: done.appointments, vacant, unmentioned })
}

/// The zones and points that a roster names, as they would stand: those in force with what the roster says of their
/// ground, and new ones undrawn.
pub(super) fn roster_areas(
    standing: &[Area],
    lines: Vec<RosterLine>,
    community: Option<String>,
) -> Result<Vec<Area>, Vec<Problem>> {
    let never = Instant(0);
    let import =
        RosterImport { lines, community, from: never, public_phones: false, at: never, dry_run: true };
    let mut places = Places::new(standing);
    places.enter(&import)?;
    Ok(places.entered)
}

/// A post named by the roster.
struct Head<'a> {
    line: &'a RosterLine,
    role: Role,
    code: String,
    primary: bool,
}

/// Areas of the roster, matched with those in force by name or code under the same parent.
struct Places {
    /// (parent code or none, level, name or code) → code
    known: HashMap<(Option<String>, Level, String), String>,
    codes: HashSet<String>,
    by_code: HashMap<String, Area>,
    communities: Vec<(String, String)>,
    entered: Vec<Area>,
}

impl Places {
    fn new(standing: &[Area]) -> Self {
        let mut known = HashMap::new();
        for area in standing {
            for key in [&area.name, &area.code] {
                known
                    .entry((area.parent.clone(), area.level, key.clone()))
                    .or_insert_with(|| area.code.clone());
            }
        }
        Self {
            known,
            codes: standing.iter().map(|area| area.code.clone()).collect(),
            by_code: standing.iter().map(|area| (area.code.clone(), area.clone())).collect(),
            communities: standing
                .iter()
                .filter(|area| area.level == Level::Community)
                .map(|area| (area.code.clone(), area.name.clone()))
                .collect(),
            entered: Vec::new(),
        }
    }

    /// Enters every line's zone and point; gives the posts that the roster names.
    fn enter<'a>(&mut self, import: &'a RosterImport) -> Result<Vec<Head<'a>>, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut heads: Vec<Head<'a>> = Vec::new();
        let mut headed = HashSet::new();
        for line in &import.lines {
            let wanted = line.community.as_deref().or(import.community.as_deref());
            let community = match self.community(wanted) {
                Ok(code) => code,
                Err((zh, en)) => {
                    let place = format!("row {}", line.row);
                    let (zh, en) = (format!("第 {} 行：{zh}", line.row), format!("row {}: {en}", line.row));
                    problems.push(Problem::new("unknown_community", place, zh, en));
                    continue;
                }
            };
            let zone = self.area(community, Level::Zone, &line.zone, None);
            if line.zone_head.is_some() && headed.insert((Role::ZoneHead, zone.clone())) {
                heads.push(Head { line, role: Role::ZoneHead, code: zone.clone(), primary: true });
            }
            let point = self.area(Some(zone), Level::Point, &line.point, line.extent.as_deref());
            let primary = headed.insert((Role::PointHead, point.clone()));
            heads.push(Head { line, role: Role::PointHead, code: point, primary });
        }
        if problems.is_empty() { Ok(heads) } else { Err(problems) }
    }

    /// Code of the community meant; none where the database has no community at all.
    fn community(&self, wanted: Option<&str>) -> Result<Option<String>, (String, String)> {
        let names = || {
            let names: Vec<String> =
                self.communities.iter().map(|(code, name)| format!("{name} ({code})")).collect();
            names.join(", ")
        };
        match (wanted, self.communities.as_slice()) {
            (Some(wanted), communities) => communities
                .iter()
                .find(|(code, name)| code == wanted || name == wanted)
                .map(|(code, _)| Some(code.clone()))
                .ok_or_else(|| {
                    let names = names();
                    (
                        format!("没有社区「{wanted}」，现有：{names}"),
                        format!("there is no community “{wanted}”; known: {names}"),
                    )
                }),
            (None, []) => Ok(None),
            (None, [(code, _)]) => Ok(Some(code.clone())),
            (None, _) => {
                let names = names();
                Err((
                    format!("没有写明社区，请加「社区」列或用 --community 指定：{names}"),
                    format!("no community is named; add a column 社区 or use --community: {names}"),
                ))
            }
        }
    }

    /// The area of this name or code, entered anew where there is none.
    fn area(&mut self, parent: Option<String>, level: Level, text: &str, extent: Option<&str>) -> String {
        let key = (parent.clone(), level, text.to_owned());
        let code = match self.known.get(&key) {
            Some(code) => code.clone(),
            None => {
                let code = self.free_code(parent.as_deref(), text);
                self.known.insert(key, code.clone());
                self.codes.insert(code.clone());
                code
            }
        };
        let entered = self.entered.iter().position(|area| area.code == code);
        let index = entered.unwrap_or_else(|| {
            self.entered.push(self.by_code.get(&code).cloned().unwrap_or_else(|| Area {
                scheme: Scheme::Duty,
                level,
                code: code.clone(),
                name: text.to_owned(),
                parent,
                shape: None,
                extent: None,
            }));
            self.entered.len() - 1
        });
        if let Some(extent) = extent {
            self.entered[index].extent = Some(extent.to_owned());
        }
        code
    }

    /// The text itself where no area has it as code, else behind the parent's code, else numbered.
    fn free_code(&self, parent: Option<&str>, text: &str) -> String {
        let qualified = parent.map(|parent| format!("{parent}-{text}")).filter(|code| code.len() <= 64);
        let numbered = (2_u32..).map(|number| {
            let mut cut = text.len().min(56);
            while !text.is_char_boundary(cut) {
                cut -= 1;
            }
            format!("{}-{number}", &text[..cut])
        });
        std::iter::once(text.to_owned())
            .chain(qualified)
            .chain(numbered)
            .find(|code| !self.codes.contains(code))
            .unwrap_or_else(|| text.to_owned())
    }

    fn unmentioned(&self, standing: &[Area]) -> Vec<String> {
        let entered: HashSet<&str> = self.entered.iter().map(|area| area.code.as_str()).collect();
        let in_our_zones = |area: &&Area| {
            area.level == Level::Point
                && !entered.contains(area.code.as_str())
                && area.parent.as_deref().is_some_and(|parent| entered.contains(parent))
        };
        let mut left: Vec<String> =
            standing.iter().filter(in_our_zones).map(|area| area.code.clone()).collect();
        left.sort_unstable();
        left
    }
}

/// Parties by name; those that the roster brings anew are collected.
struct People {
    units: HashMap<String, Uuid>,
    /// (name, unit) → id
    persons: HashMap<(String, Option<Uuid>), Uuid>,
    known: HashMap<Uuid, Party>,
    new: Vec<PartyEntry>,
}

impl People {
    fn new(parties: Vec<Party>) -> Self {
        let mut people =
            Self { units: HashMap::new(), persons: HashMap::new(), known: HashMap::new(), new: Vec::new() };
        for party in parties {
            match party.kind {
                PartyKind::Person => people.persons.insert((party.name.clone(), party.unit), party.id),
                _ => people.units.insert(party.name.clone(), party.id),
            };
            people.known.insert(party.id, party);
        }
        people
    }

    fn unit(&mut self, name: &str, new_id: impl FnOnce() -> Uuid) -> Uuid {
        if let Some(id) = self.units.get(name) {
            return *id;
        }
        let party = Party {
            id: new_id(),
            kind: PartyKind::Unit,
            name: name.to_owned(),
            unit: None,
            department: None,
            public_name: true,
            has_phone: false,
        };
        self.units.insert(name.to_owned(), party.id);
        let id = party.id;
        self.new.push(PartyEntry { party, private: None });
        id
    }

    fn person(
        &mut self,
        name: &str,
        unit: Option<Uuid>,
        mobile: Option<&str>,
        new_id: impl FnOnce() -> Uuid,
    ) -> Uuid {
        let private =
            mobile.map(|mobile| PartyPrivate { mobile: Some(mobile.to_owned()), ..PartyPrivate::default() });
        let key = (name.to_owned(), unit);
        if let Some(id) = self.persons.get(&key) {
            let entered = self.new.iter_mut().find(|entry| entry.party.id == *id);
            match (entered, self.known.get(id)) {
                (Some(entry), _) => entry.private = entry.private.take().or(private),
                (None, Some(party)) if private.is_some() => {
                    self.new.push(PartyEntry { party: party.clone(), private });
                }
                _ => {}
            }
            return *id;
        }
        let party = Party {
            id: new_id(),
            kind: PartyKind::Person,
            name: name.to_owned(),
            unit,
            department: None,
            public_name: false,
            has_phone: mobile.is_some(),
        };
        let id = party.id;
        self.persons.insert(key, id);
        self.new.push(PartyEntry { party, private });
        id
    }
}

/// The appointments of every target that the roster speaks for: its heads, terms that end because of them, and
/// all others unchanged.
fn appoint(
    import: &RosterImport,
    heads: &[Head<'_>],
    before: &[Appointment],
    people: &mut People,
    ids: &dyn Ids,
) -> (HashSet<Target>, Vec<Appointment>) {
    let target = |code: &str| Target::Area { scheme: Scheme::Duty, code: code.to_owned() };
    let targets: HashSet<Target> = heads.iter().map(|head| target(&head.code)).collect();
    let spoken: HashSet<(Role, Target)> = heads.iter().map(|head| (head.role, target(&head.code))).collect();
    let mut wanted: Vec<Appointment> = Vec::new();
    for head in heads {
        let line = head.line;
        let new_id = || ids.id(import.at);
        let is_point = head.role == Role::PointHead;
        let name = if is_point { line.head.as_deref() } else { line.zone_head.as_deref() };
        let unit = line.unit.as_deref().filter(|_| is_point).map(|unit| people.unit(unit, new_id));
        let phone = line.phone.as_deref().filter(|_| is_point);
        let private = |phone: &&str| is_mobile(phone) && !import.public_phones;
        let person = name.map(|name| people.person(name, unit, phone.filter(private), new_id));
        if unit.is_none() && person.is_none() {
            continue;
        }
        wanted.push(Appointment {
            id: new_id(),
            role: head.role,
            target: target(&head.code),
            department: None,
            unit,
            person,
            title: line.title.clone().filter(|_| is_point),
            primary: head.primary,
            duty_phone: phone.filter(|phone| !private(phone)).map(str::to_owned),
            validity: Validity { from: import.from, until: None },
        });
    }
    let mut kept = Vec::new();
    for old in before.iter().filter(|old| targets.contains(&old.target)) {
        let in_force = old.validity.holds_at(import.from) || old.validity.from > import.from;
        if !(in_force && spoken.contains(&(old.role, old.target.clone()))) {
            kept.push(old.clone());
            continue;
        }
        let same = wanted.iter().position(|new| {
            Appointment { id: old.id, validity: old.validity, ..new.clone() } == *old
                && old.validity.until.is_none()
        });
        match same {
            // Who stays in office keeps the term that began earlier.
            Some(index) => {
                kept.push(Appointment { id: old.id, validity: old.validity, ..wanted.remove(index) })
            }
            None if old.validity.from < import.from => {
                let validity = Validity { until: Some(import.from), ..old.validity };
                kept.push(Appointment { validity, ..old.clone() });
            }
            // A term that would begin on the same day or later is replaced altogether.
            None => {}
        }
    }
    kept.append(&mut wanted);
    (targets, kept)
}
