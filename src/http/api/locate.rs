//! Who owns a spot: one by query, many as a streamed body.

use crate::app::LocateQuery;
use crate::app::answer::LocateAnswer;
use crate::http::batch::{self, Asker};
use crate::http::body::{charset, expect_unpacked, media_type};
use crate::http::caller::Caller;
use crate::http::openapi::Problems;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

#[utoipa::path(
    get, path = "/api/v1/locate", operation_id = "locate", tag = "place",
    summary = "这里归谁管 · Who owns this spot",
    description = "责任链（含空缺岗位）、执法部门、附近要素、到邻格的距离；给出 category 时附试派结果与理由。\n\nThe responsibility chain with vacancies, departments, features there, distance to the next owner; with a category also the dry run of its routing, with reasons.",
    params(
        ("lon" = f64, Query, description = "经度 · Longitude in degrees"),
        ("lat" = f64, Query, description = "纬度 · Latitude in degrees"),
        ("datum" = Option<String>, Query, description = "坐标系 wgs84 | cgcs2000 | gcj02 | bd09，默认 wgs84 · wgs84 when absent"),
        ("accuracy_m" = Option<f64>, Query, description = "定位精度（米） · Accuracy of the position in metres"),
        ("category" = Option<String>, Query, description = "事项类别 · Category to route"),
        ("answer" = Option<String>, Query, description = "对判定问题的回答，如 inside_line · Answer to the deciding question"),
        ("at" = Option<String>, Query, description = "何时的网格与责任人，日期或时间 · In force at, a day or a time"),
        ("known_at" = Option<String>, Query, description = "按当时的记录 · As it was recorded then")
    ),
    responses((status = 200, body = LocateAnswer, description = "归属 · Owner card"), Problems)
)]
pub async fn locate(
    State(state): State<AppState>,
    caller: Caller,
    mut params: Params,
) -> Result<Response, Problem> {
    let query = LocateQuery {
        lon: params.required_number("lon"),
        lat: params.required_number("lat"),
        datum: params.text("datum"),
        accuracy_m: params.number("accuracy_m"),
        category: params.text("category"),
        answer: params.text("answer"),
        at: params.instant("at", state.service.zone()),
        known_at: params.instant("known_at", state.service.zone()),
    };
    params.finish()?;
    let answer = state.service.locate(&query, &caller).await?;
    reply::json_joined(&answer.spot, &answer.card.json().map_err(reply::unwritable)?)
}

#[utoipa::path(
    post, path = "/api/v1/locate", operation_id = "locate_batch", tag = "place",
    summary = "批量定位 · Many spots",
    description = "逐行读入、逐行输出，行数不限，每行不超过 64 KB。NDJSON：每行一个对象，含 lon、lat，可选 id、datum、accuracy_m、category、answer、at、known_at。CSV：首行为列名，原列保留，后加 community、zone、point、owner、outcome、distance_m、error。坏行只影响自己。CSV 可用 charset=gb18030。\n\nRead and written row by row, any number of rows of at most 64 KB. NDJSON: one object a line with lon, lat and optionally id, datum, accuracy_m, category, answer, at, known_at. CSV: names in the first row; the columns stay and community, zone, point, owner, outcome, distance_m, error are added. A bad row spoils itself alone. CSV may come with charset=gb18030.",
    params(("lang" = Option<String>, Query, description = "CSV 中 owner 的语言 zh | en，默认 zh · Language of owner in CSV, zh when absent")),
    request_body(content((String = "application/x-ndjson"), (String = "text/csv"))),
    responses((status = 200, description = "逐行结果 · One result a row", content((String = "application/x-ndjson"), (String = "text/csv"))), Problems)
)]
pub async fn locate_batch(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    mut params: Params,
    body: Body,
) -> Result<Response, Problem> {
    let language = crate::http::export::language(&mut params);
    params.finish()?;
    expect_unpacked(&headers)?;
    let charset = charset(&headers);
    let asker = Asker { state, caller };
    match media_type(&headers).as_str() {
        "application/x-ndjson" | "application/ndjson" | "application/jsonl" => {
            batch::ndjson(asker, body, charset.as_deref())
        }
        "text/csv" => batch::csv(asker, body, charset.as_deref(), language).await,
        _ => Err(Problem::unsupported("application/x-ndjson | text/csv")),
    }
}
