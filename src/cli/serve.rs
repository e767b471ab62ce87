//! `wangge serve`: opens the database, loads the demo where it is asked for, and answers on a socket until it
//! is told to stop.

use super::{Context, Failure, output, session};
use crate::clock::{Clock, ShiftedClock, SystemClock};
use crate::config::{Lang, Overrides};
use crate::domain::instant::Instant;
use crate::http;
use crate::store::{OpenOptions, Store};
use clap::Args;
use std::io::IsTerminal as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::Arc;
use tokio::net::TcpListener;

const LONG_ABOUT: &str = "\
启动服务 · Start the service

Opens the database (creates the SQLite file on first start), prints one line “listening on http://…/” to stdout and
serves the web app and the API there until SIGINT or SIGTERM. Until accounts exist it listens to this machine alone
unless --listen or --lan says otherwise; personal phones are revealed only with --open-private.";

const EXAMPLES: &str = "\
Examples:
  wangge serve --demo                        try it with an invented community
  wangge serve --lan                         for phones on the same network, with a QR code
  wangge serve --listen 0.0.0.0:80 --database-url postgres://wangge@db/wangge
  WANGGE_DATA=/var/lib/wangge wangge serve";

/// 启动服务 · Start the service
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT, after_long_help = EXAMPLES)]
pub struct ServeArgs {
    /// 监听地址 · Address and port, port 0 for a free one [env: WANGGE_LISTEN] [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// 装入演示社区 · Load the demo community into an empty database; implies --open-private [env: WANGGE_DEMO]
    #[arg(long)]
    demo: bool,
    /// 演示的最后一天 · Day on which the demo's history ends [env: WANGGE_DEMO_DATE] [default: today]
    #[arg(long, value_name = "DAY")]
    demo_date: Option<jiff::civil::Date>,
    /// 允许查看私人电话 · Show names of persons and reveal phones, audited [env: WANGGE_OPEN_PRIVATE]
    #[arg(long)]
    open_private: bool,
    /// 允许编辑网格 · Allow whoever reaches the service to edit and publish boundaries [env: WANGGE_OPEN_EDIT]
    #[arg(long)]
    open_edit: bool,
    /// 局域网可用 · Listen on the local network; print address and QR code [env: WANGGE_LAN]
    #[arg(long)]
    lan: bool,
    /// 审图号 · Approval number shown on maps and prints [env: WANGGE_MAP_APPROVAL]
    #[arg(long, value_name = "TEXT")]
    map_approval: Option<String>,
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
    }
}

pub async fn run(_: ServeArgs, context: &Context) -> Result<u8, Failure> {
    let config = &context.config;
    let lang = context.lang();
    let address = address(config.listen, config.lan);
    // The port first: when it is taken, no database is created and no demo loaded.
    let listener = TcpListener::bind(address).await.map_err(|error| cannot_listen(address, &error))?;
    let bound = listener.local_addr().map_err(|error| cannot_listen(address, &error))?;
    let options = OpenOptions { create: true, migrate: true, serve: true };
    let store = Store::open(&config.database(), options).await?;
    let loopback_only = bound.ip().is_loopback();
    let service = session::service_on(store, context, loopback_only, clock(context)?).await?;
    if config.demo {
        service.load_demo(demo_anchor(context)?).await?;
    }
    let options = http::ServeOptions {
        loopback_only,
        open_private: config.open_private || config.demo,
        open_edit: config.open_edit,
        ..http::ServeOptions::default()
    };
    let stop = stop_signal()?;
    announce(bound, &options, lang);
    output::line(format!("listening on {}", url(shown(bound))))?;
    let follower = service.spawn_follower();
    let served = http::serve(listener, service.clone(), options, stop).await;
    follower.abort();
    service.store().close().await;
    served.map_err(|error| {
        Failure::refused(format!("服务中断：{error}"), format!("the service broke off: {error}"))
    })?;
    Ok(0)
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

fn url(address: SocketAddr) -> String {
    format!("http://{address}/")
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
    eprintln!(
        "{}",
        lang.of(
            "注意：还没有账号，能连到这个地址的人都能使用本服务",
            "note: there are no accounts yet; whoever reaches this address can use the service"
        )
    );
    let Some(address) = network_address(bound) else {
        eprintln!("{}", lang.of("没有找到局域网地址", "no address on a local network was found"));
        return;
    };
    let url = url(address);
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
        assert_eq!(url(shown(at("0.0.0.0:81"))), "http://127.0.0.1:81/");
        assert_eq!(url(shown(at("[::1]:81"))), "http://[::1]:81/");
    }
}
