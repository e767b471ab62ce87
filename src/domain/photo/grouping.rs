//! Which photos belong to one report: those that one person took of one thing while standing there. A false join hides a
//! problem, a missing one costs a click, so that whatever is unsure stays alone.

use crate::domain::geo::{Position, distance_m};
use crate::domain::instant::Instant;

/// Photos of one thing lie within so many metres of its first. A phone in a street is 5 to 10 m off, and who shows a stall
/// from both ends walks about ten; the next shop front but one is further.
pub const CLOSE_M: f64 = 20.0;
/// And within so much time of its first, in microseconds. Near, far and detail take a minute or two; who comes by again after
/// more has walked on, and what he finds then is another report.
pub const CLOSE_TIME: i64 = 3 * 60 * Instant::SECOND;
/// Photos of one draft at most: as many as a report takes.
pub const MOST_TOGETHER: usize = 9;

/// Where and when a photo was taken, as far as its camera tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moment {
    pub position: Option<Position>,
    pub at: Option<Instant>,
}

impl Moment {
    /// Metres to another moment, when both are known, close and shortly one after the other.
    fn close_to(self, other: Self) -> Option<f64> {
        if self.at?.micros().abs_diff(other.at?.micros()) > CLOSE_TIME.unsigned_abs() {
            return None;
        }
        let metres = distance_m(self.position?, other.position?);
        (metres <= CLOSE_M).then_some(metres)
    }
}

/// Photos that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Which of the open groups they join; none for a new one.
    pub open: Option<usize>,
    /// Places in the list of moments, earliest first.
    pub members: Vec<usize>,
}

