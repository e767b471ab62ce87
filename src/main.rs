//! Parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    wangge::cli::run(std::env::args_os())
}
