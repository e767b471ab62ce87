//! Golden values from `openssl dgst -sha256 -hmac`, checked with Python's hmac:
//! `printf '1764252000.{"title":"网格"}' | openssl dgst -sha256 -hmac 'this is a secret of thirty bytes'`,
//! `printf '1764252000000\nSECthis is secret' | openssl dgst -sha256 -hmac 'SECthis is secret' -binary | base64`,
//! `printf '' | openssl dgst -sha256 -mac HMAC -macopt hexkey:$(printf '1764252000\nfeishu secret' | xxd -p -c200) -binary | base64`.

use super::*;

const SECRET: &str = "this is a secret of thirty bytes";
const BODY: &str = r#"{"title":"网格"}"#;
const SIGNATURE: &str = "v1=faa3d3e1a12f51f0aa8edf781aba6373645b0c2100433153d58ae4d418dea6c1";

#[test]
fn each_channel_signs_as_its_documentation_says() {
    assert_eq!(webhook(SECRET, 1_764_252_000, BODY.as_bytes()), SIGNATURE);
    assert_eq!(
        dingtalk("SECthis is secret", 1_764_252_000_000),
        "hhiUHMNNIMq7Ur2waIuuyKEwCki3J0lZKUrDVURDXgc="
    );
    assert_eq!(feishu("feishu secret", 1_764_252_000), "R+hEVzV1zBeIktx/nkUOuFzvvQkjj6jq3PbckZ9CkCU=");
}

#[test]
fn a_receiver_takes_the_fresh_original_and_nothing_else() {
    let at = 1_764_252_000;
    let verify = |stamp, body: &str, signature: &str, now| {
        verify_webhook(SECRET, stamp, body.as_bytes(), signature, now, 300)
    };
    assert!(verify(at, BODY, SIGNATURE, at + 300));
    assert!(verify(at, BODY, SIGNATURE, at - 300));
    assert!(!verify(at, BODY, SIGNATURE, at + 301), "too old");
    assert!(!verify(at + 1, BODY, SIGNATURE, at), "a fresher time on an old signature");
    assert!(!verify(at, r#"{"title":"网路"}"#, SIGNATURE, at), "other content");
    let other = SIGNATURE.replace("faa3", "fab3");
    for wrong in [other.as_str(), &SIGNATURE[3..], "v1=", "", &SIGNATURE[..66], "v1=网格"] {
        assert!(!verify(at, BODY, wrong, at), "{wrong}");
    }
    assert!(!verify_webhook("another secret of thirty bytes..", at, BODY.as_bytes(), SIGNATURE, at, 300));
}
