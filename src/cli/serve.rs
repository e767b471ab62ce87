//! `wangge serve`: opens the database, loads the demo where it is asked for, and answers on a socket until it
//! is told to stop.

use super::doctor::missing_calendars;
use super::{Context, Failure, output, session, user};
use crate::clock::{Clock, ShiftedClock, SystemClock};
use crate::config::{Lang, Overrides};
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use crate::http;
use crate::http::base_path::BasePath;
use crate::http::peer::Network;
use crate::http::tls::Tls;
use crate::jobs;
use crate::store::{OpenOptions, Store};
use clap::Args;
use std::io::IsTerminal as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;

const LONG_ABOUT: &str = "\
启动服务 · Start the service

Opens the database (creates the SQLite file on first start), prints one line “listening on http://…/” to stdout and
serves the web app and the API there until SIGINT or SIGTERM. It listens to this machine alone unless --listen or
--lan says otherwise. On the first start it prints a one-time link by which the first administrator makes an account.";

const EXAMPLES: &str = "\
Examples:
  wangge serve --demo                        try it with an invented community
  wangge serve --lan                         for phones on the same network, with a QR code
  wangge serve --listen 0.0.0.0:80 --database-url postgres://wangge@db/wangge
  wangge serve --listen 0.0.0.0:443 --tls-cert chain.pem --tls-key key.pem
  WANGGE_DATA=/var/lib/wangge wangge serve";

/// 启动服务 · Start the service
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT, after_long_help = EXAMPLES)]
pub struct ServeArgs {
    /// 监听地址 · Address and port, port 0 for a free one [env: WANGGE_LISTEN] [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// 装入演示社区 · Load the demo community into an empty database, with accounts of every role [env: WANGGE_DEMO]
    #[arg(long)]
    demo: bool,
    /// 演示的最后一天 · Day on which the demo's history ends [env: WANGGE_DEMO_DATE] [default: today]
    #[arg(long, value_name = "DAY")]
    demo_date: Option<jiff::civil::Date>,
    /// 本机不登录即为社区办公室 · Who is not signed in counts as the office, on this machine only [env: WANGGE_OPEN_PRIVATE]
    #[arg(long)]
    open_private: bool,
    /// 本机不登录即为管理员 · Who is not signed in counts as administrator, on this machine only [env: WANGGE_OPEN_EDIT]
    #[arg(long)]
    open_edit: bool,
    /// 局域网可用 · Listen on the local network; print address and QR code [env: WANGGE_LAN]
    #[arg(long)]
    lan: bool,
    /// 审图号 · Approval number shown on maps and prints [env: WANGGE_MAP_APPROVAL]
    #[arg(long, value_name = "TEXT")]
    map_approval: Option<String>,
    /// 主办单位 · Sponsor, below every page [env: WANGGE_SPONSOR]
    #[arg(long, value_name = "TEXT")]
    sponsor: Option<String>,
    /// 备案号 · Registration number, below every page [env: WANGGE_ICP]
    #[arg(long, value_name = "TEXT")]
    icp: Option<String>,
    /// 投诉建议 · Where to complain: a phone number or an address [env: WANGGE_COMPLAINTS]
    #[arg(long, value_name = "TEXT")]
    complaints: Option<String>,
    /// 公开网址 · Address that people open, where a proxy stands before the service [env: WANGGE_PUBLIC_URL]
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// 证书文件 · Certificate chain in PEM, to speak https without a proxy; renewed files are taken while it runs [env: WANGGE_TLS_CERT]
    #[arg(long, value_name = "FILE")]
    tls_cert: Option<PathBuf>,
    /// 私钥文件 · Key of the certificate in PEM [env: WANGGE_TLS_KEY]
    #[arg(long, value_name = "FILE")]
    tls_key: Option<PathBuf>,
    /// 路径前缀 · Path that everything stands below, /wangge [env: WANGGE_BASE_PATH]
    #[arg(long, value_name = "PATH")]
    base_path: Option<String>,
    /// 可信代理 · Proxies whose X-Forwarded-For counts, 10.0.0.0/8,127.0.0.1 [env: WANGGE_TRUSTED_PROXIES]
    #[arg(long, value_name = "NETWORKS")]
    trusted_proxies: Option<String>,
    /// 居民上报限额 · Reports of one address without an account in an hour, 0 for no limit [env: WANGGE_REPORTS_PER_HOUR] [default: 60]
    #[arg(long, value_name = "COUNT")]
    reports_per_hour: Option<u32>,
    /// 消息可达的内网网段 · Inner networks that messages may go to, 10.0.0.0/8 [env: WANGGE_MESSAGE_NETWORKS]
    #[arg(long, value_name = "NETWORKS")]
    message_networks: Option<String>,
    /// 消息可用的其他端口 · Other ports that messages may go to, 843,8 [env: WANGGE_MESSAGE_PORTS]
    #[arg(long, value_name = "PORTS")]
    message_ports: Option<String>,
    /// 消息可不加密发送 · Messages may leave unencrypted, by http and plain SMTP [env: WANGGE_MESSAGE_PLAIN]
    #[arg(long)]
    message_plain: bool,
    /// 消息接收方的证书机构 · PEM file of more authorities to trust when sending messages [env: WANGGE_MESSAGE_CERTIFICATES]
    #[arg(long, value_name = "FILE")]
    message_certificates: Option<PathBuf>,
}

