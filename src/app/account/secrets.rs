//! Secrets that are handed out once and kept as hashes.

use crate::ids::Ids;
use crate::store::SecretHash;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// What a secret opens, as the letters before it: whoever finds one in a log sees what has to be ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secret {
    Session,
    Link,
    Token,
}

impl Secret {
    fn prefix(self) -> &'static str {
        match self {
            Self::Session => "wgs_",
            Self::Link => "wgl_",
            Self::Token => "wgt_",
        }
    }

    /// A new secret of 256 random bits, and its hash.
    pub fn draw(self, ids: &dyn Ids) -> (String, SecretHash) {
        let text = format!("{}{}", self.prefix(), URL_SAFE_NO_PAD.encode(ids.secret()));
        let hash = token_hash(&text);
        (text, hash)
    }

    /// The hash of a secret that came in; none when it does not look like one of ours.
    pub fn hash(self, text: &str) -> Option<SecretHash> {
        let rest = text.strip_prefix(self.prefix())?;
        let sound =
            rest.len() == 43 && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        sound.then(|| token_hash(text))
    }
}

/// SHA-256: a secret of 256 random bits cannot be guessed from it.
pub fn token_hash(text: &str) -> SecretHash {
    Sha256::digest(text.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SeededIds;

    #[test]
    fn a_secret_is_found_by_its_hash_and_nothing_else_looks_like_one() {
        let ids = SeededIds::new(3);
        let (text, hash) = Secret::Session.draw(&ids);
        assert_eq!(Secret::Session.hash(&text), Some(hash));
        assert_eq!(Secret::Token.hash(&text), None);
        let longer = format!("{text}a");
        for other in ["", "wgs_", &text[..46], &longer, "wgs_ÄÖÜ"] {
            assert_eq!(Secret::Session.hash(other), None, "{other}");
        }
        assert_ne!(Secret::Session.draw(&ids).1, hash);
    }
}
