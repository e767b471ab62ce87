//! What the web needs to know about the installation before anything else.

use super::AreaRef;
use super::schema::Bounds;
use crate::domain::account::AccountRole;
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

/// What stands below every page, as configured.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct Footer {
    /// 主办单位
    pub sponsor: Option<String>,
    /// 备案号
    pub icp: Option<String>,
    /// 投诉建议: a phone number, an address or a link.
    pub complaints: Option<String>,
}

/// An account that anybody may try in a demo.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DemoAccount {
    #[schema(value_type = String)]
    pub login: &'static str,
    #[schema(value_type = String)]
    pub password: &'static str,
    pub role: AccountRole,
    #[schema(value_type = String)]
    pub name: &'static str,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SiteAnswer {
    pub product: &'static str,
    pub version: &'static str,
    pub name: Words,
    pub zone: String,
    pub demo: bool,
    /// The caller may ask for personal phones.
    pub open_private: bool,
    /// The caller may edit boundaries.
    pub may_edit: bool,
    /// Somebody can sign in here.
    pub accounts: bool,
    pub footer: Footer,
    /// Only in a demo.
    pub demo_accounts: Vec<DemoAccount>,
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
