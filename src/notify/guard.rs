//! Which addresses a message may be sent to (threat 8). Everything that is not plainly public is refused, unless
//! configuration opens its network on purpose: cities have receivers inside their own network.
//!
//! IPv4 is judged by the IANA special-purpose registry. Of IPv6 only the global unicast block 2000::/3 is public, less
//! its tunnels and documentation; so mapped, compatible, translated (NAT64), unique local, link-local and multicast
//! addresses need no list. An IPv4-mapped address is judged as the IPv4 address that it reaches.

use crate::domain::text::Words;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A block of addresses, `10.20.0.0/16` or `fd00::/8`; a single address is its own block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    prefix: u8,
}

/// A block that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.en)]
pub struct NetworkError(pub Words);

impl Network {
    pub fn contains(&self, address: IpAddr) -> bool {
        let width = |address: &IpAddr| if address.is_ipv4() { 32 } else { 128 };
        let bits = |address: IpAddr| match address {
            IpAddr::V4(v4) => u128::from(u32::from(v4)),
            IpAddr::V6(v6) => u128::from(v6),
        };
        let shift = width(&self.base) - u32::from(self.prefix);
        let cut = |address: IpAddr| bits(address).checked_shr(shift).unwrap_or(0);
        self.base.is_ipv4() == address.is_ipv4() && cut(self.base) == cut(address)
    }
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let refuse = || {
            NetworkError(Words::new(
                format!("「{text}」不是网段，应如 10.20.0.0/16 或 fd00::/8"),
                format!("“{text}” is no network; it should look like 10.20.0.0/16 or fd00::/8"),
            ))
        };
        let (base, prefix) = text.split_once('/').map_or((text, None), |(base, prefix)| (base, Some(prefix)));
        let base: IpAddr = base.trim().parse().map_err(|_| refuse())?;
        let most = if base.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Ok(most), |prefix| prefix.trim().parse()).map_err(|_| refuse())?;
        if prefix > most { Err(refuse()) } else { Ok(Self { base, prefix }) }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.base, self.prefix)
    }
}

/// Why an address is refused; the address itself is not repeated to callers, it may tell about the inner network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the address is {}", .0.en())]
pub struct Refused(pub Scope);

/// What a refused address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Unspecified,
    Loopback,
    Private,
    Shared,
    LinkLocal,
    Multicast,
    Documentation,
    Tunnel,
    Reserved,
}

impl Scope {
    pub fn zh(self) -> &'static str {
        match self {
            Self::Unspecified => "未指定地址",
            Self::Loopback => "本机地址",
            Self::Private => "内网地址",
            Self::Shared => "运营商级 NAT 地址",
            Self::LinkLocal => "链路本地地址",
            Self::Multicast => "组播或广播地址",
            Self::Documentation => "文档示例地址",
            Self::Tunnel => "转换或隧道地址",
            Self::Reserved => "保留地址",
        }
    }

    pub fn en(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::Loopback => "of this machine",
            Self::Private => "of a private network",
            Self::Shared => "of carrier-grade NAT",
            Self::LinkLocal => "link-local",
            Self::Multicast => "multicast or broadcast",
            Self::Documentation => "for documentation",
            Self::Tunnel => "a translated or tunnelled one",
            Self::Reserved => "reserved",
        }
    }
}

/// The rule, with the networks that configuration opens.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    open: Vec<Network>,
}

impl Guard {
    pub fn new(open: Vec<Network>) -> Self {
        Self { open }
    }

    /// Whether a connection to `address` may be made.
    pub fn permits(&self, address: IpAddr) -> Result<(), Refused> {
        // A mapped address reaches the IPv4 address inside it, so that one decides, also in the list.
        let reached = address.to_canonical();
        match scope(reached) {
            None => Ok(()),
            // Nobody listens on these, or everybody does; a list that is too wide must not open them.
            Some(scope @ (Scope::Unspecified | Scope::Multicast)) => Err(Refused(scope)),
            Some(_) if self.open.iter().any(|network| network.contains(reached)) => Ok(()),
            Some(scope) => Err(Refused(scope)),
        }
    }

    /// Those addresses of a name that may be connected to; refused when there are some but none is open.
    pub fn keep(&self, addresses: Vec<IpAddr>) -> Result<Vec<IpAddr>, Refused> {
        let mut refused = None;
        let mut kept = Vec::new();
        for address in addresses {
            match self.permits(address) {
                Ok(()) => kept.push(address.to_canonical()),
                Err(reason) => refused = refused.or(Some(reason)),
            }
        }
        match refused {
            Some(reason) if kept.is_empty() => Err(reason),
            _ => Ok(kept),
        }
    }
}

/// What a special address is for; none for a public one.
pub fn scope(address: IpAddr) -> Option<Scope> {
    match address {
        IpAddr::V4(v4) => scope_v4(v4),
        IpAddr::V6(v6) => scope_v6(v6),
    }
}

fn scope_v4(address: Ipv4Addr) -> Option<Scope> {
    match address.octets() {
        [0, ..] => Some(Scope::Unspecified),
        [127, ..] => Some(Scope::Loopback),
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Some(Scope::Private),
        [100, 64..=127, ..] => Some(Scope::Shared),
        [169, 254, ..] => Some(Scope::LinkLocal),
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => Some(Scope::Documentation),
        [192, 88, 99, _] => Some(Scope::Tunnel),
        [192, 0, 0, _] | [198, 18..=19, ..] => Some(Scope::Reserved),
        [224..=239, ..] | [255, 255, 255, 255] => Some(Scope::Multicast),
        [240..=255, ..] => Some(Scope::Reserved),
        _ => None,
    }
}

