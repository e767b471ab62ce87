//! Who may call what, decided once for every route and every role. The router refuses to be built with a route that has
//! no row here, so a new endpoint cannot be open by oversight.

use super::caller::{Caller, Standing};
use super::problem::Problem;
use crate::domain::account::{AccountRole, Scope};
use crate::domain::glossary;
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What a role may do at a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    No,
    /// Only what is the caller's own: his account, people and cases of his areas, units and departments. The use case
    /// decides what that is; a caller with a `Yes` of another role is not asked.
    Own,
    Yes,
}

/// The decision for one route. Names of persons and staff fields are left out of an answer for those who may not see
/// them; the use case does that, because it depends on each person (R11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    pub method: &'static str,
    pub path: &'static str,
    /// One cell for each role, in the order of the vocabulary.
    pub cells: [Cell; AccountRole::ALL.len()],
    /// What a program's token must be good for.
    pub scope: Scope,
}

/// A row from its cells as letters: `y` yes, `o` own, `-` no, in the order resident, grid_worker, point_head, zone_head,
/// grid_chief, department, unit, community_office, administrator, auditor.
const fn row(method: &'static str, path: &'static str, letters: &str, scope: Scope) -> Row {
    let letters = letters.as_bytes();
    assert!(letters.len() == AccountRole::ALL.len(), "one letter for each role");
    let mut cells = [Cell::No; AccountRole::ALL.len()];
    let mut at = 0;
    while at < letters.len() {
        cells[at] = match letters[at] {
            b'y' => Cell::Yes,
            b'o' => Cell::Own,
            b'-' => Cell::No,
            _ => panic!("a cell is y, o or -"),
        };
        at += 1;
    }
    Row { method, path, cells, scope }
}

/// Anybody who reaches the service.
const ALL: &str = "yyyyyyyyyy";
/// Everybody who is signed in, for what is his own.
const SELF: &str = "-ooooooooo";
/// Who administers.
const ADMIN: &str = "--------y-";
/// Who administers, and who looks on.
const ADMIN_READ: &str = "--------yy";
/// Who administers, the office that has to know what is coming, and who looks on.
const DRAFT_READ: &str = "-------yyy";
/// Everybody who works for the community, and who looks on.
const STAFF_READ: &str = "-yyyyyyyyy";
/// Staff in the cases in which they play a part.
const STAFF: &str = "-oooooooo-";
/// Staff who bring in what others told them.
const INTAKE: &str = "-yyyyyyyy-";
/// Staff for people of their areas, the office for all.
const PRIVATE_DOOR: &str = "-ooooooyy-";

/// Whoever goes out to look: staff where they hold a post, grid workers and the office anywhere.
const PATROL: &str = "-ooooooo--";

use Scope::{Account, Boundaries, Cases, Private, Read, Report};