/// Gathers moments into groups; each is in exactly one. `open` are groups that stand already: their first moment and how many
/// they have. A photo joins the nearest group whose first moment it is close to and which has room, taken in the order of
/// their times, so that the order in which files arrive does not matter. Without place or time nothing tells that it belongs
/// to another, and it stays alone. O(n · groups).
pub fn group(open: &[(Moment, usize)], moments: &[Moment]) -> Vec<Group> {
    let mut order: Vec<usize> = (0..moments.len()).collect();
    order.sort_by_key(|place| {
        let moment = moments[*place];
        (moment.at.map(Instant::micros), moment.position.map(|position| (position.lon, position.lat)), *place)
    });
    // First moment, how many in all, and the group itself.
    let mut groups: Vec<(Moment, usize, Group)> = open
        .iter()
        .enumerate()
        .map(|(place, (first, count))| (*first, *count, Group { open: Some(place), members: Vec::new() }))
        .collect();
    for place in order {
        let moment = moments[place];
        let nearest = groups
            .iter_mut()
            .filter(|(_, count, _)| *count < MOST_TOGETHER)
            .filter_map(|group| Some((group.0.close_to(moment)?, group)))
            .min_by(|(a, _), (b, _)| a.total_cmp(b));
        match nearest {
            Some((_, (_, count, group))) => {
                *count += 1;
                group.members.push(place);
            }
            None => groups.push((moment, 1, Group { open: None, members: vec![place] })),
        }
    }
    groups.into_iter().map(|(.., group)| group).filter(|group| !group.members.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Metres to the east and seconds after noon. At the equator 1e-7 degree of longitude is 11.13 mm (WGS 84).
    fn shot(east_m: f64, seconds: i64) -> Moment {
        let lon = (east_m / 0.011_131_949).round() as i32;
        Moment {
            position: Some(Position::new(1_020_000_000 + lon, 0)),
            at: Some(Instant(43_200 * Instant::SECOND + seconds * Instant::SECOND)),
        }
    }

    fn members(open: &[(Moment, usize)], moments: &[Moment]) -> Vec<(Option<usize>, Vec<usize>)> {
        group(open, moments).into_iter().map(|group| (group.open, group.members)).collect()
    }

    #[test]
    fn near_far_and_detail_are_one_and_the_next_stall_is_another() {
        let walk = [shot(0.0, 0), shot(9.0, 40), shot(2.0, 70), shot(31.0, 100), shot(33.0, 130)];
        assert_eq!(members(&[], &walk), [(None, vec![0, 1, 2]), (None, vec![3, 4])]);
    }

    #[test]
    fn both_limits_belong_to_the_group_and_beyond_either_is_another() {
        for (other, together) in [(shot(19.9, 180), true), (shot(20.1, 180), false), (shot(19.9, 181), false)]
        {
            let found = members(&[], &[shot(0.0, 0), other]);
            assert_eq!(found.len() == 1, together, "{other:?}");
        }
    }

    #[test]
    fn a_row_of_steps_does_not_pull_a_whole_street_together() {
        let street: Vec<Moment> =
            (0..10).map(|step| shot(f64::from(step) * 15.0, i64::from(step) * 15)).collect();
        let pairs = members(&[], &street);
        assert_eq!(pairs.len(), 5, "each is measured to the first of its group: {pairs:?}");
    }

    #[test]
    fn what_tells_no_place_or_no_time_stays_alone() {
        let no_place = Moment { position: None, ..shot(0.0, 0) };
        let no_time = Moment { at: None, ..shot(0.0, 0) };
        let all = [no_place, no_place, no_time, no_time, shot(0.0, 0), shot(0.0, 1)];
        let found = members(&[], &all);
        assert_eq!(found.len(), 5);
        assert!(found.contains(&(None, vec![4, 5])));
    }

    #[test]
    fn the_tenth_photo_begins_another_draft() {
        let burst: Vec<Moment> = (0..11).map(|second| shot(0.0, second)).collect();
        let counts: Vec<usize> = members(&[], &burst).iter().map(|(_, members)| members.len()).collect();
        assert_eq!(counts, [MOST_TOGETHER, 2]);
    }

    #[test]
    fn a_photo_joins_the_nearer_of_two_that_stand_and_none_that_is_full() {
        let open = [(shot(0.0, 0), 1), (shot(16.0, 0), 1)];
        assert_eq!(members(&open, &[shot(10.0, 5)]), [(Some(1), vec![0])]);
        let full = [(shot(0.0, 0), 1), (shot(16.0, 0), MOST_TOGETHER)];
        assert_eq!(members(&full, &[shot(10.0, 5)]), [(Some(0), vec![0])]);
        assert_eq!(members(&[(shot(16.0, 0), MOST_TOGETHER)], &[shot(10.0, 5)]), [(None, vec![0])]);
    }

    /// Small numbers that repeat for a seed: the constants of Knuth's MMIX generator.
    fn random(state: &mut u64, below: u64) -> u64 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) % below
    }

    #[test]
    fn every_photo_is_in_one_group_within_its_limits_whatever_the_order_of_the_files() {
        for seed in 0..200 {
            let mut state = seed;
            let mut moments: Vec<Moment> = (0..40)
                .map(|_| {
                    let mut moment = shot(random(&mut state, 120) as f64, random(&mut state, 900) as i64);
                    match random(&mut state, 8) {
                        0 => moment.position = None,
                        1 => moment.at = None,
                        _ => {}
                    }
                    moment
                })
                .collect();
            let told = |moments: &[Moment]| {
                let groups = group(&[], moments);
                let mut all: Vec<usize> = groups.iter().flat_map(|group| group.members.clone()).collect();
                all.sort_unstable();
                assert_eq!(all, (0..moments.len()).collect::<Vec<_>>(), "seed {seed}");
                let mut shapes: Vec<Vec<Moment>> = groups
                    .iter()
                    .map(|group| group.members.iter().map(|place| moments[*place]).collect())
                    .collect();
                for shape in &shapes {
                    assert!(shape.len() <= MOST_TOGETHER);
                    assert!(
                        shape[1..].iter().all(|other| shape[0].close_to(*other).is_some()),
                        "seed {seed}"
                    );
                }
                shapes.sort_by_key(|shape| format!("{shape:?}"));
                shapes
            };
            let straight = told(&moments);
            for place in (1..moments.len()).rev() {
                moments.swap(place, random(&mut state, place as u64 + 1) as usize);
            }
            assert_eq!(straight, told(&moments), "seed {seed}");
        }
    }
}
