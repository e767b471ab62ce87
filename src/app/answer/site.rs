//! What the web needs to know about the installation before anything else.

use super::AreaRef;
use super::schema::Bounds;
use crate::domain::case::State;
use crate::domain::category::Category;
use crate::domain::text::Words;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IncidentSpan {
    pub from: Option<String>,
    pub to: Option<String>,
    pub total: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DepartmentBrief {
    pub slug: String,
    pub name: Words,
    pub short: Words,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StateBrief {
    #[schema(value_type = State)]
    pub slug: &'static str,
    pub words: Words,
    pub open: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SiteAnswer {
    pub product: &'static str,
    pub version: &'static str,
    pub name: Words,
    pub zone: String,
    pub demo: bool,
    pub open_private: bool,
    /// Boundaries can be edited here.
    pub may_edit: bool,
    pub loopback_only: bool,
    /// 审图号 line, as configured.
    pub map_approval: Option<String>,
    #[schema(value_type = Option<Bounds>)]
    pub bounds: Option<[f64; 4]>,
    pub home: Option<AreaRef>,
    pub incident_span: IncidentSpan,
    pub now: String,
    pub edition: Option<i64>,
    pub glossary: BTreeMap<&'static str, Words>,
    pub states: Vec<StateBrief>,
    pub departments: Vec<DepartmentBrief>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CategoriesAnswer {
    pub categories: Vec<Category>,
    /// Slugs of the picture categories in order.
    pub pictures: Vec<String>,
}
