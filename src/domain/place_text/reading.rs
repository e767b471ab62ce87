//! One ticket, read whole: where, what, and what else it tells.

use super::candidate::{Places, Question, QuestionKind};
use super::category_guess::{CategoryGuess, categories_in};
use super::draft::Ground;
use super::facts::{TicketFacts, facts_in};
use super::letters::MOST_CHARACTERS;
use super::places::places_in;
use super::ticket_words::TicketWords;
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use jiff::tz::TimeZone;

/// What was read of one ticket.
#[derive(Debug, Clone, PartialEq)]
pub struct TicketReading {
    pub places: Places,
    pub categories: CategoryGuess,
    pub facts: TicketFacts,
    /// Whether only the first `MOST_CHARACTERS` characters were read.
    pub cut: bool,
}

impl TicketReading {
    /// What a person has to say about the place before it is known. None when the first candidate can be offered as it stands.
    pub fn question(&self) -> Option<Question> {
        if self.places.candidates.is_empty() {
            let words = Words::new(
                "文中没有认出地点，请在地图上点选",
                "no place was recognised; point at it on the map",
            );
            return Some(Question { kind: QuestionKind::Where, words, options: Vec::new() });
        }
        self.places.ask.clone()
    }

    /// Whether the words leave no choice between categories.
    pub fn tells_matter(&self) -> bool {
        !self.categories.candidates.is_empty() && !self.categories.close
    }
}

/// Reads one ticket. `now` is when it came, `zone` that of the site. The cost is linear in the first `MOST_CHARACTERS`
/// characters; the rest is not looked at.
pub fn read_ticket(
    text: &str,
    ground: Ground,
    words: &TicketWords,
    now: Instant,
    zone: &TimeZone,
) -> TicketReading {
    let places = places_in(text, ground);
    let names: Vec<_> = places.recognised.iter().map(|name| name.span.clone()).collect();
    TicketReading {
        categories: categories_in(text, words, &names),
        facts: facts_in(text, now, zone),
        cut: text.chars().nth(MOST_CHARACTERS).is_some(),
        places,
    }
}
