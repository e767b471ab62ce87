//! Set-up of the log: one line an event on stderr, so that stdout stays free for answers. A thread of its own writes
//! it: a terminal that is held, or a pipe that nobody reads, costs lines of the log and never an answer.

use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::EnvFilter;

/// The running log; dropping it writes what is still waiting.
#[must_use]
pub struct Log(#[expect(dead_code, reason = "held for what its drop does")] WorkerGuard);

/// Starts logging with a filter such as `info` or `wangge=debug,warn`. A second call changes nothing.
/// Fails with the filter's fault in words.
pub fn start(filter: &str, json: bool) -> Result<Log, String> {
    let filter = EnvFilter::try_new(filter).map_err(|error| error.to_string())?;
    let (writer, guard) = tracing_appender::non_blocking(std::io::stderr());
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer);
    // Failure means that somebody else has set the log up already.
    let _ = if json { builder.json().try_init() } else { builder.with_target(false).try_init() };
    Ok(Log(guard))
}