impl ServeArgs {
    pub fn override_settings(&self, overrides: &mut Overrides) {
        overrides.set("listen", self.listen);
        overrides.raise("demo", self.demo);
        overrides.set("demo_date", self.demo_date);
        overrides.raise("open_private", self.open_private);
        overrides.raise("open_edit", self.open_edit);
        overrides.raise("lan", self.lan);
        overrides.set("map_approval", self.map_approval.as_ref());
        overrides.set("sponsor", self.sponsor.as_ref());
        overrides.set("icp", self.icp.as_ref());
        overrides.set("complaints", self.complaints.as_ref());
        overrides.set("public_url", self.public_url.as_ref());
        overrides.set("tls_cert", self.tls_cert.as_ref().map(|path| path.display()));
        overrides.set("tls_key", self.tls_key.as_ref().map(|path| path.display()));
        overrides.set("base_path", self.base_path.as_ref());
        overrides.set("trusted_proxies", self.trusted_proxies.as_ref());
        overrides.set("reports_per_hour", self.reports_per_hour);
        overrides.set("message_networks", self.message_networks.as_ref());
        overrides.set("message_ports", self.message_ports.as_ref());
        overrides.raise("message_plain", self.message_plain);
        overrides.set("message_certificates", self.message_certificates.as_ref().map(|path| path.display()));
    }
}

pub async fn run(_: ServeArgs, context: &Context) -> Result<u8, Failure> {
    let config = &context.config;
    let lang = context.lang();
    let address = address(config.listen, config.lan);
    let tls = tls(context)?;
    let base_path = base_path(config.base_path.as_deref())?;
    let trusted_proxies = trusted(config.trusted_proxies.as_deref())?;
    if (config.open_private || config.open_edit) && !address.ip().is_loopback() {
        return Err(Failure::refused(
            "--open-private 和 --open-edit 让没有登录的人也有权限，只能用于本机地址；请改用账号，见 wangge user",
            "--open-private and --open-edit give rights to who is not signed in, so they are for this machine alone; use accounts, see wangge user",
        ));
    }
    // The port first: when it is taken, no database is created and no demo loaded.
    let listener = TcpListener::bind(address).await.map_err(|error| cannot_listen(address, &error))?;
    let bound = listener.local_addr().map_err(|error| cannot_listen(address, &error))?;
    let options = OpenOptions { create: true, migrate: true, serve: true };
    let store = Store::open(&config.database(), options).await?;
    let loopback_only = bound.ip().is_loopback();
    let service = session::service_on(store, context, loopback_only, clock(context)?).await?;
    service.messaging().sender().map_err(|error| Failure::usage(error.0))?;
    if config.demo {
        service.load_demo(demo_anchor(context)?).await?;
        service.load_demo_accounts().await?;
    }
    let options = http::ServeOptions {
        loopback_only,
        open_private: config.open_private,
        open_edit: config.open_edit,
        secure: tls.is_some() || config.public_url.as_deref().is_some_and(|url| url.starts_with("https://")),
        tls,
        base_path,
        trusted_proxies,
        ..http::ServeOptions::default()
    };
    let stop = stop_signal()?;
    if let Some(tls) = &options.tls {
        tls.catch_hang_up();
    }
    if let Some(token) = service.setup_link().await? {
        let base = config.public_url.clone().unwrap_or_else(|| url(shown(bound), &options));
        let address = user::link_address(&base, &token);
        eprintln!(
            "{}\n{address}",
            lang.of(
                "还没有管理员。请在浏览器中打开下面的链接设置（24 小时内有效，只能用一次）：",
                "there is no administrator yet; open this link in a browser to become it (once, within 24 hours):"
            )
        );
    }
    announce(bound, &options, lang);
    let today = service.zone().to_datetime(service.now().timestamp()).date();
    if let Some(words) = missing_calendars(service.rulebook(), today) {
        eprintln!("{}", lang.pick(&words));
    }
    output::line(format!("listening on {}", url(shown(bound), &options)))?;
    let follower = service.spawn_follower();
    let sweeper = jobs::spawn(&service);
    let deliverer = jobs::deliver::spawn(&service);
    let served = http::serve(listener, service.clone(), options, stop).await;
    follower.abort();
    sweeper.abort();
    deliverer.abort();
    service.store().close().await;
    served.map_err(|error| {
        Failure::refused(format!("服务中断：{error}"), format!("the service broke off: {error}"))
    })?;
    Ok(0)
}

