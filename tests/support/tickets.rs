//! Invented tickets about the demo community with what is expected of each, and the measure of how many are read right.

use serde::Deserialize;
use std::fmt::Write;
use wangge::domain::feature::{Compass8, FeatureId, FeatureSet, Layer};
use wangge::domain::geo::{Geometry, Plane, Position, distance_m};
use wangge::domain::grid::{AreaSet, Scheme};
use wangge::domain::place_text::{Gazetteer, Ground, TicketWords, categories_in, places_in};

/// One ticket of `tests/data/tickets.json`; its README says what the fields mean.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticket {
    pub id: String,
    pub channel: String,
    pub text: String,
    pub place: Option<Expected>,
    pub tolerance_m: f64,
    pub category: String,
    /// A second category that a clerk may just as well choose.
    pub or_category: Option<String>,
    /// Only a question can decide the place.
    #[serde(default)]
    pub ask: bool,
    pub number: Option<String>,
    pub caller: Option<String>,
    pub phone: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// `layer/code`.
    feature: Option<String>,
    area: Option<String>,
    crossing: Option<[String; 2]>,
    road: Option<String>,
    /// Roads at which a piece of `road` begins and ends.
    from: Option<String>,
    to: Option<String>,
    lonlat: Option<[f64; 2]>,
    /// Metres in a direction, over the ground or along a road.
    toward: Option<Compass8>,
    metres: Option<f64>,
    along: Option<String>,
    side: Option<Compass8>,
}

/// The ground of the demo that answers are compared with. Roads are looked up by name and measured here without the code
/// under test.
struct Truth<'a> {
    areas: &'a AreaSet,
    features: &'a FeatureSet,
}

fn vector(compass: Compass8) -> [f64; 2] {
    let angle = f64::from(compass as u8) * std::f64::consts::FRAC_PI_4;
    [angle.sin(), angle.cos()]
}

impl Truth<'_> {
    fn road(&self, name: &str) -> FeatureId {
        let mut roads = self.features.of_layer(Layer::Road).iter().copied();
        roads.find(|&id| self.features.feature(id).name == name).unwrap_or_else(|| panic!("no road {name}"))
    }

    fn axis(&self, name: &str) -> Vec<Position> {
        self.features.feature(self.road(name)).axis().expect("the demo's roads have axes")
    }

    /// Points of the axis every metre.
    fn fine(&self, name: &str) -> Vec<Position> {
        let line = self.axis(name);
        let mut points = Vec::new();
        for pair in line.windows(2) {
            let plane = Plane::at(pair[0]);
            let [x, y] = plane.to_xy(pair[1]);
            let steps = x.hypot(y).ceil().max(1.0);
            points.extend((0..steps as usize).map(|step| {
                let share = step as f64 / steps;
                plane.from_xy([x * share, y * share])
            }));
        }
        points.extend(line.last());
        points
    }

    fn crossing(&self, a: &str, b: &str) -> Position {
        let (first, second) = (self.fine(a), self.fine(b));
        let pairs = first.iter().flat_map(|p| second.iter().map(move |q| (*p, *q)));
        let (p, q) =
            pairs.min_by(|x, y| distance_m(x.0, x.1).total_cmp(&distance_m(y.0, y.1))).expect("axes");
        let plane = Plane::at(p);
        let [x, y] = plane.to_xy(q);
        plane.from_xy([x / 2.0, y / 2.0])
    }

    /// Along a road from a place, the way that goes most in a direction.
    fn walk(&self, road: &str, from: Position, toward: Compass8, metres: f64) -> Position {
        let points = self.fine(road);
        let at = (0..points.len())
            .min_by(|&i, &j| distance_m(points[i], from).total_cmp(&distance_m(points[j], from)))
            .expect("points");
        let [dx, dy] = vector(toward);
        let ahead = points[(at + 10).min(points.len() - 1)];
        let behind = points[at.saturating_sub(10)];
        let [x, y] = Plane::at(behind).to_xy(ahead);
        let (mut place, mut left) = (at, metres);
        let forward = x * dx + y * dy >= 0.0;
        while left > 0.0 {
            let next = if forward { (place + 1).min(points.len() - 1) } else { place.saturating_sub(1) };
            if next == place {
                break;
            }
            left -= distance_m(points[place], points[next]);
            place = next;
        }
        points[place]
    }

    fn geometry(&self, expected: &Expected) -> Geometry {
        let moved = |p: Position| match (expected.toward, expected.metres) {
            (Some(toward), Some(metres)) => match &expected.along {
                Some(road) => self.walk(road, p, toward, metres),
                None => {
                    let [dx, dy] = vector(toward);
                    Plane::at(p).from_xy([dx * metres, dy * metres])
                }
            },
            _ => p,
        };
        if let Some([lon, lat]) = expected.lonlat {
            return Geometry::Point(Position::from_degrees(lon, lat).expect("a position"));
        }
        if let Some([a, b]) = &expected.crossing {
            return Geometry::Point(moved(self.crossing(a, b)));
        }
        if let Some(code) = &expected.area {
            let id = self.areas.get(Scheme::Duty, code).unwrap_or_else(|| panic!("no area {code}"));
            return Geometry::Area(self.areas.area(id).shape.clone().expect("drawn"));
        }
        if let Some(road) = &expected.road {
            let mut points = self.fine(road);
            if let (Some(from), Some(to)) = (&expected.from, &expected.to) {
                let place = |other: &str| {
                    let at = self.crossing(road, other);
                    (0..points.len())
                        .min_by(|&i, &j| distance_m(points[i], at).total_cmp(&distance_m(points[j], at)))
                        .expect("points")
                };
                let (a, b) = (place(from), place(to));
                points = points[a.min(b)..=a.max(b)].to_vec();
            }
            if let Some(side) = expected.side {
                let width = self.features.feature(self.road(road)).number("width_m").unwrap_or(8.0);
                let [dx, dy] = vector(side);
                let moved = |&p: &Position| Plane::at(p).from_xy([dx * width / 2.0, dy * width / 2.0]);
                points = points.iter().map(moved).collect();
            }
            return Geometry::Line(points);
        }
        let code = expected.feature.as_deref().expect("a ticket expects something");
        let (layer, code) = code.split_once('/').expect("layer/code");
        let layer = Layer::from_slug(layer).unwrap_or_else(|| panic!("no layer {layer}"));
        let id = self.features.get(layer, code).unwrap_or_else(|| panic!("no feature {layer:?} {code}"));
        let geometry = self.features.feature(id).geometry.clone();
        if expected.toward.is_some() {
            return Geometry::Point(moved(geometry.representative().expect("a place")));
        }
        geometry
    }
}