fn scope_v6(address: Ipv6Addr) -> Option<Scope> {
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => Some(Scope::Unspecified),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some(Scope::Loopback),
        // Compatible, mapped and translated IPv4: ::/96, ::ffff:0:0/96, ::ffff:0:0:0/96, 64:ff9b::/96, 64:ff9b:1::/48.
        [0, ..] | [0x64, 0xff9b, ..] => Some(Scope::Tunnel),
        [0xfe80..=0xfebf, ..] => Some(Scope::LinkLocal),
        // Unique local, and site-local of old.
        [0xfc00..=0xfdff, ..] | [0xfec0..=0xfeff, ..] => Some(Scope::Private),
        [0xff00..=0xffff, ..] => Some(Scope::Multicast),
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Some(Scope::Documentation),
        // Teredo, benchmarking, ORCHID and further protocol blocks of 2001::/23; 6to4.
        [0x2001, 0..=0x1ff, ..] | [0x2002, ..] => Some(Scope::Tunnel),
        [0x2000..=0x3fff, ..] => None,
        _ => Some(Scope::Reserved),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    /// The special blocks by their first and last addresses, and the public ones beside them. From the IANA IPv4 and
    /// IPv6 special-purpose address registries.
    #[test]
    fn blocks_end_where_the_registry_says() {
        let refused = [
            "0.0.0.0",
            "0.255.255.255",
            "10.0.0.0",
            "10.255.255.255",
            "100.64.0.0",
            "100.127.255.255",
            "127.0.0.0",
            "127.255.255.255",
            "169.254.0.0",
            "169.254.169.254",
            "172.16.0.0",
            "172.31.255.255",
            "192.0.0.0",
            "192.0.0.255",
            "192.0.2.0",
            "192.0.2.255",
            "192.88.99.1",
            "192.168.0.0",
            "192.168.255.255",
            "198.18.0.0",
            "198.19.255.255",
            "198.51.100.0",
            "203.0.113.255",
            "224.0.0.0",
            "239.255.255.255",
            "240.0.0.0",
            "255.255.255.254",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:0:127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:1ff::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff:fff::1",
            "4000::1",
            "5f00::1",
            "fc00::1",
            "fdff::1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
        ];
        for address in refused {
            assert!(Guard::default().permits(ip(address)).is_err(), "{address}");
        }
        let public = [
            "1.0.0.0",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "114.114.114.114",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.0.3.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "::ffff:114.114.114.114",
            "2001:200::1",
            "2400:3200::1",
            "2606:4700::1111",
            "3fff:1000::1",
        ];
        for address in public {
            assert_eq!(Guard::default().permits(ip(address)), Ok(()), "{address}");
        }
    }

    #[test]
    fn a_list_opens_its_networks_and_nothing_beside_them() {
        let guard = Guard::new(vec!["10.20.0.0/16".parse().unwrap(), "fd00:1::/32".parse().unwrap()]);
        for open in ["10.20.0.1", "::ffff:10.20.255.255", "fd00:1::9"] {
            assert_eq!(guard.permits(ip(open)), Ok(()), "{open}");
        }
        for closed in ["10.21.0.1", "127.0.0.1", "fd00:2::9", "64:ff9b::a14:1"] {
            assert!(guard.permits(ip(closed)).is_err(), "{closed}");
        }
    }

    #[test]
    fn the_widest_list_does_not_open_what_nobody_owns() {
        let guard = Guard::new(vec!["0.0.0.0/0".parse().unwrap(), "::/0".parse().unwrap()]);
        assert_eq!(guard.permits(ip("192.168.1.1")), Ok(()));
        for closed in ["0.0.0.0", "224.0.0.1", "255.255.255.255", "::", "ff02::1"] {
            assert!(guard.permits(ip(closed)).is_err(), "{closed}");
        }
    }

    #[test]
    fn of_a_mixed_answer_the_public_addresses_remain() {
        let guard = Guard::default();
        assert_eq!(guard.keep(vec![ip("127.0.0.1"), ip("9.9.9.9")]), Ok(vec![ip("9.9.9.9")]));
        assert_eq!(guard.keep(vec![ip("127.0.0.1"), ip("10.0.0.1")]), Err(Refused(Scope::Loopback)));
        assert_eq!(guard.keep(vec![]), Ok(vec![]));
    }

    #[test]
    fn a_network_is_read_or_refused_with_words() {
        let network: Network = "10.20.0.0/16".parse().unwrap();
        assert_eq!(network.to_string(), "10.20.0.0/16");
        assert_eq!("10.1.2.3".parse::<Network>().unwrap().to_string(), "10.1.2.3/32");
        for bad in ["", "10.20", "10.0.0.0/33", "fd00::/129", "10.0.0.0/x", "10.0.0.0/-1", "city.example/8"] {
            let error = bad.parse::<Network>().unwrap_err();
            assert!(error.0.zh.contains("网段"), "{bad}");
        }
    }
}
