//! Boundaries out of roads, as proposals to draw with.

use crate::app::FieldError;
use crate::app::answer::{BoundaryProposal, StreetBlocks};
use crate::app::boundary::Along;
use crate::domain::grid::Scheme;
use crate::http::body::Fields;
use crate::http::openapi::Problems;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

/// Longest description in characters.
const LONGEST: usize = 500;

/// A boundary in words.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WordsBody {
    /// 东至…，南至…，西至…，北至…, with the names of loaded roads.
    pub text: String,
    /// `side_rule` (as each road says, its axis where it says nothing), `axis` or `kerb`; `side_rule` when absent.
    pub along: Option<String>,
    /// Code of the area in force that the boundary is for, or of one around it: with `side_rule`, roads that belong to one
    /// owner as a whole then lie inside or outside.
    #[serde(rename = "for")]
    pub area: Option<String>,
}

#[utoipa::path(
    post, path = "/api/v1/boundaries/words", operation_id = "boundary_from_words", tag = "edition",
    summary = "按四至文字围出边界 · A boundary told in words",
    description = "「东至…，南至…，西至…，北至…」，各边写已导入道路的名称，同一边可写多条。沿各路的中心线或近侧路缘围合，只返回图形，不保存。\n\nThe ground between the roads named on its four sides, along their axes or near kerbs. Only a proposal; nothing is stored.",
    request_body = WordsBody,
    responses((status = 200, body = BoundaryProposal, description = "边界 · Proposal"), Problems)
)]
pub async fn boundary_from_words(
    State(state): State<AppState>,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let text = fields.required_text("text");
    let along = fields.text("along");
    let area = fields.text("for");
    let mut faults = fields.faults();
    if text.chars().count() > LONGEST {
        faults.push(FieldError::new(
            "text",
            "too_long",
            format!("不能超过 {LONGEST} 字"),
            format!("must not be longer than {LONGEST} characters"),
        ));
    }
    let along = match along.as_deref() {
        None | Some("side_rule") => Along::SideRule,
        Some("axis") => Along::Axis,
        Some("kerb") => Along::Kerb,
        Some(other) => {
            faults.push(FieldError::new(
                "along",
                "unknown",
                format!("不认识「{other}」，可用：side_rule、axis、kerb"),
                format!("“{other}” is unknown; use side_rule, axis or kerb"),
            ));
            Along::SideRule
        }
    };
    if !faults.is_empty() {
        return Err(Problem::fields(faults));
    }
    reply::json(&state.service.boundary_from_words(text, along, area).await?)
}

#[utoipa::path(
    get, path = "/api/v1/boundaries/blocks", operation_id = "street_blocks", tag = "edition",
    summary = "按道路切分街块 · Blocks between streets",
    description = "由道路中心线围出的街块，可作为划分网格的起点；给出 within 则只取该网格内，并以其边界为界。相邻街块的边完全一致，只返回图形，不保存。\n\nThe ground between the axes of streets, as cells to start a grid from; with within only inside that area and cut off at its border. Neighbours share their edges exactly. Nothing is stored.",
    params(
        ("within" = Option<String>, Query, description = "网格编码 · Code of an area"),
        ("scheme" = Option<String>, Query, description = "网格体系 duty | governance | unit，默认 duty · Scheme of that area, duty when absent")
    ),
    responses((status = 200, body = StreetBlocks, description = "街块 · Blocks"), Problems)
)]
pub async fn street_blocks(State(state): State<AppState>, mut params: Params) -> Result<Response, Problem> {
    let within = params.text("within");
    let scheme = params.slug("scheme", Scheme::ALL, Scheme::slug).unwrap_or(Scheme::Duty);
    params.finish()?;
    reply::json(&state.service.street_blocks(scheme, within).await?)
}
