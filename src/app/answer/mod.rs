//! Answers of the use cases, as the API and `--json` print them. Personal names are present only where the
//! caller may see them, phones of persons never (R11).

pub mod account;
pub mod area;
pub mod boundary;
pub mod edition;
pub mod hotspot;
pub mod incident;
pub mod intake;
pub mod map;
pub mod place;
pub mod roster;
pub mod schema;
pub mod site;
pub mod upload;

pub use account::*;
pub use area::*;
pub use boundary::*;
pub use edition::*;
pub use hotspot::*;
pub use incident::*;
pub use intake::*;
pub use map::*;
pub use place::*;
pub use roster::*;
pub use site::*;
pub use upload::*;
