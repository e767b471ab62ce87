//! The address that a request comes from. A proxy's word for it counts only where the proxy is trusted by configuration;
//! otherwise anybody could choose the address that limits are counted by.

use axum::http::{HeaderMap, HeaderName};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Who is on the other end of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

/// A network, `10.0.0.0/8` or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    bits: u8,
}

impl Network {
    pub fn holds(&self, address: IpAddr) -> bool {
        match (self.base, address.to_canonical()) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
                base.to_bits() & mask == address.to_bits() & mask
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.bits)).unwrap_or(0);
                base.to_bits() & mask == address.to_bits() & mask
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (base, bits) = match text.trim().split_once('/') {
            Some((base, bits)) => (base, Some(bits)),
            None => (text.trim(), None),
        };
        let wrong = || format!("{text} is no address or network such as 10.0.0.0/8");
        let base: IpAddr = base.parse().map_err(|_| wrong())?;
        let most = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| wrong())?;
        if bits > most { Err(wrong()) } else { Ok(Self { base, bits }) }
    }
}

/// The address of the client: that of the peer, or what the trusted proxies in a row say that it was, read from the nearest
/// one.
pub fn client(peer: Option<Peer>, headers: &HeaderMap, trusted: &[Network]) -> Option<IpAddr> {
    let Peer(mut address) = peer?;
    let trusts = |address: IpAddr| trusted.iter().any(|network| network.holds(address));
    let said = headers.get_all(&FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
    let said: Vec<&str> = said.flat_map(|value| value.split(',')).collect();
    for hop in said.iter().rev() {
        if !trusts(address) {
            break;
        }
        let Some(hop) = hop_address(hop.trim()) else { break };
        address = hop;
    }
    Some(address.to_canonical())
}

/// The address of a hop; some proxies write the port with it.
fn hop_address(hop: &str) -> Option<IpAddr> {
    hop.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

/// An address as it is compared and stored: of IPv6 the first 64 bits, which one household has to itself.
pub fn household(client: Option<IpAddr>) -> String {
    match client {
        None => "-".to_owned(),
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let prefix = address.to_bits() & (u128::MAX << 64);
            format!("{}/64", Ipv6Addr::from_bits(prefix))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn told(peer: &str, forwarded: &'static str, trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        if !forwarded.is_empty() {
            headers.insert(FORWARDED_FOR, HeaderValue::from_static(forwarded));
        }
        let trusted: Vec<Network> = trusted.iter().map(|text| text.parse().unwrap()).collect();
        household(client(Some(Peer(peer.parse().unwrap())), &headers, &trusted))
    }

    #[test]
    fn a_forged_header_changes_nothing_without_a_trusted_proxy() {
        assert_eq!(told("203.0.113.5", "10.0.0.1", &[]), "203.0.113.5");
        assert_eq!(told("203.0.113.5", "10.0.0.1", &["10.0.0.0/8"]), "203.0.113.5");
    }

    #[test]
    fn behind_proxies_the_first_untrusted_hop_from_the_right_counts() {
        let trusted = &["127.0.0.1", "10.0.0.0/8"];
        assert_eq!(told("127.0.0.1", "198.51.100.7", trusted), "198.51.100.7");
        assert_eq!(told("127.0.0.1", "1.1.1.1, 198.51.100.7, 10.2.3.4", trusted), "198.51.100.7");
        assert_eq!(told("127.0.0.1", "nonsense", trusted), "127.0.0.1");
        assert_eq!(told("127.0.0.1", "198.51.100.7:4711", trusted), "198.51.100.7");
        assert_eq!(told("127.0.0.1", "[2001:db8:1:2::9]:4711", trusted), "2001:db8:1:2::/64");
        assert_eq!(told("::ffff:127.0.0.1", "198.51.100.7", trusted), "198.51.100.7");
    }

    #[test]
    fn of_ipv6_the_network_counts() {
        assert_eq!(told("2001:db8:1:2:aaaa::9", "", &[]), "2001:db8:1:2::/64");
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for bad in ["", "x", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0/8"] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
        let all: Network = "0.0.0.0/0".parse().unwrap();
        assert!(all.holds("8.8.8.8".parse().unwrap()) && !all.holds("::1".parse().unwrap()));
    }
}
