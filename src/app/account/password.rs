//! Hashing passwords: Argon2id (RFC 9106) with the library's parameters, 19 MiB and two passes as OWASP advises. Few at a
//! time, off the threads that answer requests, so that a flood of attempts costs neither memory nor the service.

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, PasswordHash};
use std::sync::{Arc, OnceLock};
use tokio::sync::Semaphore;

/// Hashes that are computed at a time.
const AT_A_TIME: usize = 2;

/// The door to hashing.
#[derive(Debug, Clone)]
pub struct Passwords(Arc<Semaphore>);

impl Default for Passwords {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_A_TIME)))
    }
}

impl Passwords {
    /// The PHC string of a password with a salt of its own.
    pub async fn hash(&self, password: String) -> anyhow::Result<String> {
        self.work(move || hash(&password)).await?
    }

    /// Whether a password is the one of a hash. Without a hash the same work is done for nothing, so that an account that
    /// does not exist takes as long as one that does.
    pub async fn verify(&self, password: String, known: Option<String>) -> anyhow::Result<bool> {
        self.work(move || {
            let stored = known.as_deref().unwrap_or_else(|| nobody());
            let matches = PasswordHash::new(stored)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
            matches && known.is_some()
        })
        .await
    }

    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> anyhow::Result<T> {
        let _turn = self.0.acquire().await?;
        Ok(tokio::task::spawn_blocking(work).await?)
    }
}

fn hash(password: &str) -> anyhow::Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    Ok(hash.map_err(|error| anyhow::anyhow!("a password cannot be hashed: {error}"))?.to_string())
}

/// The hash of a password that nobody has.
fn nobody() -> &'static str {
    static NOBODY: OnceLock<String> = OnceLock::new();
    NOBODY.get_or_init(|| hash("no account has this password").unwrap_or_default())
}

/// Whether a hash was made with weaker parameters than today's.
pub fn is_outdated(phc: &str) -> bool {
    let today = Argon2::default();
    let today = today.params();
    PasswordHash::new(phc)
        .ok()
        .and_then(|hash| argon2::Params::try_from(&hash).ok())
        .is_none_or(|params| params.m_cost() < today.m_cost() || params.t_cost() < today.t_cost())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_its_own_hash_and_no_other() {
        let passwords = Passwords::default();
        let hash = passwords.hash("北苑路的落叶".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$") && !is_outdated(&hash));
        assert!(passwords.verify("北苑路的落叶".into(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("北苑路的落葉".into(), Some(hash)).await.unwrap());
        assert!(!passwords.verify("no account has this password".into(), None).await.unwrap());
        assert!(!passwords.verify("x".into(), Some("damaged".into())).await.unwrap());
    }

    #[test]
    fn weaker_parameters_are_told() {
        assert!(is_outdated("$argon2id$v=19$m=4096,t=2,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b4dWRWJTmaaJObG"));
        assert!(is_outdated("nonsense"));
    }
}
