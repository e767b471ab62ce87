//! Answers of the use cases, as the API and `--json` print them. Personal names are present only where the
//! caller may see them, phones of persons never (R11).

pub mod account;
pub mod area;
pub mod assessment;
pub mod boundary;
pub mod case;
pub mod edition;
pub mod hotspot;
pub mod incident;
pub mod intake;
pub mod map;
pub mod message;
pub mod patrol;
pub mod photo_draft;
pub mod place;
pub mod roster;
pub mod schema;
pub mod site;
pub mod upload;

pub use account::*;
pub use area::*;
pub use assessment::*;
pub use boundary::*;
pub use case::*;
pub use edition::*;
pub use hotspot::*;
pub use incident::*;
pub use intake::*;
pub use map::*;
pub use message::*;
pub use patrol::*;
pub use photo_draft::*;
pub use place::*;
pub use roster::*;
pub use site::*;
pub use upload::*;