/// What came of some tickets.
#[derive(Debug, Default)]
pub struct Measured {
    pub tickets: usize,
    /// Place and category right as the first answer; no place where none can be known.
    pub right: usize,
    /// Not right first, but among the first three of both, or asked for where only a question decides.
    pub among_three_or_asked: usize,
    pub place_right: usize,
    pub category_right: usize,
    /// Right first, and still a question was asked.
    pub asked_without_need: usize,
    /// Wrong first and no question asked.
    pub wrong_unasked: usize,
    pub misses: String,
}

impl std::fmt::Display for Measured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |count: usize| count as f64 * 100.0 / self.tickets.max(1) as f64;
        writeln!(f, "{}", self.misses)?;
        writeln!(
            f,
            "{} tickets: right first {} ({:.1} %), place {} ({:.1} %), category {} ({:.1} %); else among three or asked {}; lost {}; asked without need {}; wrong place and not asked {}",
            self.tickets,
            self.right,
            share(self.right),
            self.place_right,
            share(self.place_right),
            self.category_right,
            share(self.category_right),
            self.among_three_or_asked,
            self.tickets - self.right - self.among_three_or_asked,
            self.asked_without_need,
            self.wrong_unasked,
        )
    }
}

/// Reads every ticket whose number `wanted` takes and compares.
pub fn measure(
    tickets: &str,
    areas: &AreaSet,
    features: &FeatureSet,
    words: &TicketWords,
    wanted: impl Fn(usize) -> bool,
) -> Measured {
    let tickets: Vec<Ticket> = serde_json::from_str(tickets).expect("the tickets can be read");
    let gazetteer = Gazetteer::build(areas, features);
    let ground = Ground { gazetteer: &gazetteer, areas, features };
    let truth = Truth { areas, features };
    let mut measured = Measured::default();
    for (_, ticket) in tickets.iter().enumerate().filter(|(index, _)| wanted(index + 1)) {
        let places = places_in(&ticket.text, ground);
        let names: Vec<_> = places.recognised.iter().map(|name| name.span.clone()).collect();
        let guess = categories_in(&ticket.text, words, &names);
        let expected = ticket.place.as_ref().map(|place| truth.geometry(place));
        let fits = |p: Position| expected.as_ref().is_some_and(|g| g.distance_m(p) <= ticket.tolerance_m);
        let place = match &expected {
            Some(_) => places.candidates.first().is_some_and(|first| fits(first.position)),
            None => places.candidates.is_empty(),
        };
        let is = |slug: &str| slug == ticket.category || ticket.or_category.as_deref() == Some(slug);
        // What is no matter of the community has no words, and no category is offered.
        let none = ticket.category == "other" && guess.candidates.is_empty();
        let category = none || guess.candidates.first().is_some_and(|first| is(&first.slug));
        let place_three = place || places.candidates.iter().take(3).any(|candidate| fits(candidate.position));
        let category_three = category || guess.candidates.iter().take(3).any(|candidate| is(&candidate.slug));
        measured.tickets += 1;
        measured.place_right += usize::from(place);
        measured.category_right += usize::from(category);
        let right = place && category;
        measured.right += usize::from(right);
        measured.asked_without_need +=
            usize::from(place && places.ask.is_some() && !ticket.ask && expected.is_some());
        measured.wrong_unasked += usize::from(!place && places.ask.is_none() && expected.is_some());
        let saved = !right && category_three && (place_three || (ticket.ask && places.ask.is_some()));
        measured.among_three_or_asked += usize::from(saved);
        if !right || (ticket.ask && places.ask.is_none()) {
            let told: Vec<String> = places
                .candidates
                .iter()
                .take(3)
                .map(|candidate| {
                    let off = expected.as_ref().map_or(-1.0, |g| g.distance_m(candidate.position));
                    format!("{} {:.2} ({off:.0} m)", candidate.label.zh, candidate.score)
                })
                .collect();
            let slugs: Vec<String> = guess
                .candidates
                .iter()
                .take(3)
                .map(|candidate| format!("{} {:.2} {:?}", candidate.slug, candidate.score, candidate.words))
                .collect();
            let _ = writeln!(
                measured.misses,
                "{} {}{} {}\n    place {}: {}; asked: {}\n    category {} for {}: {}",
                ticket.id,
                if right {
                    "RIGHT BUT NOT ASKED "
                } else if saved {
                    "SAVED "
                } else {
                    "LOST "
                },
                ticket.channel,
                ticket.text,
                if place { "right" } else { "WRONG" },
                told.join(" | "),
                places.ask.as_ref().map_or("no", |ask| &ask.words.zh),
                if category { "right" } else { "WRONG" },
                ticket.category,
                slugs.join(" | "),
            );
        }
    }
    measured
}
