//! A disk that takes no more bytes: the operating system refuses to let the service's files grow.

use super::client::{Caller, Load, code_of, expect_exactly, id_of};
use crate::cli::support::{Serving, Site};
use std::process::Command;

/// Lets no file of the process grow beyond `bytes`, or any when None.
fn limit_files(process: u32, bytes: Option<u64>) {
    let soft = bytes.map_or_else(|| "unlimited".to_owned(), |bytes| bytes.to_string());
    let limited = Command::new("prlimit")
        .args([format!("--pid={process}"), format!("--fsize={soft}:unlimited")])
        .status()
        .unwrap();
    assert!(limited.success());
}

#[test]
fn while_files_cannot_grow_reports_are_refused_and_afterwards_nothing_is_lost_or_doubled() {
    let site = Site::with_small_grid();
    let serving = Serving::start_ignoring(&site, "XFSZ", &["--open-private"]);
    let address = &serving.address;
    let mut caller = Caller::of(&serving.address);
    let load = Load::start(address, 4, 60);
    for round in 1..=3 {
        load.wait_for(round * 40);
        // No file of the service may grow from here on: neither the log of the database nor the database.
        limit_files(serving.process(), Some(4096));
        loop {
            if let Some((status, problem)) = caller.report("probe") {
                assert_ne!(status, 201, "nothing can be written");
                assert!(matches!(status, 503 | 507), "{status} {problem}");
                assert!(
                    matches!(code_of(&problem).as_str(), "database_unavailable" | "storage_full"),
                    "{problem}"
                );
                break;
            }
        }
        // Reading goes on, from the snapshot and from the database.
        assert_eq!(caller.get("/api/v1/locate?lon=102.502&lat=24.302").0, 200);
        assert_eq!(caller.get("/api/v1/incidents?limit=5").0, 200);
        assert_eq!(caller.get("/healthz").0, 200);
        limit_files(serving.process(), None);
    }
    let mut told = load.finish();
    // The probe is a report like the others: under its key it is written once, now that there is room.
    let (status, receipt) = caller.report("probe").unwrap();
    assert_eq!(status, 201, "{receipt}");
    told.receipts.insert("probe".to_owned(), id_of(&receipt));
    assert!(!told.refusals.keys().any(|refusal| refusal.starts_with("500")), "{:?}", told.refusals);
    expect_exactly(address, &told);
    assert_eq!(caller.get("/readyz").0, 200);
    // And the file says the same to another process, after the service has gone.
    assert_eq!(serving.stop(), 0);
    let findings = site.json(&["doctor"]);
    let all = findings.as_array().unwrap();
    assert!(all.iter().all(|finding| finding["state"] != "wrong"), "{findings}");
    assert_eq!(
        site.done(&["export", "incidents", "--format", "csv"]).lines().count(),
        told.receipts.len() + 1
    );
}
