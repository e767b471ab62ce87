//! What a report is about (事项类别): a tree of own slugs, with the national codes of each dated set beside them.

pub mod categories;
#[expect(clippy::module_inception, reason = "one category lives in a file of its name")]
pub mod category;
pub mod code;
pub mod crosswalk;
#[cfg(test)]
mod tests;

pub use categories::{Categories, CategoryFault};
pub use category::{Category, Kind, Remedy};
pub use code::{CODE_SETS, Code, CodeSet, Confidence};