/// Every route with its method and decision.
#[rustfmt::skip]
pub const ROUTES: &[Row] = &[
    row("GET",    "/api/v1/site",                             ALL,          Read),
    row("GET",    "/api/v1/locate",                           ALL,          Read),
    row("POST",   "/api/v1/locate",                           ALL,          Read),
    row("GET",    "/api/v1/areas",                            ALL,          Read),
    row("GET",    "/api/v1/areas/edges",                      ALL,          Read),
    row("GET",    "/api/v1/areas/{code}",                     ALL,          Read),
    row("GET",    "/api/v1/editions",                         ALL,          Read),
    row("POST",   "/api/v1/editions",                         ADMIN,        Boundaries),
    row("GET",    "/api/v1/editions/{id}",                    DRAFT_READ,   Boundaries),
    row("PATCH",  "/api/v1/editions/{id}",                    ADMIN,        Boundaries),
    row("DELETE", "/api/v1/editions/{id}",                    ADMIN,        Boundaries),
    row("GET",    "/api/v1/editions/{id}/areas",              DRAFT_READ,   Boundaries),
    row("GET",    "/api/v1/editions/{id}/check",              DRAFT_READ,   Boundaries),
    row("GET",    "/api/v1/editions/{id}/preview",            DRAFT_READ,   Boundaries),
    row("POST",   "/api/v1/editions/{id}/repair",             ADMIN,        Boundaries),
    row("POST",   "/api/v1/editions/{id}/import",             ADMIN,        Boundaries),
    row("POST",   "/api/v1/editions/{id}/import/apply",       ADMIN,        Boundaries),
    row("POST",   "/api/v1/editions/{id}/roster",             ADMIN,        Boundaries),
    row("POST",   "/api/v1/boundaries/words",                 ADMIN,        Boundaries),
    row("GET",    "/api/v1/boundaries/blocks",                ADMIN,        Boundaries),
    row("POST",   "/api/v1/rosters",                          ADMIN,        Boundaries),
    row("GET",    "/api/v1/rosters/template",                 ADMIN,        Boundaries),
    row("POST",   "/api/v1/layers/{layer}/import",            ADMIN,        Boundaries),
    row("POST",   "/api/v1/editions/{id}/publish",            ADMIN,        Boundaries),
    row("POST",   "/api/v1/editions/{number}/withdraw",       ADMIN,        Boundaries),
    row("POST",   "/api/v1/editions/{number}/restore",        ADMIN,        Boundaries),
    row("POST",   "/api/v1/imports",                          ADMIN,        Boundaries),
    row("GET",    "/api/v1/certificate",                      ALL,          Read),
    row("GET",    "/api/v1/layers",                           ALL,          Read),
    row("GET",    "/api/v1/layers/{layer}",                   ALL,          Read),
    row("GET",    "/api/v1/layers/{layer}/{code}",            ALL,          Read),
    row("GET",    "/api/v1/categories",                       ALL,          Read),
    row("GET",    "/api/v1/search",                           ALL,          Read),
    row("POST",   "/api/v1/parties/{id}/reveal",              PRIVATE_DOOR, Private),
    row("POST",   "/api/v1/incidents",                        ALL,          Report),
    row("GET",    "/api/v1/incidents",                        ALL,          Read),
    row("GET",    "/api/v1/incidents/points",                 ALL,          Read),
    row("GET",    "/api/v1/incidents/histogram",              ALL,          Read),
    row("GET",    "/api/v1/incidents/{id}",                   ALL,          Read),
    row("PATCH",  "/api/v1/incidents/{id}",                   STAFF,        Cases),
    row("POST",   "/api/v1/incidents/{id}/{transition}",      STAFF,        Cases),
    row("POST",   "/api/v1/incidents/steps",                  STAFF,        Cases),
    row("GET",    "/api/v1/incidents/near",                   ALL,          Read),
    row("POST",   "/api/v1/incidents/{id}/voices",            ALL,          Report),
    row("GET",    "/api/v1/overview",                         STAFF_READ,   Read),
    row("GET",    "/api/v1/live",                             STAFF_READ,   Read),
    row("POST",   "/api/v1/incidents/{id}/photos",            "ooooooooo-", Report),
    row("GET",    "/api/v1/photos/{id}/{size}",               STAFF_READ,   Read),
    row("GET",    "/api/v1/incidents/count",                  ALL,          Read),
    row("POST",   "/api/v1/intake/text",                      INTAKE,       Report),
    row("POST",   "/api/v1/intake/tickets",                   INTAKE,       Report),
    row("POST",   "/api/v1/intake/photos",                    INTAKE,       Report),
    row("GET",    "/api/v1/intake/photos/{id}/{size}",        INTAKE,       Report),
    row("GET",    "/api/v1/intake/drafts",                    INTAKE,       Report),
    row("GET",    "/api/v1/intake/drafts/{id}",               INTAKE,       Report),
    row("PATCH",  "/api/v1/intake/drafts/{id}",               INTAKE,       Report),
    row("DELETE", "/api/v1/intake/drafts/{id}",               INTAKE,       Report),
    row("POST",   "/api/v1/intake/drafts/{id}/split",         INTAKE,       Report),
    row("POST",   "/api/v1/intake/drafts/{id}/join",          INTAKE,       Report),
    row("POST",   "/api/v1/intake/drafts/{id}/confirm",       INTAKE,       Report),
    row("GET",    "/api/v1/tasks",                            STAFF,        Read),
    row("GET",    "/api/v1/samples",                          STAFF,        Read),
    row("POST",   "/api/v1/track",                            ALL,          Read),
    row("GET",    "/api/v1/hotspots/density",                 ALL,          Read),
    row("GET",    "/api/v1/hotspots/ranking",                 ALL,          Read),
    row("GET",    "/api/v1/session",                          ALL,          Read),
    row("POST",   "/api/v1/session",                          ALL,          Account),
    row("DELETE", "/api/v1/session",                          SELF,         Account),
    row("GET",    "/api/v1/sessions",                         SELF,         Account),
    row("DELETE", "/api/v1/sessions",                         SELF,         Account),
    row("DELETE", "/api/v1/sessions/{id}",                    SELF,         Account),
    row("POST",   "/api/v1/password",                         SELF,         Account),
    row("POST",   "/api/v1/links/look",                       ALL,          Account),
    row("POST",   "/api/v1/links/redeem",                     ALL,          Account),
    row("GET",    "/api/v1/tokens",                           SELF,         Account),
    row("POST",   "/api/v1/tokens",                           SELF,         Account),
    row("DELETE", "/api/v1/tokens/{id}",                      SELF,         Account),
    row("GET",    "/api/v1/accounts",                         ADMIN_READ,   Account),
    row("POST",   "/api/v1/accounts",                         ADMIN,        Account),
    row("PATCH",  "/api/v1/accounts/{id}",                    ADMIN,        Account),
    row("POST",   "/api/v1/accounts/{id}/link",               ADMIN,        Account),
    row("GET",    "/api/v1/audit",                            ADMIN_READ,   Account),
    row("GET",    "/api/v1/messages",                         SELF,         Read),
    row("GET",    "/api/v1/messages/count",                   SELF,         Read),
    row("POST",   "/api/v1/messages/read",                    SELF,         Account),
    row("GET",    "/api/v1/channels",                         ADMIN_READ,   Account),
    row("POST",   "/api/v1/channels",                         ADMIN,        Account),
    row("PATCH",  "/api/v1/channels/{id}",                    ADMIN,        Account),
    row("DELETE", "/api/v1/channels/{id}",                    ADMIN,        Account),
    row("POST",   "/api/v1/channels/{id}/test",               ADMIN,        Account),
    row("GET",    "/api/v1/deliveries",                       ADMIN_READ,   Account),
    row("POST",   "/api/v1/deliveries/{id}/replay",           ADMIN,        Account),
    row("GET",    "/api/v1/assessment",                       STAFF_READ,   Read),
    row("GET",    "/api/v1/assessment/formulas",              ALL,          Read),
    row("POST",   "/api/v1/assessment/formulas/check",        ADMIN,        Account),
    row("PUT",    "/api/v1/assessment/formulas/{slug}",       ADMIN,        Account),
    row("GET",    "/api/v1/campaigns",                        STAFF_READ,   Read),
    row("PUT",    "/api/v1/campaigns/{slug}",                 ADMIN,        Account),
    row("GET",    "/api/v1/patrols",                          STAFF_READ,   Read),
    row("POST",   "/api/v1/patrols",                          PATROL,       Report),
    row("GET",    "/healthz",                                 ALL,          Read),
    row("GET",    "/readyz",                                  ALL,          Read),
    row("GET",    "/metrics",                                 ALL,          Read),
    row("GET",    "/openapi.json",                            ALL,          Read),
    row("GET",    "/docs",                                    ALL,          Read),
];

