//! Plays the scenes through the service, each step at its own time on a clock that is set to it: what the demo shows has
//! come about as live cases do. Scenes that were played before are not played again, and half of one is gone on with.

use super::busiest::busiest;
use super::load::{CALLER, SEED};
use super::pictures;
use super::places::within;
use super::random::Random;
use super::scenes::{Ground, Move, SCENES, Scene, When, Who};
use crate::app::answer::{NewReport, ReportReply};
use crate::app::assign;
use crate::app::case::StepRequest;

use crate::app::place::Place;
use crate::app::query::IdempotencyKey;
use crate::app::reference::Reference;
use crate::app::service::{Result, Service};
use crate::app::viewer::{Identity, Viewer};
use crate::clock::MockClock;
use crate::domain::account::{AccountRole, Roles, from_posts};
use crate::domain::case::{EventKind, Transition};
use crate::domain::deadline::{CaseClock, WARNING};
use crate::domain::duty::{Appointment, Role, Target};
use crate::domain::geo::{Geometry, Position, Shape};
use crate::domain::grid::Scheme;
use crate::domain::instant::Instant;
use crate::domain::photo::PhotoKind;
use crate::domain::routing::Limit;
use crate::ids::SeededIds;
use crate::store::IncidentRow;
use jiff::civil::Time;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

const MINUTE: i64 = 60 * Instant::SECOND;
const HOUR: i64 = 60 * MINUTE;
/// Places that are tried until one is the ground's holder's: roads and shops in between are others'.
const TRIES: usize = 400;
/// How far back a time of filing is looked for.
const LOOK_BACK_DAYS: i64 = 60;
/// Times of day at which the desk files, in the order in which they are tried from the evening back.
const DESK: [Time; 4] = [
    jiff::civil::time(16, 30, 0, 0),
    jiff::civil::time(14, 40, 0, 0),
    jiff::civil::time(10, 0, 0, 0),
    jiff::civil::time(8, 30, 0, 0),
];
/// How long suspensions of the demo last: beyond the day that it is looked at.
const SUSPENDED_FOR: i64 = 60 * Instant::DAY;

/// The service on a clock of its own.
struct Stage {
    service: Arc<Service>,
    clock: Arc<MockClock>,
    ids: Arc<SeededIds>,
    anchor: Instant,
    /// The post that has each ground.
    grounds: HashMap<&'static str, Appointment>,
    /// Case and place of each scene that was played.
    played: HashMap<&'static str, (Uuid, Position)>,
}

impl Service {
    /// Plays all scenes, none of them at or after `anchor`.
    pub(super) async fn play_scenes(&self, anchor: Instant) -> Result<()> {
        let clock = Arc::new(MockClock::at(anchor));
        let ids = Arc::new(SeededIds::new(SEED));
        let store = self.store().clone();
        let service = Service::start(store, self.options().clone(), clock.clone(), ids.clone()).await?;
        let mut stage =
            Stage { service, clock, ids, anchor, grounds: HashMap::new(), played: HashMap::new() };
        let open = stage.service.open_cases().await?;
        for scene in SCENES {
            let reference = stage.service.reference();
            let found = scene.ground.post().and_then(|wanted| busiest(&reference, &open, wanted, anchor));
            stage.grounds.extend(found.map(|post| (scene.key, post.clone())));
        }
        for scene in SCENES {
            stage.play(scene).await?;
        }
        Ok(())
    }
}