/// The service's own certificate: both files or none.
fn tls(context: &Context) -> Result<Option<Arc<Tls>>, Failure> {
    let config = &context.config;
    match (&config.tls_cert, &config.tls_key) {
        (None, None) => Ok(None),
        (Some(certificate), Some(key)) => {
            if config.public_url.as_deref().is_some_and(|url| url.starts_with("http://")) {
                return Err(Failure::usage(Words::new(
                    "设置了 tls_cert，public_url 就应以 https:// 开头",
                    "with tls_cert the public_url must begin with https://",
                )));
            }
            let loaded = Tls::load(certificate, key);
            Ok(Some(Arc::new(loaded.map_err(|problem| Failure::usage(problem.0))?)))
        }
        _ => Err(Failure::usage(Words::new(
            "tls_cert 和 tls_key 须同时设置",
            "tls_cert and tls_key must be set together",
        ))),
    }
}

fn base_path(text: Option<&str>) -> Result<BasePath, Failure> {
    let text = text.unwrap_or_default();
    text.parse().map_err(|_| {
        Failure::usage(Words::new(
            format!("base_path：「{text}」应如 /wangge，只用字母、数字和 - _ . ~"),
            format!("base_path: “{text}” should look like /wangge, of letters, digits and - _ . ~"),
        ))
    })
}

/// The networks of a list with commas.
fn trusted(list: Option<&str>) -> Result<Vec<Network>, Failure> {
    let parts = list.unwrap_or_default().split(',').map(str::trim).filter(|part| !part.is_empty());
    let read = parts.map(|part| part.parse().map_err(|_| part));
    read.collect::<Result<_, _>>().map_err(|part| {
        Failure::usage(Words::new(
            format!("trusted_proxies：「{part}」不是地址或网段，应如 10.0.0.0/8"),
            format!("trusted_proxies: “{part}” is no address or network; it should look like 10.0.0.0/8"),
        ))
    })
}

/// The machine's clock; with a date for the demo, moved by whole days so that this date is today.
fn clock(context: &Context) -> Result<Arc<dyn Clock>, Failure> {
    let Some(day) = context.config.demo_date.filter(|_| context.config.demo) else {
        return Ok(Arc::new(SystemClock));
    };
    let zone = context.config.time_zone();
    let today = session::now().timestamp().to_zoned_datetime(zone).date();
    let wanted = session::instant(Some(&day.to_string()), context)?;
    let given = session::instant(Some(&today.to_string()), context)?;
    Ok(Arc::new(ShiftedClock { shift: wanted.micros() - given.micros() }))
}

/// The local midnight that the demo's half year ends at.
fn demo_anchor(context: &Context) -> Result<Instant, Failure> {
    let zone = context.config.time_zone();
    let today = || session::now().timestamp().to_zoned_datetime(zone.clone()).date();
    let day = context.config.demo_date.unwrap_or_else(today);
    session::instant(Some(&day.to_string()), context)
}

/// `--lan` opens a loopback address to the network and keeps its port; an address that was chosen stays.
fn address(listen: SocketAddr, lan: bool) -> SocketAddr {
    if lan && listen.ip().is_loopback() {
        SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), listen.port())
    } else {
        listen
    }
}

