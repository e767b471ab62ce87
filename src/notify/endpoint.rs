//! What a destination's URL or mail server may look like, decided without the network. The `url` crate has brought
//! every spelling of an address (decimal, octal, hexadecimal, short, full-width) to one form before it is judged here;
//! names are judged when they are connected to, in [`resolve`](super::resolve).

use super::guard::Guard;
use crate::domain::text::Words;
use reqwest::Url;
use std::net::IpAddr;

/// Services that answer no webhook and no mail, whose ports are never tried, even inside an opened network: SQL Server,
/// Oracle, NFS, MySQL, RDP, PostgreSQL, VNC, Redis, memcached, MongoDB.
const FOREIGN_PORTS: &[u16] = &[1433, 1521, 2049, 3306, 3389, 5432, 5900, 6379, 11211, 27017];
const WEB_PORTS: &[u16] = &[80, 443];
const MAIL_PORTS: &[u16] = &[25, 465, 587];

/// Why an endpoint is not acceptable: a stable code, and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unacceptable {
    pub code: &'static str,
    pub words: Words,
}

impl Unacceptable {
    fn new(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, words: Words::new(zh, en) }
    }
}

/// What the site allows.
#[derive(Debug, Clone)]
pub struct Rules<'a> {
    pub guard: &'a Guard,
    /// Unencrypted connections: `http:` and plain SMTP.
    pub allow_plain: bool,
    /// Ports allowed beside the usual ones.
    pub ports: &'a [u16],
}

/// Reads a URL to send to.
///
/// # Errors
/// `url_malformed`, `url_scheme`, `plain_not_allowed`, `url_userinfo`, `port_not_allowed`, `address_refused`.
pub fn web(text: &str, rules: &Rules<'_>) -> Result<Url, Unacceptable> {
    let url = Url::parse(text.trim()).ok().filter(Url::has_host).ok_or_else(|| {
        Unacceptable::new(
            "url_malformed",
            "地址无法识别，应如 https://example.gov.cn/hook",
            "the URL cannot be read; it should look like https://example.gov.cn/hook",
        )
    })?;
    match url.scheme() {
        "https" => {}
        "http" if rules.allow_plain => {}
        "http" => return Err(plain_not_allowed("https", "https")),
        _ => {
            return Err(Unacceptable::new(
                "url_scheme",
                "地址只能以 https:// 或 http:// 开头",
                "the URL must begin with https:// or http://",
            ));
        }
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Unacceptable::new(
            "url_userinfo",
            "地址里不能带用户名或密码",
            "the URL must not carry a user name or a password",
        ));
    }
    port(url.port_or_known_default().unwrap_or_default(), WEB_PORTS, rules)?;
    literal(url.host_str().unwrap_or_default(), rules.guard)?;
    Ok(url)
}

/// Reads a mail server's name or address into its one form.
///
/// # Errors
/// `host_malformed`, `port_not_allowed`, `address_refused`.
pub fn mail(host: &str, at_port: u16, rules: &Rules<'_>) -> Result<String, Unacceptable> {
    let malformed = || {
        Unacceptable::new(
            "host_malformed",
            "邮件服务器地址无法识别，应如 smtp.example.gov.cn",
            "the mail server's name cannot be read; it should look like smtp.example.gov.cn",
        )
    };
    // As the host of a web address, so that its spellings are brought to the same form.
    let host = host.trim();
    let url = Url::parse(&format!("https://{host}/")).map_err(|_| malformed())?;
    let is_bare = url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.port().is_none()
        && url.username().is_empty()
        && !host.contains(['/', '@', '\\', '?', '#']);
    let read = url.host_str().filter(|_| is_bare).ok_or_else(malformed)?;
    port(at_port, MAIL_PORTS, rules)?;
    literal(read, rules.guard)?;
    Ok(read.trim_matches(['[', ']']).to_owned())
}

/// The refusal of an unencrypted connection.
pub(super) fn plain_not_allowed(zh: &str, en: &str) -> Unacceptable {
    Unacceptable::new(
        "plain_not_allowed",
        format!("本站不允许不加密的连接，请改用 {zh}；确有需要时由管理员在配置中放开"),
        format!(
            "this site allows no unencrypted connection, use {en}; an administrator can allow it in the configuration"
        ),
    )
}

fn port(port: u16, usual: &[u16], rules: &Rules<'_>) -> Result<(), Unacceptable> {
    let is_open = usual.contains(&port) || (port >= 1024 && !FOREIGN_PORTS.contains(&port));
    if is_open || (port != 0 && rules.ports.contains(&port)) {
        return Ok(());
    }
    Err(Unacceptable::new(
        "port_not_allowed",
        format!("不能连接端口 {port}；确有需要时由管理员在配置中放开"),
        format!("port {port} is not connected to; an administrator can allow it in the configuration"),
    ))
}

fn literal(host: &str, guard: &Guard) -> Result<(), Unacceptable> {
    let Ok(address) = host.trim_matches(['[', ']']).parse::<IpAddr>() else { return Ok(()) };
    guard
        .permits(address)
        .map_err(|refused| Unacceptable { code: "address_refused", words: refused_words(refused) })
}

/// What is said of a refused address.
pub(super) fn refused_words(refused: super::guard::Refused) -> Words {
    let scope = refused.0;
    Words::new(
        format!("该地址指向{}，已拒绝连接；确为本单位接收方时，请管理员把其网段加入允许名单", scope.zh()),
        format!(
            "the address is {} and is not connected to; if it is a receiver of yours, an administrator can add its network to the allow list",
            scope.en()
        ),
    )
}
