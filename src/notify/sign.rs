//! Signatures of the channels, all HMAC-SHA256, each with its own idea of key and text.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

type Sha256Mac = Hmac<Sha256>;

/// HMAC-SHA256 over the parts, one behind the other.
fn mac(key: &[u8], parts: &[&[u8]]) -> Option<Sha256Mac> {
    // A key of any length is taken; the crate's signature alone knows an error.
    let mut mac = <Sha256Mac as KeyInit>::new_from_slice(key).ok()?;
    parts.iter().for_each(|part| mac.update(part));
    Some(mac)
}

fn base64_of(key: &str, text: &str) -> String {
    mac(key.as_bytes(), &[text.as_bytes()])
        .map(|mac| STANDARD.encode(mac.finalize().into_bytes()))
        .unwrap_or_default()
}

/// Signature of the generic webhook: `v1=` and hexadecimal HMAC of `<timestamp>.<body>` under the secret.
pub fn webhook(secret: &str, timestamp: i64, body: &[u8]) -> String {
    let stamp = timestamp.to_string();
    let bytes =
        mac(secret.as_bytes(), &[stamp.as_bytes(), b".", body]).map(|mac| mac.finalize().into_bytes());
    let hex: String = bytes.iter().flatten().map(|byte| format!("{byte:02x}")).collect();
    format!("v1={hex}")
}

/// What a receiver does: whether `signature` belongs to these bytes and the message is fresh. Compares in constant time.
/// See [`webhook`](super::webhook) for the whole rule, with the memory of ids that stops a repeat within the window.
pub fn verify_webhook(
    secret: &str,
    timestamp: i64,
    body: &[u8],
    signature: &str,
    now: i64,
    window_seconds: i64,
) -> bool {
    if now.abs_diff(timestamp) > window_seconds.unsigned_abs() {
        return false;
    }
    let Some(hex) = signature.strip_prefix("v1=").filter(|hex| hex.len() == 64 && hex.is_ascii()) else {
        return false;
    };
    let bytes: Option<Vec<u8>> =
        (0..32).map(|n| u8::from_str_radix(&hex[2 * n..2 * n + 2], 16).ok()).collect();
    let stamp = timestamp.to_string();
    let mac = mac(secret.as_bytes(), &[stamp.as_bytes(), b".", body]);
    bytes.zip(mac).is_some_and(|(bytes, mac)| mac.verify_slice(&bytes).is_ok())
}

/// 钉钉: base64 HMAC of `<milliseconds>\n<secret>` under the secret; the query encodes it once more.
pub fn dingtalk(secret: &str, millis: i64) -> String {
    base64_of(secret, &format!("{millis}\n{secret}"))
}

/// 飞书: base64 HMAC of nothing under the key `<seconds>\n<secret>`.
pub fn feishu(secret: &str, seconds: i64) -> String {
    base64_of(&format!("{seconds}\n{secret}"), "")
}

#[cfg(test)]
mod tests;
