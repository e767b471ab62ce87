//! The lifecycle: the table, the parts that people play, corrections, relations.

mod edit;
mod parts;
mod relation;
mod table;
