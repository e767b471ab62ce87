//! Invented tickets about the demo community: how many are read right, and that no private matter stays in what goes into a
//! description.

use super::files;
use crate::tickets::{Measured, Ticket, measure};
use wangge::app::rulebook;
use wangge::app::service::default_zone;
use wangge::domain::feature::FeatureSet;
use wangge::domain::grid::AreaSet;
use wangge::domain::instant::Instant;
use wangge::domain::place_text::{PrivateKind, facts_in};

const TICKETS: &str = include_str!("../../data/tickets.json");
const SEEN_LATER: &str = include_str!("../../data/tickets_seen_later.json");
const UNSEEN: &str = include_str!("../../data/tickets_unseen.json");
const WIDE: &str = include_str!("../../data/tickets_wide.json");

fn measured(tickets: &str) -> Measured {
    let areas = AreaSet::build(files::areas()).expect("the demo's areas are a tree");
    let features = FeatureSet::build(files::features());
    let rulebook = rulebook::built_in().expect("the reference files are sound");
    let measured = measure(tickets, &areas, &features, &rulebook.ticket_words, |_| true);
    println!("{measured}");
    measured
}

#[test]
fn nine_tickets_in_ten_are_read_right_and_the_rest_is_offered_or_asked_for() {
    let measured = measured(TICKETS);
    assert_eq!(measured.tickets, 200);
    assert!(measured.right * 10 >= measured.tickets * 9, "{measured}");
    assert_eq!(measured.right + measured.among_three_or_asked, measured.tickets, "{measured}");
}

#[test]
fn what_measured_the_reader_before_is_read_as_well_as_it_was() {
    let measured = measured(SEEN_LATER);
    assert_eq!(measured.tickets, 60);
    assert!(measured.right >= 57 && measured.place_right >= 59, "{measured}");
}

#[test]
fn what_nobody_who_wrote_the_reader_has_seen_is_read_as_well_as_it_was() {
    let measured = measured(UNSEEN);
    assert_eq!(measured.tickets, 100);
    // 86, 97 and 5 at first contact; a little is left for a reader that changes elsewhere.
    let lost = measured.tickets - measured.right - measured.among_three_or_asked;
    assert!(measured.right >= 84 && measured.place_right >= 95 && lost <= 7, "{measured}");
}

#[test]
fn every_category_is_recognised_in_the_words_of_all_three_channels() {
    let measured = measured(WIDE);
    assert_eq!(measured.tickets, 1032);
    assert!(measured.right * 100 >= measured.tickets * 95, "{measured}");
    // What is not read right first is offered, but for a handful.
    let lost = measured.tickets - measured.right - measured.among_three_or_asked;
    assert!(lost * 100 <= measured.tickets, "{measured}");
}

#[test]
fn numbers_are_kept_and_callers_are_kept_out_of_descriptions() {
    let tickets: Vec<Ticket> = serde_json::from_str(TICKETS).expect("the tickets can be read");
    let now = Instant::parse("2026-11-24", &default_zone()).expect("a day");
    for ticket in &tickets {
        let facts = facts_in(&ticket.text, now, &default_zone());
        if let Some(number) = &ticket.number {
            let found = facts.number.as_ref().map(|found| &found.number);
            assert_eq!(found, Some(number), "{}", ticket.id);
        }
        for (kind, wanted) in [(PrivateKind::Phone, &ticket.phone), (PrivateKind::Name, &ticket.caller)] {
            let Some(wanted) = wanted else { continue };
            let found: Vec<&str> = facts
                .private
                .iter()
                .filter(|found| found.kind == kind)
                .map(|found| found.value.as_str())
                .collect();
            assert_eq!(found, [wanted.as_str()], "{}", ticket.id);
            assert!(!facts.description.contains(wanted.as_str()), "{}: {}", ticket.id, facts.description);
        }
    }
    let known = |ticket: &&Ticket| facts_in(&ticket.text, now, &default_zone()).source.is_some();
    let guessed = |ticket: &&Ticket| {
        let source = facts_in(&ticket.text, now, &default_zone()).source;
        source.is_some_and(|source| source.slug() == ticket.channel)
    };
    let (told, right) = (tickets.iter().filter(known).count(), tickets.iter().filter(guessed).count());
    println!("source told for {told} of {} tickets, right for {right}", tickets.len());
    // A guess that is mostly wrong would be worse than none.
    assert!(right * 5 >= told * 4, "{right} of {told}");
}
