//! Set-up of the log: one line an event on stderr, so that stdout stays free for answers.

use tracing_subscriber::EnvFilter;

/// Starts logging with a filter such as `info` or `wangge=debug,warn`. A second call changes nothing.
/// Fails with the filter's fault in words.
pub fn start(filter: &str, json: bool) -> Result<(), String> {
    let filter = EnvFilter::try_new(filter).map_err(|error| error.to_string())?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Failure means that somebody else has set the log up already.
    let _ = if json { builder.json().try_init() } else { builder.with_target(false).try_init() };
    Ok(())
}
