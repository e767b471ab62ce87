//! All routes in one place. `/healthz` and `/api/v1/locate` share one thin stack; everything larger is packed
//! with gzip as well. Every documented route must have a row in [`access`](super::access).

use super::access;
use super::problem::Problem;
use super::state::{AppState, ServeOptions};
use super::{api, assets, docs, gate, health, metrics, openapi};
use crate::app::Service;
use axum::Router;
use axum::handler::Handler;
use axum::http::StatusCode;
use std::sync::Arc;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use utoipa::OpenApi;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

/// The whole service in memory, as tests call it and [`serve`](super::serve) puts it on a socket.
pub fn router(service: Arc<Service>, options: ServeOptions) -> Router {
    metrics::recorder();
    let base_path = options.base_path.clone();
    let state = AppState::new(service, options, &document());
    let (routes, _) = routes(true).split_for_parts();
    let router = routes
        .fallback(assets::serve.layer(packed()))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(axum::middleware::from_fn_with_state(state.clone(), gate::gate))
        .with_state(state);
    base_path.around(router)
}

/// The OpenAPI document, as `/openapi.json` serves it.
pub fn document() -> utoipa::openapi::OpenApi {
    let mut api = routes(false).into_openapi();
    openapi::always_there(&mut api);
    api
}

/// Method and path of every operation in a document.
pub fn operations(api: &utoipa::openapi::OpenApi) -> Vec<(&'static str, String)> {
    let all =
        api.paths.paths.iter().flat_map(|(path, item)| {
            methods(item).into_iter().map(move |(method, _)| (method, path.clone()))
        });
    all.collect()
}

fn methods(item: &PathItem) -> Vec<(&'static str, &Operation)> {
    let all = [
        ("GET", &item.get),
        ("POST", &item.post),
        ("PUT", &item.put),
        ("PATCH", &item.patch),
        ("DELETE", &item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_ref()?))).collect()
}

