//! The real binary: arguments, files, exit codes and sentences.

mod certificate;
mod demo;
mod doctor;
mod help;
mod import;
mod import_bad;
mod roster;
mod route;
mod serve;
mod support;
