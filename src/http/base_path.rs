//! A path that everything stands below, where one host serves several things. The paths of the service itself stay as they
//! are: what stands before is taken away first, so a proxy may have done it already.

use axum::Router;
use axum::extract::Request;
use axum::http::uri::PathAndQuery;
use axum::http::{StatusCode, Uri, header};
use tower::util::MapRequest;

/// Why a text is no base path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it should look like /wangge")]
pub struct NoBasePath;

/// Without a slash at its end; empty for none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BasePath(String);

impl std::str::FromStr for BasePath {
    type Err = NoBasePath;

    fn from_str(text: &str) -> Result<Self, NoBasePath> {
        let path = text.trim().trim_end_matches('/');
        let fine = |part: &str| {
            !part.is_empty()
                && part != "."
                && part != ".."
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte))
        };
        match path.strip_prefix('/') {
            _ if path.is_empty() => Ok(Self::default()),
            Some(parts) if parts.split('/').all(fine) => Ok(Self(path.to_owned())),
            _ => Err(NoBasePath),
        }
    }
}

impl BasePath {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where a cookie of the service holds.
    pub fn of_cookie(&self) -> &str {
        if self.0.is_empty() { "/" } else { &self.0 }
    }

    /// The router below the path; its bare name leads to the page.
    pub(super) fn around(self, router: Router) -> Router {
        if self.0.is_empty() {
            return router;
        }
        let page = format!("{}/", self.0);
        let bare = self.0.clone();
        let below = MapRequest::new(router, move |mut request: Request| {
            if let Some(inner) = self.inner(request.uri()) {
                *request.uri_mut() = inner;
            }
            request
        });
        let lead = move || async move { (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, page)]) };
        Router::new().route(&bare, axum::routing::any(lead)).fallback_service(below)
    }

    /// The address without the path; none for an address that does not stand below it.
    fn inner(&self, uri: &Uri) -> Option<Uri> {
        let rest = uri.path().strip_prefix(&self.0).filter(|rest| rest.starts_with('/'))?;
        let text = match uri.query() {
            Some(query) => format!("{rest}?{query}"),
            None => rest.to_owned(),
        };
        let mut parts = uri.clone().into_parts();
        parts.path_and_query = Some(PathAndQuery::try_from(text).ok()?);
        Uri::from_parts(parts).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_path_is_plain() {
        for (text, path) in [("/wangge", "/wangge"), ("/a/b-1/", "/a/b-1"), ("/", ""), ("", "")] {
            assert_eq!(text.parse::<BasePath>().unwrap().as_str(), path);
        }
        for text in ["wangge", "/网格", "//x", "/a/../b", "/a b", "/a?b", "https://x/wangge"] {
            assert!(text.parse::<BasePath>().is_err(), "{text}");
        }
    }

    #[test]
    fn only_what_stands_below_it_loses_it() {
        let base: BasePath = "/wangge".parse().unwrap();
        let inner = |uri: &str| base.inner(&uri.parse().unwrap()).map(|uri| uri.to_string());
        assert_eq!(inner("/wangge/api/v1/site?x=1").as_deref(), Some("/api/v1/site?x=1"));
        assert_eq!(inner("http://h/wangge/").as_deref(), Some("http://h/"));
        for uri in ["/wanggery/x", "/api/v1/site", "/wangge", "/"] {
            assert_eq!(inner(uri), None, "{uri}");
        }
    }
}
