//! Parse, run, exit code.

use std::process::ExitCode;

/// Requests and rows make many small allocations on several threads, and what a start or an import needs for a
/// moment should go back to the system.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    wangge::cli::run(std::env::args_os())
}
