//! Integration tests, one binary; the modules mirror the layers.

mod app;
mod cli;
mod coverage;
mod demo;
mod differential;
mod drawn;
mod fault;
mod http;
mod notify;
mod property;
mod store;

#[path = "../support/grid.rs"]
mod grid;
#[path = "../support/perturb.rs"]
mod perturb;
#[path = "../support/photo.rs"]
mod photo;
#[path = "../support/plant.rs"]
mod plant;
#[path = "../support/postgres.rs"]
mod postgres;
#[path = "../support/site.rs"]
mod site;
#[path = "../support/tickets.rs"]
mod tickets;
