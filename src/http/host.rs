//! Who may talk to a service without accounts: requests to a loopback service must name a loopback host, so that
//! a foreign page cannot reach it through DNS rebinding, and requests that change something must not come from a
//! page of another origin.

use super::problem::Problem;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, Request, StatusCode, Uri, header};
use std::net::IpAddr;

/// Refuses a request that names a host which is not this machine. A request without a host passes: no browser
/// sends one.
pub fn check_loopback<B>(request: &Request<B>) -> Result<(), Problem> {
    match named_host(request.uri(), request.headers()) {
        None => Ok(()),
        Some(authority) if is_loopback(&authority) => Ok(()),
        Some(_) => Err(Problem::new(
            StatusCode::MISDIRECTED_REQUEST,
            "host_refused",
            "本服务只在本机可用，请用 http://127.0.0.1 或 http://localhost 打开",
            "This service answers on this machine only; open it as http://127.0.0.1 or http://localhost",
        )),
    }
}

/// Refuses a state-changing request that a page of another origin sent. Programs send neither header and pass.
pub fn check_origin<B>(request: &Request<B>) -> Result<(), Problem> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let headers = request.headers();
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let same = match (text("sec-fetch-site"), headers.get(header::ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, None) => true,
        (None, Some(origin)) => {
            let origin = origin.to_str().ok().and_then(|origin| origin.parse::<Uri>().ok());
            let origin = origin.and_then(|origin| origin.into_parts().authority);
            match (origin, named_host(request.uri(), headers)) {
                (Some(origin), Some(host)) => origin.as_str().eq_ignore_ascii_case(host.as_str()),
                _ => false,
            }
        }
    };
    if same {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::FORBIDDEN,
        "foreign_origin",
        "不接受来自其他网站页面的提交",
        "Requests from pages of other sites are refused",
    ))
}

fn named_host(uri: &Uri, headers: &HeaderMap) -> Option<Authority> {
    if let Some(authority) = uri.authority() {
        return Some(authority.clone());
    }
    let host = headers.get(header::HOST)?;
    // A host that cannot be read is certainly not ours.
    let parsed = host.to_str().ok().and_then(|host| host.parse().ok());
    Some(parsed.unwrap_or_else(|| Authority::from_static("unreadable.invalid")))
}

fn is_loopback(authority: &Authority) -> bool {
    let host = authority.host().trim_end_matches('.');
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<IpAddr>() {
        Ok(address) => address.to_canonical().is_loopback(),
        Err(_) => {
            let host = host.to_ascii_lowercase();
            host == "localhost" || host.ends_with(".localhost")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &str, headers: &[(&str, &str)]) -> Request<()> {
        let mut builder = Request::builder().method(method).uri("/api/v1/site");
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        builder.body(()).expect("valid")
    }

    #[test]
    fn only_loopback_names_reach_a_loopback_service() {
        for host in ["localhost", "LOCALHOST:8080", "127.0.0.1:8080", "127.9.9.9", "[::1]:80", "a.localhost"]
        {
            assert!(check_loopback(&request("GET", &[("host", host)])).is_ok(), "{host}");
        }
        for host in ["evil.example", "127.0.0.1.evil.example", "192.168.1.5", "localhost.evil", "[::2]"] {
            let problem = check_loopback(&request("GET", &[("host", host)])).expect_err(host);
            assert_eq!(problem.status, 421);
        }
        assert!(check_loopback(&request("GET", &[])).is_ok());
    }

    #[test]
    fn pages_of_other_sites_cannot_change_anything() {
        let post = |headers: &[(&str, &str)]| check_origin(&request("POST", headers)).is_ok();
        assert!(post(&[]));
        assert!(post(&[("host", "localhost:8080"), ("origin", "http://localhost:8080")]));
        assert!(post(&[
            ("host", "proxy"),
            ("origin", "https://city.example"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(!post(&[("host", "localhost:8080"), ("origin", "http://localhost:9090")]));
        assert!(!post(&[("host", "localhost:8080"), ("origin", "null")]));
        assert!(!post(&[("host", "localhost:8080"), ("sec-fetch-site", "cross-site")]));
        assert!(!post(&[("host", "localhost:8080"), ("sec-fetch-site", "same-site")]));
        assert!(check_origin(&request("GET", &[("origin", "http://evil.example")])).is_ok());
    }
}
