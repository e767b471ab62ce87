//! Counting, scores worked by hand, comparison and ranking.

mod counting;
mod formulas;
mod scores;