fn cannot_listen(address: SocketAddr, error: &std::io::Error) -> Failure {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => Failure::refused(
            format!("端口 {} 已被占用，请停下占用它的程序，或用 --listen 换一个端口", address.port()),
            format!(
                "port {} is taken; stop the program that uses it, or choose another with --listen",
                address.port()
            ),
        ),
        std::io::ErrorKind::PermissionDenied => Failure::refused(
            format!("没有权限监听 {address},1024 以下的端口需要管理员权限"),
            format!("no permission to listen on {address}; ports below 1024 need an administrator"),
        ),
        std::io::ErrorKind::AddrNotAvailable => Failure::refused(
            format!("本机没有地址 {}", address.ip()),
            format!("this machine does not have the address {}", address.ip()),
        ),
        _ => Failure::io(address, error),
    }
}

/// The address to open in a browser on this machine.
fn shown(bound: SocketAddr) -> SocketAddr {
    if bound.ip().is_unspecified() {
        SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), bound.port())
    } else {
        bound
    }
}

fn url(address: SocketAddr, options: &http::ServeOptions) -> String {
    let scheme = if options.tls.is_some() { "https" } else { "http" };
    format!("{scheme}://{address}{}/", options.base_path.as_str())
}

/// Who can reach the service, and for the network its address as text and QR code. All on stderr.
fn announce(bound: SocketAddr, options: &http::ServeOptions, lang: Lang) {
    if options.loopback_only {
        eprintln!(
            "{}",
            lang.of(
                "只有本机能访问；要让别的设备访问，请用 --lan 或 --listen",
                "only this machine can reach it; use --lan or --listen for others"
            )
        );
        return;
    }
    let Some(address) = network_address(bound) else {
        eprintln!("{}", lang.of("没有找到局域网地址", "no address on a local network was found"));
        return;
    };
    let url = url(address, options);
    eprintln!("{}{url}", lang.of("局域网地址：", "on the local network: "));
    if let Ok(code) = qrcode::QrCode::new(url.as_bytes()) {
        let picture = code.render::<qrcode::render::unicode::Dense1x2>().quiet_zone(true).build();
        eprintln!("{}", on_paper(&picture, std::io::stderr().is_terminal()));
    }
}

/// A code is dark on light. A terminal may be the other way round, which not every phone can read, so there the
/// picture brings its own colours: black on bright white (ECMA-48).
fn on_paper(picture: &str, terminal: bool) -> String {
    if !terminal {
        return picture.to_owned();
    }
    picture.lines().map(|line| format!("\x1b[30;107m{line}\x1b[0m")).collect::<Vec<_>>().join("\n")
}

/// The machine's address on its network: the one that packets to another network would leave from. Choosing the
/// route of a datagram socket sends nothing.
fn network_address(bound: SocketAddr) -> Option<SocketAddr> {
    if !bound.ip().is_unspecified() {
        return Some(bound);
    }
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // An address that is reserved for documentation (RFC 5737).
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_loopback() && !ip.is_unspecified()).then(|| SocketAddr::new(ip, bound.port()))
}

/// Resolves on SIGINT or SIGTERM. The signals are caught from this call on, so that one that comes right after
/// the address was printed is not lost.
fn stop_signal() -> Result<impl Future<Output = ()>, Failure> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let caught = |kind| signal(kind).map_err(|error| Failure::io("signal", &error));
        let (mut interrupted, mut terminated) =
            (caught(SignalKind::interrupt())?, caught(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupted.recv() => {}
                _ = terminated.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }

    #[test]
    fn the_network_is_opened_only_where_no_address_was_chosen() {
        assert_eq!(address(at("127.0.0.1:8080"), true), at("0.0.0.0:8080"));
        assert_eq!(address(at("127.0.0.1:8080"), false), at("127.0.0.1:8080"));
        assert_eq!(address(at("10.1.2.3:80"), true), at("10.1.2.3:80"));
    }

    #[test]
    fn on_a_terminal_the_code_is_dark_on_light_whatever_its_colours() {
        assert_eq!(on_paper("█ \n ▀", false), "█ \n ▀");
        assert_eq!(on_paper("█ \n ▀", true), "\x1b[30;107m█ \x1b[0m\n\x1b[30;107m ▀\x1b[0m");
    }

    #[test]
    fn an_open_address_is_shown_as_one_that_a_browser_can_open() {
        let plain = http::ServeOptions::default();
        assert_eq!(url(shown(at("0.0.0.0:81")), &plain), "http://127.0.0.1:81/");
        let below = http::ServeOptions { base_path: "/wangge".parse().unwrap(), ..plain };
        assert_eq!(url(shown(at("[::1]:81")), &below), "http://[::1]:81/wangge/");
    }
}
