//! Names to addresses, with the [`Guard`] in between. The connection is made to the addresses that were checked, so a
//! name that changes its address between a check and its use gains nothing.

use super::guard::{Guard, Refused};
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

/// A pending answer to [`Resolver::lookup`].
pub type Lookup<'a> = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send + 'a>>;

/// Where addresses of names come from.
pub trait Resolver: Send + Sync {
    /// Every address of `host`, unchecked.
    fn lookup<'a>(&'a self, host: &'a str) -> Lookup<'a>;
}

/// The machine's own resolver.
#[derive(Debug, Default)]
pub struct SystemResolver;

impl Resolver for SystemResolver {
    fn lookup<'a>(&'a self, host: &'a str) -> Lookup<'a> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// Why a name gives no address to connect to.
#[derive(Debug, thiserror::Error)]
pub(super) enum LookupError {
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("the name has no address")]
    Unknown(#[source] Option<io::Error>),
}

/// A resolver that gives out only what the guard permits.
#[derive(Clone)]
pub(super) struct Guarded {
    pub resolver: Arc<dyn Resolver>,
    pub guard: Arc<Guard>,
}

impl Guarded {
    /// Addresses to connect to, at least one. A literal address is judged as it stands.
    pub async fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, LookupError> {
        if let Ok(literal) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
            self.guard.permits(literal)?;
            return Ok(vec![literal]);
        }
        let found = self.resolver.lookup(host).await.map_err(|error| LookupError::Unknown(Some(error)))?;
        let kept = self.guard.keep(found)?;
        if kept.is_empty() { Err(LookupError::Unknown(None)) } else { Ok(kept) }
    }
}

impl reqwest::dns::Resolve for Guarded {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let guarded = self.clone();
        Box::pin(async move {
            let addresses = guarded.addresses(name.as_str()).await?;
            // Port 0 leaves the port to the URL.
            let addresses: reqwest::dns::Addrs =
                Box::new(addresses.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        })
    }
}
