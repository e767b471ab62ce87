//! The lifecycle: the table, the parts that people play, corrections, relations.

mod edit;
mod near;
mod parts;
mod policy;
mod relation;
mod table;
