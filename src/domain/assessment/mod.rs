//! Assessment (考核评比): what happened in a period per place, unit and department, and scores by published formulas
//! that show their arithmetic. Places and units only; there is no score of persons.

pub mod compare;
pub mod formula;
pub mod measure;
pub mod period;
pub mod rank;
pub mod record;
pub mod score;
pub mod tally;
#[cfg(test)]
mod tests;

pub use compare::{Comparison, compare};
pub use formula::{Band, CategoryWeight, Formula, FormulaFault, Formulas, Term, Value};
pub use measure::{Cohort, Measure};
pub use period::Period;
pub use rank::{Ranked, rank};
pub use record::{CaseRecord, Course, Found};
pub use score::{Points, Score, TermScore, score};
pub use tally::{Count, Measured, Measures, Subject, SubjectKind, measure};
