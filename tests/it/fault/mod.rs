//! The real service while what it stands on fails: a disk that takes no more, a database that goes away. What was
//! acknowledged is there afterwards, once; the rest was told so; and the service heals by itself.

pub mod client;
mod disk;
mod kill;
mod postgres;
mod spreadsheet;