/// Routes and document together. Without guards only the document is of use.
fn routes(with_guards: bool) -> OpenApiRouter<AppState> {
    let add = |router: OpenApiRouter<AppState>, routes| router.routes(guarded(routes, with_guards));
    let thin = [
        routes!(health::healthz),
        routes!(health::readyz),
        routes!(metrics::metrics),
        routes!(api::locate::locate, api::locate::locate_batch),
    ];
    let large = [
        routes!(openapi::openapi),
        routes!(docs::docs),
        routes!(api::site::site),
        routes!(api::areas::areas),
        routes!(api::areas::area_edges),
        routes!(api::areas::area),
        routes!(api::editions::editions),
        routes!(api::drafts::create_draft),
        routes!(api::drafts::draft, api::drafts::change_draft, api::drafts::withdraw_draft),
        routes!(api::drafts::draft_areas),
        routes!(api::drafts::check_draft),
        routes!(api::drafts::preview_draft),
        routes!(api::repair::repair_draft),
        routes!(api::boundaries::boundary_from_words),
        routes!(api::boundaries::street_blocks),
        routes!(api::uploads::preview_upload),
        routes!(api::uploads::propose_upload),
        routes!(api::uploads::apply_upload),
        routes!(api::rosters::preview_roster),
        routes!(api::rosters::take_roster),
        routes!(api::rosters::template),
        routes!(api::uploads::upload_features),
        routes!(api::editions::publish_draft),
        routes!(api::editions::withdraw_edition),
        routes!(api::editions::restore_edition),
        routes!(api::certificate::certificate),
        routes!(api::layers::layers),
        routes!(api::layers::layer),
        routes!(api::layers::feature),
        routes!(api::categories::categories),
        routes!(api::search::search),
        routes!(api::parties::reveal),
        routes!(api::incidents::incidents, api::incidents::create_incident),
        routes!(api::incidents::incident_points),
        routes!(api::incidents::incident_histogram),
        routes!(api::incidents::incident, api::cases::edit_case),
        routes!(api::cases::incident_count),
        routes!(api::cases::take_steps),
        routes!(api::cases::take_step),
        routes!(api::voices::near_cases),
        routes!(api::voices::add_voice),
        routes!(api::overview::overview),
        routes!(api::live::live),
        routes!(api::photos::add_photo),
        routes!(api::photos::photo),
        routes!(api::text::read_text),
        routes!(api::text::read_tickets),
        routes!(api::photo_drafts::bring_photos),
        routes!(api::photo_drafts::photo_drafts),
        routes!(
            api::photo_drafts::photo_draft,
            api::photo_drafts::place_photo_draft,
            api::photo_drafts::discard_photo_draft
        ),
        routes!(api::photo_drafts::split_photo_draft),
        routes!(api::photo_drafts::join_photo_drafts),
        routes!(api::photo_drafts::confirm_photo_draft),
        routes!(api::photo_drafts::drafted_photo),
        routes!(api::cases::tasks),
        routes!(api::cases::samples),
        routes!(api::cases::track),
        routes!(api::session::session, api::session::sign_in, api::session::sign_out),
        routes!(api::session::devices, api::session::end_other_devices),
        routes!(api::session::end_device),
        routes!(api::session::change_password),
        routes!(api::session::look_at_link),
        routes!(api::session::redeem_link),
        routes!(api::accounts::accounts, api::accounts::create_account),
        routes!(api::accounts::change_account),
        routes!(api::accounts::account_link),
        routes!(api::accounts::tokens, api::accounts::create_token),
        routes!(api::accounts::end_token),
        routes!(api::accounts::audit),
        routes!(api::messages::messages),
        routes!(api::messages::unread_messages),
        routes!(api::messages::read_messages),
        routes!(api::channels::channels, api::channels::create_channel),
        routes!(api::channels::change_channel, api::channels::remove_channel),
        routes!(api::channels::test_channel),
        routes!(api::channels::deliveries),
        routes!(api::channels::replay_delivery),
        routes!(api::hotspots::density),
        routes!(api::hotspots::ranking),
        routes!(api::assessment::assessment),
        routes!(api::assessment::formulas),
        routes!(api::assessment::check_formula),
        routes!(api::assessment::put_formula),
        routes!(api::assessment::campaigns),
        routes!(api::assessment::put_campaign),
        routes!(api::patrols::patrols, api::patrols::record_patrol),
    ];
    let large = large.into_iter().fold(OpenApiRouter::new(), add).layer(packed());
    let router = OpenApiRouter::with_openapi(openapi::Document::openapi());
    thin.into_iter().fold(router, add).merge(large)
}

/// Puts the guard that the access table asks for around a route.
///
/// Panics when a route has no row: that is a defect of the program, found by the first test that builds it.
fn guarded(
    (schemas, paths, mut methods_of): UtoipaMethodRouter<AppState>,
    with_guards: bool,
) -> UtoipaMethodRouter<AppState> {
    let mut rows = Vec::new();
    for (path, item) in &paths.paths {
        for (method, _) in methods(item) {
            let row = access::of(method, path);
            rows.push(row.unwrap_or_else(|| panic!("{method} {path} has no row in http::access")));
        }
    }
    // What is open to all has no guard to pass: it would cost every look at the map.
    if with_guards && !rows.iter().all(|row| row.is_open_to_all()) {
        methods_of = methods_of.layer(axum::middleware::from_fn(move |request, next| {
            let rows = rows.clone();
            async move { access::guard(&rows, request, next).await }
        }));
    }
    (schemas, paths, methods_of)
}

/// Packs what gains from it: not pictures and spreadsheets, which are packed already, and not streamed rows.
fn packed() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new().gzip(true).compress_when(
        DefaultPredicate::new()
            .and(NotForContentType::const_new("application/x-ndjson"))
            .and(NotForContentType::const_new("application/vnd.openxmlformats"))
            .and(NotForContentType::const_new("font/")),
    )
}

async fn method_not_allowed() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        "这个地址不接受这种请求方法",
        "This address does not take this method",
    )
}