impl Stage {
    async fn play(&mut self, scene: &'static Scene) -> Result<()> {
        let mut random = Random::for_part(SEED, scene.key);
        self.ids.restart(random.next_u64());
        self.clock.set(self.anchor);
        let reference = self.service.reference();
        let Some(setting) = self.set(&reference, scene, &mut random) else { return Ok(()) };
        self.clock.set(setting.reported_at);
        let id = match self.known(scene).await? {
            Some(id) => id,
            None => self.report(scene, &setting).await?,
        };
        self.played.insert(scene.key, (id, setting.position));
        let row = self.row(id).await?;
        if let Some(subject) = scene.photos.filter(|_| row.state.is_open()) {
            let picture = pictures::jpeg(subject, PhotoKind::Before, setting.place, &mut random);
            let (code, viewer) = (row.tracking_code.clone(), self.public());
            self.service.add_photo(id, PhotoKind::Before, picture, Some(&code), &viewer).await?;
        }
        let history = self.service.store().incident_events(id).await?;
        let own = |kind| !matches!(kind, EventKind::IncidentReported | EventKind::CaseEscalated);
        let taken = history.iter().filter(|event| own(event.kind)).count();
        let mut at = setting.reported_at;
        for (number, step) in scene.moves.iter().enumerate() {
            at = Instant(at.micros() + step.after_min * MINUTE);
            if at >= self.anchor {
                break;
            }
            if number >= taken {
                self.wait(id, at).await?;
                self.take(scene, step, (id, setting.place), &mut random).await?;
            }
        }
        self.wait(id, Instant(self.anchor.micros() - MINUTE)).await?;
        // Later scenes see this one.
        while self.service.follow().await? {}
        Ok(())
    }

    /// Lets the clock run; every rung of the ladders that the case reaches on the way is climbed at its time.
    async fn wait(&self, id: Uuid, until: Instant) -> Result<()> {
        let mut reached = None;
        while let Some(next) = self.row(id).await?.next_step_at.filter(|at| *at < until)
            && reached != Some(next)
        {
            self.clock.set(next.max(self.service.now()));
            self.service.escalate().await?;
            reached = Some(next);
        }
        self.clock.set(until);
        Ok(())
    }

    /// The case of a scene that was reported before.
    async fn known(&self, scene: &Scene) -> Result<Option<Uuid>> {
        let answer = self.service.store().idempotent_answer(CALLER, scene.key).await?;
        Ok(answer.and_then(|(_, response)| response["id"].as_str()?.parse().ok()))
    }

    async fn row(&self, id: Uuid) -> Result<IncidentRow> {
        let row = self.service.store().incident(id).await?;
        row.ok_or_else(|| super::load::damaged("scenes", "a case is not there"))
    }

    async fn report(&self, scene: &Scene, setting: &Setting) -> Result<Uuid> {
        let [lon, lat] = setting.position.degrees();
        let address = format!("{}{}", setting.ground, scene.spot);
        let report = NewReport {
            description: Some(scene.text.replace("{where}", &address)),
            address: Some(address),
            occurred_at: Some(Instant(setting.reported_at.micros() - 4 * MINUTE).to_rfc3339()),
            source: Some(scene.source.to_owned()),
            accuracy_m: Some(6.0),
            ..bare_report(lon, lat, scene.category)
        };
        let key = Some(IdempotencyKey(scene.key.to_owned()));
        match self.service.create_incident(report, key, &self.public()).await? {
            ReportReply::Created(created) => Ok(created.id),
            ReportReply::Replayed(_) => Err(super::load::damaged("scenes", "a key is used twice")),
        }
    }

