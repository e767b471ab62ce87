//! Query strings and headers: everything that a request says before its body. The first line is the query, the second the
//! tags of `If-None-Match`, the third a host.
#![no_main]

use axum::http::{HeaderMap, HeaderValue, Request, header};
use libfuzzer_sys::fuzz_target;
use wangge::http::params::Params;
use wangge::http::{filter, host, reply};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut lines = text.splitn(3, '\n');
    let query = lines.next().unwrap_or_default();
    let zone = jiff::tz::TimeZone::get("Asia/Shanghai").expect("a known zone");
    let mut params = Params::parse(query);
    let filter = filter::read(&mut params, &zone);
    params.number_in("zoom", 0.0..=24.0);
    params.integer::<u32>("limit", 1..=1000);
    params.instant("known_at", &zone);
    params.text("cursor");
    if params.finish().is_ok() {
        if let Some([west, south, east, north]) = filter.bbox {
            assert!(west <= east && south <= north && west >= -180.0 && north <= 90.0);
        }
        assert!(filter.from.zip(filter.to).is_none_or(|(from, to)| from <= to));
    }
    if let Some(tags) = lines.next().and_then(|tags| HeaderValue::from_str(tags).ok()) {
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, tags);
        reply::tagged(&headers, "text/plain", b"x".as_slice());
    }
    if let Some(named) = lines.next().and_then(|named| HeaderValue::from_str(named).ok()) {
        let mut request = Request::new(());
        request.headers_mut().insert(header::HOST, named.clone());
        request.headers_mut().insert(header::ORIGIN, named);
        *request.method_mut() = axum::http::Method::POST;
        let _ = (host::check_loopback(&request), host::check_origin(&request));
    }
});
