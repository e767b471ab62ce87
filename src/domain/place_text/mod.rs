//! Places and matters in pasted text: a WeChat message, a ticket of the 12345 hotline, a leader's instruction.

#![expect(clippy::single_range_in_vec_init, reason = "a list of one range is meant, not the numbers in it")]

mod alias;
mod candidate;
mod category_guess;
mod clauses;
mod coordinates;
mod draft;
mod facts;
mod feature_phrases;
mod gazetteer;
mod letters;
mod lexicon;
mod likeness;
mod lists;
mod mention;
mod modifier;
mod numeral;
mod offset;
mod places;
mod private;
mod rank;
mod reading;
mod road;
mod road_phrases;
mod road_single;
mod role;
mod sounds;
mod split;
mod table;
#[cfg(test)]
mod tests;
mod ticket_words;
mod times;
mod word_entry;
mod word_hits;

pub use alias::Grade;
pub use candidate::{MOST_CANDIDATES, PlaceCandidate, PlaceKind, Places, Question, QuestionKind, Recognised};
pub use category_guess::{CategoryCandidate, CategoryGuess, categories_in};
pub use draft::Ground;
pub use facts::{TextSource, TicketFacts, TicketNumber, facts_in};
pub use gazetteer::{Gazetteer, Thing};
pub use letters::MOST_CHARACTERS;
pub use mention::MOST_MENTIONS;
pub use places::places_in;
pub use private::{Private, PrivateKind};
pub use reading::{TicketReading, read_ticket};
pub use split::tickets_in;
pub use ticket_words::TicketWords;
pub use times::{TimeKind, TimePhrase};
pub use word_entry::{HIDING, WordEntry};
