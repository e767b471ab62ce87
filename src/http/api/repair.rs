//! Repairing a draft: what it would do, to be looked at and then saved like any other change.

use crate::app::FieldError;
use crate::app::answer::DraftRepair;
use crate::app::draft_repair::RepairWish;
use crate::domain::geo::{Frame, Position};
use crate::http::body::Fields;
use crate::http::extract::Path;
use crate::http::openapi::Problems;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What to repair: all within a tolerance, or one fault.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RepairBody {
    /// No border moves further, metres, 0.02 to 10.
    pub tolerance_m: Option<f64>,
    /// Also close strips along a parent's border that would count as its undrawn remainder.
    pub close_open_strips: Option<bool>,
    /// Instead: the position of one fault, [lon, lat], as the check told it.
    pub fault: Option<[f64; 2]>,
    /// Code of the area that gets the gap, or that keeps the overlap, which is then cut from the others along its
    /// border; null cuts an overlap from all, as for a child outside its parent.
    pub give_to: Option<String>,
}

#[utoipa::path(
    post, path = "/api/v1/editions/{id}/repair", operation_id = "repair_draft", tag = "edition",
    summary = "修补草稿 · What a repair of a draft would do",
    description = "只计算，不保存：在容差内修补缝隙与重叠，或处理一处（fault 与 give_to）。返回宽度分布、会移动的网格及距离、剩余问题；满意后按 version 以 PATCH 保存。\n\nComputes and stores nothing: mends gaps and overlaps within a tolerance, or one of them (fault and give_to). Answers with the widths, the areas that move and how far, and what is left; save them with PATCH on version.",
    params(("id" = Uuid, Path, description = "草稿编号 · Id of the draft")),
    request_body = RepairBody,
    responses((status = 200, body = DraftRepair, description = "修补结果 · Proposal"), Problems)
)]
pub async fn repair_draft(
    State(state): State<AppState>,
    path: Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let wish = read(fields)?;
    let id = path.id("draft")?;
    reply::json(&state.service.repair_draft(id, wish).await?)
}

/// Reads a wish; every fault is told at once.
pub fn read(mut fields: Fields) -> Result<RepairWish, Problem> {
    let metres = fields.number("tolerance_m");
    let strips = fields.take("close_open_strips");
    let fault = fields.take("fault");
    let give_to = fields.text("give_to");
    let mut faults = fields.faults();
    let close_open_strips = match strips {
        None => false,
        Some(Value::Bool(yes)) => yes,
        Some(_) => {
            faults.push(FieldError::new(
                "close_open_strips",
                "not_a_flag",
                "close_open_strips 应为 true 或 false",
                "close_open_strips must be true or false",
            ));
            false
        }
    };
    let place = fault.map(|value| place(value).map_err(|fault| faults.push(fault)).unwrap_or_default());
    if metres.is_some() == place.is_some() && faults.is_empty() {
        faults.push(FieldError::new(
            "tolerance_m",
            "one_of",
            "tolerance_m 与 fault 请填且只填一个",
            "give either tolerance_m or fault",
        ));
    }
    if !faults.is_empty() {
        return Err(Problem::fields(faults));
    }
    Ok(match (place, metres) {
        (Some(place), _) => RepairWish::One { place, give_to },
        (None, metres) => RepairWish::Within { metres: metres.unwrap_or_default(), close_open_strips },
    })
}

fn place(value: Value) -> Result<Position, FieldError> {
    let [lon, lat] = serde_json::from_value::<[f64; 2]>(value).map_err(|_| {
        FieldError::new(
            "fault",
            "not_a_position",
            "fault 应为 [经度, 纬度]",
            "fault must be [longitude, latitude]",
        )
    })?;
    Frame::WGS84.to_position([lon, lat]).map_err(|error| {
        let words = error.words();
        FieldError::new("fault", error.code(), words.zh, words.en)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read_body(body: Value) -> Result<RepairWish, Vec<String>> {
        read(Fields::parse(body.to_string().as_bytes()).expect("json")).map_err(|problem| {
            problem.errors.iter().map(|error| format!("{}:{}", error.field, error.code)).collect()
        })
    }

    #[test]
    fn a_wish_is_a_tolerance_or_a_fault() {
        let within = RepairWish::Within { metres: 0.5, close_open_strips: true };
        assert_eq!(read_body(json!({"tolerance_m": 0.5, "close_open_strips": true})), Ok(within));
        let place = Position::new(1_025_400_001, 243_500_000);
        let one = RepairWish::One { place, give_to: Some("YX".into()) };
        assert_eq!(read_body(json!({"fault": [102.540_000_1, 24.35], "give_to": "YX"})), Ok(one));
        assert_eq!(read_body(json!({})), Err(vec!["tolerance_m:one_of".into()]));
        let both = json!({"tolerance_m": 1, "fault": [1, 2], "more": 3, "close_open_strips": "x"});
        assert_eq!(
            read_body(both),
            Err(vec!["more:unknown_field".into(), "close_open_strips:not_a_flag".into()])
        );
        assert_eq!(read_body(json!({"fault": [1]})), Err(vec!["fault:not_a_position".into()]));
    }
}
