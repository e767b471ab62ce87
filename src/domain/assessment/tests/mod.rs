//! Counting, scores worked by hand, comparison and ranking.

mod book;
mod counting;
mod formulas;
mod history;
mod scores;
