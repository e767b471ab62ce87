//! A roster as it was understood, and what it does to a draft and to the posts.

use super::edition::DraftAnswer;
use super::upload::UploadedArea;
use crate::domain::text::Words;
use serde::Serialize;
use utoipa::ToSchema;

/// What a roster did, or would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterAnswer {
    /// The draft as it stands now; its version is the one to go on with.
    pub draft: DraftAnswer,
    /// False after a dry run.
    pub stored: bool,
    pub roster: RosterPreview,
    /// Null while rows have problems.
    pub change: Option<RosterChange>,
}

/// A roster as it was understood. Phones are read when it is taken in and never shown (R11).
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterPreview {
    /// Rows that could be read.
    pub rows: usize,
    pub zones: usize,
    pub points: usize,
    /// The first 200 of these.
    pub first: Vec<RosterRow>,
    /// Everything that is wrong; nothing is stored while there is any.
    pub problems: Vec<RosterProblem>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RosterRow {
    /// As the spreadsheet numbers it.
    pub row: u64,
    pub community: Option<String>,
    pub zone: String,
    pub zone_head: Option<String>,
    pub point: String,
    pub head: Option<String>,
    pub unit: Option<String>,
    pub title: Option<String>,
    pub extent: Option<String>,
    pub has_phone: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RosterProblem {
    /// As the spreadsheet numbers it; null where the whole table is meant.
    pub row: Option<u64>,
    /// `missing_cell`, `bad_phone`, `too_long`, `unknown_community`, `missing_column`, …
    pub code: &'static str,
    pub words: Words,
}

/// Areas in the draft; units, persons and posts beside it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterChange {
    /// Areas that are new or differ, by level and code.
    pub areas: Vec<UploadedArea>,
    pub areas_unchanged: usize,
    /// Units and persons that were not known.
    pub parties_added: usize,
    /// Terms that begin, that end or change, and that stay.
    pub posts_added: usize,
    pub posts_changed: usize,
    pub posts_unchanged: usize,
    /// Points of the roster that nobody heads.
    pub vacant: Vec<String>,
    /// Codes of points in the same zones that it does not mention; they stay.
    pub unmentioned: Vec<String>,
}