    async fn take(
        &self,
        scene: &Scene,
        step: &Move,
        (id, place): (Uuid, u64),
        random: &mut Random,
    ) -> Result<()> {
        let row = self.row(id).await?;
        if step.does == Transition::Dispatch && row.assignment.actor.is_none() {
            return Ok(());
        }
        let reference = self.service.reference();
        let viewer = self.person(&reference, step.who, &row);
        let handling = matches!(step.does, Transition::Handle | Transition::HandleOnSite);
        if let Some(subject) = scene.photos.filter(|_| handling) {
            let picture = pictures::jpeg(subject, PhotoKind::After, place, random);
            self.service.add_photo(id, PhotoKind::After, picture, None, &viewer).await?;
        }
        let head = row.point_code.as_deref().and_then(|code| self.holder(&reference, Role::PointHead, code));
        let until = Instant(self.anchor.micros() + SUSPENDED_FOR).to_rfc3339();
        let joined = match scene.ground {
            Ground::Of(key) => self.played.get(key).map(|(id, _)| *id),
            _ => None,
        };
        let request = StepRequest {
            note: step.note.map(str::to_owned),
            helper: head.filter(|_| step.does == Transition::AskHelp).map(|post| post.id),
            merge_into: joined.filter(|_| step.does == Transition::Merge),
            until: Some(until).filter(|_| step.does == Transition::Suspend),
            result: Some("passed".to_owned()).filter(|_| step.does == Transition::Sample),
            checked: true,
            ..StepRequest::default()
        };
        self.service.take_step(id, row.version, step.does, request, &viewer).await?;
        Ok(())
    }

    fn public(&self) -> Viewer {
        Viewer { caller: CALLER.into(), ..Viewer::public() }
    }

    /// Who takes a step in a case, with his rights.
    fn person(&self, reference: &Reference, who: Who, row: &IncidentRow) -> Viewer {
        let of_area = |role, code: &Option<String>| self.holder(reference, role, code.as_deref()?)?.person;
        let office = of_area(Role::DirectlyResponsible, &row.community_code);
        let clerk = Roles::only(AccountRole::CommunityOffice);
        let (party, granted) = match who {
            Who::Public => return self.public(),
            Who::Clerk => (office, clerk),
            Who::Handler => (row.actor_person.or(row.actor_unit), Roles::NONE),
            Who::Finder => (of_area(Role::PointHead, &row.point_code), Roles::NONE),
            Who::Liaison => match of_area(Role::GroupLiaison, &row.point_code) {
                Some(liaison) => (Some(liaison), Roles::NONE),
                None => (office, clerk),
            },
            Who::Leader => match of_area(Role::ZoneHead, &row.zone_code) {
                Some(leader) => (Some(leader), Roles::NONE),
                None => (office, clerk),
            },
        };
        let now = self.service.now();
        let held = |post: &&Appointment| {
            let holder = post.person.or(post.unit);
            party.is_some() && holder == party && post.validity.holds_at(now)
        };
        let posts: Arc<[Appointment]> =
            reference.roster.appointments().iter().filter(held).cloned().collect();
        let roles = from_posts::roles(granted, posts.iter());
        let identity = Identity {
            account: party.unwrap_or_default(),
            login: CALLER.into(),
            name: CALLER.into(),
            party,
            session: None,
            scopes: None,
        };
        Viewer { caller: CALLER.into(), ..Viewer::signed_in(roles, identity, posts) }
    }