impl Row {
    pub fn is_open_to_all(&self) -> bool {
        self.cells.iter().all(|cell| *cell == Cell::Yes)
    }

    /// The best cell of a caller's roles.
    pub fn cell(&self, caller: &Caller) -> Cell {
        let cells = AccountRole::ALL.iter().zip(&self.cells);
        let mine = cells.filter(|(role, _)| caller.roles.has(**role)).map(|(_, cell)| *cell);
        mine.fold(Cell::No, |best, cell| match (best, cell) {
            (Cell::Yes, _) | (_, Cell::Yes) => Cell::Yes,
            (Cell::Own, _) | (_, Cell::Own) => Cell::Own,
            _ => Cell::No,
        })
    }

    /// Whether a caller passes; a refusal says what would help.
    pub fn decide(&self, caller: &Caller) -> Result<(), Problem> {
        let scopes = caller.identity.as_ref().and_then(|identity| identity.scopes.as_ref());
        if scopes.is_some_and(|scopes| !scopes.contains(&self.scope) && !self.is_open_to_all()) {
            let group = glossary::label_in("scope", self.scope.slug());
            let (zh, en) = group.map_or((self.scope.slug(), self.scope.slug()), |term| (term.zh, term.en));
            return Err(Problem::new(
                StatusCode::FORBIDDEN,
                "scope_missing",
                format!("此令牌没有「{zh}」的用途"),
                format!("this token is not good for {en}"),
            ));
        }
        match (self.cell(caller), caller.standing) {
            (Cell::Yes | Cell::Own, _) => Ok(()),
            (Cell::No, Standing::Expired) => Err(session_expired()),
            (Cell::No, Standing::Unsigned) if caller.identity.is_none() => {
                Err(Problem::new(StatusCode::UNAUTHORIZED, "sign_in_required", "请先登录", "sign in first"))
            }
            (Cell::No, _) => Err(self.not_allowed()),
        }
    }

    fn not_allowed(&self) -> Problem {
        let roles = AccountRole::ALL.iter().zip(&self.cells).filter(|(_, cell)| **cell != Cell::No);
        let roles: Vec<_> =
            roles.filter_map(|(role, _)| glossary::label_in("account_role", role.slug())).collect();
        let list = |pick: fn(&glossary::Term) -> &'static str, comma| {
            roles.iter().copied().map(pick).collect::<Vec<_>>().join(comma)
        };
        Problem::new(
            StatusCode::FORBIDDEN,
            "not_allowed",
            format!("你的角色不能做这件事；可以做的是：{}", list(|term| term.zh, "、")),
            format!("your role may not do this; these may: {}", list(|term| term.en, ", ")),
        )
    }
}

/// A cookie came along that is good for nothing any more.
pub fn session_expired() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "session_expired",
        "登录已过期，请重新登录；已填写的内容会保留",
        "the sign-in has run out; sign in again, what was typed stays",
    )
}

/// The row of a route.
pub fn of(method: &str, path: &str) -> Option<&'static Row> {
    ROUTES.iter().find(|row| row.method == method && row.path == path)
}

/// Lets only callers through that one of `rows`, those of the route's path, lets through.
pub async fn guard(rows: &[&'static Row], request: Request, next: Next) -> Response {
    let wanted = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
    let row = rows.iter().find(|row| row.method == wanted.as_str());
    let decided = match (row, request.extensions().get::<Caller>()) {
        (Some(row), Some(caller)) => row.decide(caller),
        // Another method is told by the router itself.
        (None, _) => Ok(()),
        (Some(_), None) => Err(Problem::internal()),
    };
    match decided {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}
