//! Who a request comes from, as handlers take it. The gate finds it once for each request, from the cookie of a device or
//! the token of a program.

use super::access::session_expired;
use super::peer::{self, Peer};
use super::problem::Problem;
use super::state::AppState;
use crate::app::Viewer;
use crate::app::account::{Begun, Origin, Resolved};
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use std::convert::Infallible;
use std::ops::Deref;
use std::sync::Arc;

/// Cookie of a session. Scripts cannot read it, and pages of other sites do not send it with what they submit.
pub const COOKIE: &str = "wangge_session";

/// How a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Unsigned,
    SignedIn,
    /// It brought a session that holds no longer, and counts as unsigned.
    Expired,
}

/// The caller of a request.
#[derive(Debug, Clone)]
pub struct Caller {
    viewer: Arc<Viewer>,
    pub standing: Standing,
}

impl Caller {
    pub fn new(viewer: Arc<Viewer>, standing: Standing) -> Self {
        Self { viewer, standing }
    }

    pub fn viewer(&self) -> &Arc<Viewer> {
        &self.viewer
    }
}

impl Deref for Caller {
    type Target = Viewer;

    fn deref(&self) -> &Viewer {
        &self.viewer
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let known = parts.extensions.get::<Self>().cloned();
        Ok(known.unwrap_or_else(|| Self::new(Arc::clone(&state.anonymous), Standing::Unsigned)))
    }
}

/// Finds the caller and puts it into the request. A request that changes something with a session that holds no longer
/// is refused: whoever sends it believes to be signed in.
pub async fn find(state: &AppState, request: &mut Request) -> Result<(), Problem> {
    let headers = request.headers();
    let caller = if let Some(token) = bearer(headers) {
        match state.service.caller_of_token(token).await? {
            Resolved::Known(viewer) => Caller::new(viewer, Standing::SignedIn),
            Resolved::Unknown => return Err(token_invalid()),
        }
    } else if let Some(secret) = cookie(headers) {
        match state.service.caller_of_session(secret).await? {
            Resolved::Known(viewer) => Caller::new(viewer, Standing::SignedIn),
            Resolved::Unknown => Caller::new(Arc::clone(&state.anonymous), Standing::Expired),
        }
    } else {
        Caller::new(Arc::clone(&state.anonymous), Standing::Unsigned)
    };
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let path = request.uri().path();
    let signs_in = path.ends_with("/api/v1/session") || path.contains("/api/v1/links/");
    if caller.standing == Standing::Expired && changes && !signs_in {
        return Err(session_expired());
    }
    request.extensions_mut().insert(caller);
    Ok(())
}

/// Whether a request brought a session that holds no longer.
pub fn has_expired(request: &Request, found: &Result<(), Problem>) -> bool {
    match found {
        Ok(()) => request.extensions().get::<Caller>().is_some_and(|it| it.standing == Standing::Expired),
        Err(problem) => problem.code == "session_expired",
    }
}

/// Lets a browser forget its session, unless the answer begins another one.
pub fn forget(state: &AppState, response: &mut Response) {
    if !response.headers().contains_key(header::SET_COOKIE) {
        response.headers_mut().append(header::SET_COOKIE, ended(state));
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (kind, token) = value.split_once(' ')?;
    kind.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The session's secret of a request.
pub fn cookie(headers: &HeaderMap) -> Option<&str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value)
}

/// The cookie of a session that has begun.
pub fn begun(state: &AppState, begun: &Begun) -> HeaderValue {
    let age = begun.max_age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    value(state, &begun.secret, &age)
}

/// The cookie that ends one.
pub fn ended(state: &AppState) -> HeaderValue {
    value(state, "", "; Max-Age=0")
}

fn value(state: &AppState, secret: &str, age: &str) -> HeaderValue {
    let secure = if state.options.secure { "; Secure" } else { "" };
    let path = state.options.base_path.of_cookie();
    let text = format!("{COOKIE}={secret}; Path={path}; HttpOnly; SameSite=Lax{secure}{age}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("wangge_session=; Max-Age=0"))
}

fn token_invalid() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "token_invalid",
        "令牌不存在、已到期或已删除",
        "the token does not exist, has run out or was ended",
    )
    .with_header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
}

/// Where a request comes from, for signing in.
pub struct From(pub Origin);

impl FromRequestParts<AppState> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<Peer>().copied();
        let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let client = peer::client(peer, &parts.headers, &state.options.trusted_proxies);
        Ok(Self(Origin {
            address: peer::household(client),
            outside: client.is_some_and(|address| !address.is_loopback()),
            user_agent: agent.unwrap_or_default().chars().take(400).collect(),
            session: cookie(&parts.headers).map(str::to_owned),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_is_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; wangge_session=wgs_x; b=2"));
        assert_eq!(cookie(&headers), Some("wgs_x"));
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("xwangge_session=1"));
        assert_eq!(cookie(&headers), None);
    }

    #[test]
    fn a_token_is_read_whatever_the_case_of_its_kind() {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, HeaderValue::from_static("bearer wgt_1"));
        assert_eq!(bearer(&headers), Some("wgt_1"));
        headers.insert(header::AUTHORIZATION, HeaderValue::from_static("Basic abc"));
        assert_eq!(bearer(&headers), None);
    }
}