    /// The first post of a role on an area that a person holds.
    fn holder<'a>(&self, reference: &'a Reference, role: Role, code: &str) -> Option<&'a Appointment> {
        let target = Target::Area { scheme: Scheme::Duty, code: code.to_owned() };
        let mut posts = reference.roster.in_force(&target, self.service.now());
        posts.find(|post| post.role == role && post.person.is_some())
    }

    /// Where and when a scene takes place; none where its ground has no place for it.
    fn set(&self, reference: &Reference, scene: &Scene, random: &mut Random) -> Option<Setting> {
        let category = reference.rulebook.categories.get(scene.category)?;
        let routed = |position| {
            let place = Place::find(reference, position, None, self.service.options().tolerance_m);
            assign::assign(reference, &place, category, None, self.anchor, 0)
        };
        let (ground, position, limit) = match scene.ground {
            Ground::Of(key) => {
                let (_, position) = self.played.get(key)?;
                let key = SCENES.iter().find(|other| other.key == key)?.key;
                let (name, _) = ground_of(reference, self.grounds.get(key)?)?;
                (name, *position, routed(*position).limit)
            }
            _ => {
                let post = self.grounds.get(scene.key)?;
                let (name, shape) = ground_of(reference, post)?;
                let mut tries = (0..TRIES).filter_map(|_| {
                    let position = within(shape, random)?;
                    let found = routed(position);
                    let acts = found.actor.as_ref().and_then(|actor| actor.appointment) == Some(post.id);
                    (acts && found.question.is_none()).then_some((position, found.limit))
                });
                let (position, limit) = tries.next()?;
                (name, position, limit)
            }
        };
        let lead = scene.moves.first().map_or(0, |step| step.after_min) * MINUTE;
        let reported_at = match scene.when {
            When::Before(hours) => Instant(self.anchor.micros() - hours * HOUR),
            when => Instant(self.filed_at(reference, when, limit).micros() - lead),
        };
        Some(Setting { ground: ground.to_owned(), position, place: place_of(position), reported_at })
    }

    /// The latest time at the desk that makes a case stand so all through the day that begins at the anchor; without limit or
    /// calendar some days ago.
    fn filed_at(&self, reference: &Reference, when: When, limit: Option<Limit>) -> Instant {
        let (calendar, zone) = (&reference.rulebook.calendar, &reference.zone);
        let stands = |filed: Instant| {
            let clock = CaseClock { start: filed, limit, pauses: Vec::new(), stopped: None };
            let at = |share| clock.at_share(share, calendar, zone).ok().flatten();
            let (Some(warn), Some(due)) = (at(WARNING), at(100)) else { return false };
            let tomorrow = Instant(self.anchor.micros() + Instant::DAY);
            match when {
                When::OnTime => warn >= tomorrow,
                When::Warning => warn <= self.anchor && due >= tomorrow,
                When::Overdue | When::Before(_) => due.micros() < self.anchor.micros() - 20 * HOUR,
            }
        };
        let desk = |day: i64| {
            let date = zone.to_datetime(self.anchor.timestamp()).date();
            let date = date.checked_sub(jiff::Span::new().days(day)).ok();
            DESK.into_iter().filter_map(move |time| {
                let local = date?.to_datetime(time).to_zoned_datetime(zone.clone()).ok()?;
                Some(Instant(local.timestamp().as_microsecond()))
            })
        };
        let days = match when {
            When::OnTime => 1,
            When::Warning => 4,
            When::Overdue | When::Before(_) => 9,
        };
        let otherwise = Instant(self.anchor.micros() - days * Instant::DAY - 8 * HOUR);
        (1..=LOOK_BACK_DAYS).flat_map(desk).find(|filed| stands(*filed)).unwrap_or(otherwise)
    }
}

/// Where and when a scene takes place.
struct Setting {
    /// Name of the ground.
    ground: String,
    position: Position,
    /// What its pictures have in common.
    place: u64,
    reported_at: Instant,
}

/// Name and shape of what a post is for.
fn ground_of<'a>(reference: &'a Reference, post: &Appointment) -> Option<(&'a str, &'a Shape)> {
    match &post.target {
        Target::Area { scheme, code } => {
            let area = reference.areas.area(reference.areas.get(*scheme, code)?);
            Some((area.name.trim_end_matches("点位"), area.shape.as_ref()?))
        }
        Target::Feature { layer, code } => {
            let feature = reference.features.feature(reference.features.get(*layer, code)?);
            match &feature.geometry {
                Geometry::Area(shape) => Some((feature.name.as_str(), shape)),
                _ => None,
            }
        }
    }
}

/// A number for a place.
fn place_of(position: Position) -> u64 {
    u64::from(position.lon.unsigned_abs()) << 32 | u64::from(position.lat.unsigned_abs())
}

fn bare_report(lon: f64, lat: f64, category: &str) -> NewReport {
    NewReport {
        lon,
        lat,
        datum: None,
        accuracy_m: None,
        category: category.to_owned(),
        answer: None,
        description: None,
        address: None,
        occurred_at: None,
        source: None,
        external_ref: None,
        contact: None,
    }
}
