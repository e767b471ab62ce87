//! The demo's campaigns with phases around the day that it begins with, and the patrols of the last days: made by those who
//! hold the posts, here and there not often enough.

use super::load::{CALLER, SEED};
use super::random::Random;
use crate::app::layer::representative;
use crate::app::reference::Reference;
use crate::app::service::{Result, Service};
use crate::domain::campaign::{Asked, Campaign, Every, Patrol, PatrolPlace, Phase};
use crate::domain::duty::{Appointment, Role, Target};
use crate::domain::feature::Layer;
use crate::domain::grid::{AreaId, Level, Scheme};
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use crate::ids::{Ids, SeededIds};
use crate::store::{AuditEntry, CampaignRow, NewPatrol};
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;

/// Days before the first one of the demo on which patrols were made.
const DAYS: i32 = 15;
/// Days from the first one of the demo on which a phase begins and ends; no end for one that goes on.
type Dated = (&'static str, i64, Option<i64>);
/// One phase of 创文 is in force, the next ones are known; 创卫 has ended one and begins another soon.
const CIVILISED: &[Dated] = &[
    ("self_check", -76, Some(-19)),
    ("rectification", -18, Some(16)),
    ("inspection", 17, Some(31)),
    ("consolidation", 32, None),
];
const HYGIENIC: &[Dated] =
    &[("self_check", -76, Some(-31)), ("strengthening", 20, Some(110)), ("lasting", 111, None)];
/// Of so many places one is gone to carelessly.
const CARELESS: usize = 4;

/// What the phase in force asks for, beside what it is shipped with.
fn asked_in_force() -> Vec<Patrol> {
    let patrol = |place, role, times, every, checks: &[&str], note: Option<(&str, &str)>| Patrol {
        place,
        role,
        times,
        every,
        checks: checks.iter().map(|&check| check.to_owned()).collect(),
        note: note.map(|(zh, en)| Words::new(zh, en)),
    };
    vec![
        patrol(
            PatrolPlace::Level(Level::Point),
            Role::PointHead,
            1,
            Every::Day,
            &[],
            Some(("逐条复查整改问题", "look again at what was to be put right")),
        ),
        patrol(
            PatrolPlace::Level(Level::Zone),
            Role::ZoneHead,
            1,
            Every::Week,
            &[],
            Some(("片长带队巡查", "the zone head goes along")),
        ),
        patrol(
            PatrolPlace::Layer(Layer::FocusSpot),
            Role::GroupLiaison,
            2,
            Every::Week,
            &["hygiene_corner", "rubbish"],
            None,
        ),
        patrol(
            PatrolPlace::Layer(Layer::Market),
            Role::PointHead,
            1,
            Every::Week,
            &["market_hygiene", "vending"],
            None,
        ),
    ]
}

impl Service {
    /// Dates the campaigns and takes down the patrols of a demo that has none.
    pub(super) async fn load_patrols(&self, anchor: Instant) -> Result<()> {
        let ids = SeededIds::new(SEED.rotate_left(17));
        let today = self.zone().to_datetime(anchor.timestamp()).date();
        let written = self.store().campaigns().await?;
        for (slug, dated) in [("civilised_city", CIVILISED), ("hygienic_city", HYGIENIC)] {
            let shipped = self.rulebook().campaigns.get(slug).cloned();
            let Some(campaign) = shipped.filter(|_| written.iter().all(|row| row.slug != slug)) else {
                continue;
            };
            let row = CampaignRow {
                slug: slug.to_owned(),
                version: 1,
                body: dated_campaign(campaign, dated, today),
                recorded_at: anchor,
                actor: CALLER.to_owned(),
            };
            let audit = AuditEntry {
                home_code: "-".into(),
                id: ids.id(anchor),
                at: anchor,
                actor: CALLER.into(),
                action: "campaign_changed".into(),
                subject: slug.into(),
                detail: json!({"version": 1}),
            };
            self.store().put_campaign(&row, &audit).await?;
        }
        self.reload().await?;
        if self.store().has_patrols().await? {
            return Ok(());
        }
        let patrols = made(&self.reference(), &ids, today);
        Ok(self.store().insert_patrols(&patrols).await?)
    }
}

fn dated_campaign(mut campaign: Campaign, dated: &[Dated], today: Date) -> Campaign {
    let day = |days: i64| today.saturating_add(days.days());
    for (slug, first, last) in dated {
        let Some(phase) = campaign.phases.iter_mut().find(|phase| phase.slug == *slug) else { continue };
        phase.first_day = Some(day(*first));
        phase.last_day = last.map(day);
        phase.source = format!("{}（演示：日期和巡查频次为虚构）", phase.source);
        let is_in_force = |phase: &Phase| phase.holds_on(today);
        if is_in_force(phase) {
            phase.patrols = asked_in_force();
        }
    }
    campaign
}

/// Places of a patrol with the finest area of each.
fn places(reference: &Reference, place: PatrolPlace) -> Vec<(Option<Layer>, String, AreaId)> {
    match place {
        PatrolPlace::Level(level) => {
            let areas = reference.areas.of_level(Scheme::Duty, level);
            areas.map(|id| (None, reference.areas.area(id).code.clone(), id)).collect()
        }
        PatrolPlace::Layer(layer) => {
            let features = reference.features.of_layer(layer).iter();
            let placed = features.filter_map(|id| {
                let feature = reference.features.feature(*id);
                let at = representative(&feature.geometry)?;
                let area = reference.areas.containing(Scheme::Duty, at)?;
                Some((Some(layer), feature.code.clone(), area))
            });
            placed.collect()
        }
    }
}

/// Whoever holds the post that a patrol is asked of.
fn holder(reference: &Reference, role: Role, area: AreaId, at: Instant) -> Option<&Appointment> {
    let mut targets = reference.areas.ancestors(area).map(|id| -> Target { reference.target(id) });
    let post = targets.find_map(|target| reference.roster.post(&target, role, at));
    post.filter(|post| post.person.is_some())
}

fn made(reference: &Reference, ids: &SeededIds, today: Date) -> Vec<NewPatrol> {
    let mut random = Random::for_part(SEED, "patrols");
    let mut patrols = Vec::new();
    let first = today.saturating_sub(DAYS.days());
    for day in (0..DAYS).map(|n| first.saturating_add(n.days())) {
        for asked in reference.campaigns.patrols_on(day) {
            for (n, (layer, code, area)) in places(reference, asked.patrol.place).into_iter().enumerate() {
                let chance = daily(&asked) * if n % CARELESS == CARELESS - 1 { 0.4 } else { 1.0 };
                let goes = random.chance(chance);
                let (hour, minute) = (8 + random.below(9), random.below(60));
                let clean = random.chance(0.6);
                let skips = random.chance(0.15);
                if !goes {
                    continue;
                }
                let at = day.at(hour as i8, minute as i8, 0, 0).to_zoned_datetime(reference.zone.clone());
                let Some(at) = at.ok().map(|at| Instant(at.timestamp().as_microsecond())) else { continue };
                let Some(post) = holder(reference, asked.patrol.role, area, at) else { continue };
                let home = reference.ancestor_at(area, Level::Community);
                let mut checks = asked.patrol.checks.clone();
                if skips {
                    checks.pop();
                }
                patrols.push(NewPatrol {
                    home_code: home.map_or_else(|| "-".into(), |id| reference.areas.area(id).code.clone()),
                    id: ids.id(at),
                    layer,
                    place: code,
                    role: Some(asked.patrol.role),
                    appointment: Some(post.id),
                    party: post.person,
                    account: None,
                    visited_at: at,
                    recorded_at: Instant(at.micros() + 5 * 60 * Instant::SECOND),
                    checks,
                    found_nothing: clean,
                    incidents: Vec::new(),
                    note: (!clean).then(|| "有零星垃圾，已当场捡拾".to_owned()),
                });
            }
        }
    }
    patrols
}

/// How likely a place is gone to on a day so that what is asked for is about reached.
fn daily(asked: &Asked) -> f64 {
    let days = match asked.patrol.every {
        Every::Day => return 0.99,
        Every::Week => 7.0,
        Every::Month => 30.0,
    };
    (2.2 * f64::from(asked.patrol.times) / days).min(0.99)
}
