//! PostgreSQL that goes away in the middle: its connections are cut, and the whole cluster stops and comes back.

use super::client::{Caller, Load, code_of, expect_exactly, id_of};
use crate::cli::support::{Serving, Site, small_grid};
use crate::postgres::PostgresDatabase;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A site whose small grid lies in a database of PostgreSQL.
pub fn with_grid(url: &str) -> Site {
    let site = Site::new();
    site.file("grid.geojson", small_grid());
    site.done(&["import", "areas=grid.geojson", "--database-url", url]);
    site
}

#[test]
fn connections_that_are_cut_lose_and_double_nothing() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let database = runtime.block_on(PostgresDatabase::create());
    let site = with_grid(&database.url());
    let serving = Serving::start(&site, &["--open-private", "--database-url", &database.url()]);
    let mut caller = Caller::of(&serving.address);
    let load = Load::start(&serving.address, 6, 60);
    for round in 1..=10 {
        load.wait_for(round * 30);
        assert!(runtime.block_on(database.cut_connections()) > 0);
    }
    let told = load.finish();
    assert!(!told.refusals.keys().any(|refusal| refusal.starts_with("500")), "{:?}", told.refusals);
    expect_exactly(&serving.address, &told);
    assert_eq!(caller.get("/readyz").0, 200);
    assert_eq!(serving.stop(), 0);
    runtime.block_on(database.drop());
}

/// A cluster of its own, stopped and removed when dropped.
struct Cluster {
    folder: PathBuf,
    url: String,
    _parent: tempfile::TempDir,
}

impl Cluster {
    fn start() -> Self {
        let parent = tempfile::tempdir().unwrap();
        // The server runs as another user when the tests run as root.
        Command::new("chmod").arg("755").arg(parent.path()).status().unwrap();
        let folder = parent.path().join("pg");
        let url = script("start", &folder).trim().to_owned();
        Self { folder, url, _parent: parent }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        script("stop", &self.folder);
    }
}

fn script(verb: &str, folder: &Path) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/postgres.sh");
    let output = Command::new("bash").arg(path).arg(verb).arg(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_cluster_that_crashes_and_comes_back_is_survived_without_a_restart() {
    let cluster = Cluster::start();
    let site = with_grid(&cluster.url);
    let serving = Serving::start(&site, &["--open-private", "--database-url", &cluster.url]);
    let address = &serving.address;
    let mut caller = Caller::of(&serving.address);
    let load = Load::start(address, 4, 50);
    for round in 1..=2 {
        load.wait_for(round * 50);
        script("crash", &cluster.folder);
        // Clicks are answered from the snapshot; what needs the database says so.
        assert_eq!(caller.get("/api/v1/locate?lon=102.502&lat=24.302").0, 200);
        assert_eq!(caller.get("/api/v1/areas").0, 200);
        assert_eq!(caller.get("/healthz").0, 200);
        let (status, problem) = caller.get("/readyz");
        assert_eq!((status, code_of(&problem).as_str()), (503, "database_unavailable"), "{problem}");
        let (status, problem) = caller.report("probe").unwrap();
        assert_eq!((status, code_of(&problem).as_str()), (503, "database_unavailable"), "{problem}");
        script("resume", &cluster.folder);
    }
    let mut told = load.finish();
    let (status, receipt) = caller.report("probe").unwrap();
    assert_eq!(status, 201, "{receipt}");
    told.receipts.insert("probe".to_owned(), id_of(&receipt));
    assert!(!told.refusals.keys().any(|refusal| refusal.starts_with("500")), "{:?}", told.refusals);
    expect_exactly(address, &told);
    assert_eq!(caller.get("/readyz").0, 200);
    assert_eq!(serving.stop(), 0);
}
