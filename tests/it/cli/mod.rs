//! The real binary: arguments, files, exit codes and sentences.

mod cancel;
mod certificate;
mod demo;
mod doctor;
mod edition;
mod export;
mod formats;
mod help;
mod hostile;
mod hostile_shapes;
mod import;
mod import_bad;
mod intake;
mod keep;
mod make;
mod repair;
mod roster;
mod route;
mod secure;
mod serve;
pub(crate) mod support;
