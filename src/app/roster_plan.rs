//! What a roster says, matched with what stands: zones and points by name or code under their parent, units and persons
//! by name, and the terms that begin and end because of it. Nothing is stored here.

use super::roster_import::RosterImport;
use crate::domain::duty::{Appointment, Party, PartyKind, Role, Target};
use crate::domain::grid::{Area, Level, Scheme};
use crate::domain::instant::Validity;
use crate::exchange::Problem;
use crate::exchange::roster::{RosterLine, is_mobile};
use crate::ids::Ids;
use crate::store::{PartyEntry, PartyPrivate};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Everything that a roster would write.
#[derive(Debug)]
pub(super) struct RosterPlan {
    /// The zones and points that it names, as they would stand: those that are there with what it says of their ground, new
    /// ones undrawn.
    pub areas: Vec<Area>,
    /// Points in the same zones that it does not mention.
    pub unmentioned: Vec<String>,
    /// Points that nobody heads.
    pub vacant: Vec<String>,
    pub parties: Vec<PartyEntry>,
    pub parties_added: usize,
    /// The targets that it speaks for, and all their appointments.
    pub targets: HashSet<Target>,
    pub appointments: Vec<Appointment>,
}

/// Matches a roster with the areas, parties and appointments that stand. Every row that cannot be placed is named.
pub(super) fn plan_roster(
    import: &RosterImport,
    standing: &[Area],
    parties: Vec<Party>,
    before: &[Appointment],
    ids: &dyn Ids,
) -> Result<RosterPlan, Vec<Problem>> {
    let mut places = Places::new(standing);
    let heads = places.enter(import)?;
    let mut people = People::new(parties);
    let (targets, appointments) = appoint(import, &heads, before, &mut people, ids);
    let headed = |line: &&RosterLine| line.head.is_some() || line.unit.is_some();
    let named: HashSet<&str> = import.lines.iter().filter(headed).map(|line| line.point.as_str()).collect();
    let points = import.lines.iter().map(|line| line.point.clone());
    let mut vacant: Vec<String> = points.filter(|point| !named.contains(point.as_str())).collect();
    vacant.dedup();
    let added = |entry: &&PartyEntry| !people.known.contains_key(&entry.party.id);
    let parties_added = people.new.iter().filter(added).count();
    let unmentioned = places.unmentioned(standing);
    Ok(RosterPlan {
        areas: places.entered,
        unmentioned,
        vacant,
        parties: people.new,
        parties_added,
        targets,
        appointments,
    })
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
    /// Code → place in `entered`.
    at: HashMap<String, usize>,
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
            at: HashMap::new(),
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
                    format!("没有写明社区，请加「社区」列，或另行指定所属社区：{names}"),
                    format!(
                        "no community is named; add a column 社区, or name the one that is meant: {names}"
                    ),
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
        let index = *self.at.entry(code.clone()).or_insert_with(|| {
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
