//! Backing up while the service works, restoring elsewhere, and checking what is there: the real binary on both databases.

use super::support::{Serving, Site, small_grid};
use crate::fault::client::{Caller, id_of};
use crate::postgres::PostgresDatabase;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::runtime::Runtime;

/// A JPEG that no other number has.
fn picture(n: u32) -> Vec<u8> {
    let image = image::RgbImage::from_fn(48, 32, |x, y| {
        image::Rgb([(x * 5 + n) as u8, (y * 7 + n / 256) as u8, (n * 31 % 251) as u8])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::from(image).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// Sends a photo as the reporter of a case and gives the status.
fn send_photo(address: &str, receipt: &str, body: &[u8]) -> u16 {
    let receipt: Value = serde_json::from_str(receipt).unwrap();
    let (id, code) = (receipt["id"].as_str().unwrap(), receipt["tracking_code"].as_str().unwrap());
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "POST /api/v1/incidents/{id}/photos HTTP/1.1\r\nHost: {address}\r\nTracking-Code: {code}\r\n\
         Content-Type: application/octet-stream\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )
    .unwrap();
    stream.write_all(body).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).split(' ').nth(1).unwrap().parse().unwrap()
}

/// What was acknowledged so far.
#[derive(Default)]
struct Acknowledged {
    reports: Vec<String>,
    photos: u64,
}

/// Callers who report and send photos until they are told to stop.
struct Work {
    told: Arc<Mutex<Acknowledged>>,
    stop: Arc<AtomicBool>,
    callers: Vec<std::thread::JoinHandle<()>>,
}

impl Work {
    fn start(address: &str) -> Self {
        let (told, stop) = (Arc::<Mutex<Acknowledged>>::default(), Arc::new(AtomicBool::new(false)));
        let caller = |caller: u32| {
            let (told, stop, address) = (Arc::clone(&told), Arc::clone(&stop), address.to_owned());
            std::thread::spawn(move || {
                let mut own = Caller::of(&address);
                for n in 0.. {
                    if stop.load(Ordering::SeqCst) {
                        return;
                    }
                    let (status, receipt) = own.report(&format!("{caller}-{n}")).unwrap();
                    assert_eq!(status, 201, "{receipt}");
                    told.lock().unwrap().reports.push(id_of(&receipt));
                    if n % 4 == 0 {
                        let picture = picture(caller * 10_000 + n);
                        assert_eq!(send_photo(&address, &receipt, &picture), 201);
                        told.lock().unwrap().photos += 1;
                    }
                }
            })
        };
        let callers = (1..=4).map(caller).collect();
        Self { told, stop, callers }
    }

    /// Waits until so many reports are acknowledged and gives all that are.
    fn after(&self, reports: usize) -> (Vec<String>, u64) {
        loop {
            let told = self.told.lock().unwrap();
            if told.reports.len() >= reports {
                return (told.reports.clone(), told.photos);
            }
            drop(told);
            assert!(!self.callers.iter().any(std::thread::JoinHandle::is_finished), "a caller has failed");
            std::thread::yield_now();
        }
    }

    fn stop(self) -> usize {
        self.stop.store(true, Ordering::SeqCst);
        self.callers.into_iter().for_each(|caller| caller.join().unwrap());
        self.told.lock().unwrap().reports.len()
    }
}

/// Where a command's database is: the folder of the site, or a URL.
fn on<'a>(arguments: &[&'a str], database: Option<&'a str>) -> Vec<&'a str> {
    let url = database.into_iter().flat_map(|url| ["--database-url", url]);
    arguments.iter().copied().chain(url).collect()
}

fn ids(address: &str) -> BTreeSet<String> {
    let mut caller = Caller::of(address);
    let (mut found, mut next) = (BTreeSet::new(), String::new());
    loop {
        let (status, list) = caller.get(&format!("/api/v1/incidents?limit=500{next}"));
        assert_eq!(status, 200, "{list}");
        let list: Value = serde_json::from_str(&list).unwrap();
        let items = list["items"].as_array().unwrap();
        found.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        match list["next"].as_str() {
            Some(after) => next = format!("&after={after}"),
            None => return found,
        }
    }
}

/// Backs up under load, restores elsewhere, and looks for everything that was acknowledged before.
fn drill(from: Option<&str>, to: Option<&str>) {
    let site = Site::new();
    site.file("grid.geojson", small_grid());
    site.done(&on(&["import", "areas=grid.geojson"], from));
    let serving = Serving::start(&site, &on(&["--open-private"], from));
    let work = Work::start(&serving.address);
    let (reports, photos) = work.after(60);
    let manifest: Value =
        serde_json::from_str(&site.done(&on(&["backup", "b.tar", "--json"], from))).unwrap();
    let in_all = work.stop();
    assert_eq!(serving.stop(), 0);
    let rows = |table: &str| {
        let tables = manifest["tables"].as_array().unwrap();
        tables.iter().find(|told| told["name"] == table).unwrap()["rows"].as_u64().unwrap()
    };
    assert!((reports.len()..=in_all).contains(&(rows("incident") as usize)), "{in_all} {manifest}");
    assert!(rows("photo") >= photos && photos > 0);
    assert_eq!(manifest["photos"]["files"].as_u64(), Some(rows("photo") * 2));
    assert_eq!(manifest["photos"]["missing"].as_array().map(Vec::len), Some(0));

    let elsewhere = Site::new();
    std::fs::copy(site.path("b.tar"), elsewhere.path("b.tar")).unwrap();
    let said = elsewhere.done(&on(&["restore", "b.tar"], to));
    assert!(said.contains(&format!("{} incidents", rows("incident"))), "{said}");
    let sound = elsewhere.done(&on(&["verify-data"], to));
    assert!(sound.starts_with("all is sound"), "{sound}");
    // A second time it would replace what is there.
    let again = elsewhere.run(&on(&["restore", "b.tar"], to));
    assert!(again.code == 1 && again.err.contains("--force") && again.err.lines().count() == 1, "{again:?}");
    assert_eq!(elsewhere.run(&on(&["restore", "b.tar", "--force"], to)).code, 0);

    let serving = Serving::start(&elsewhere, &on(&["--open-private"], to));
    let there = ids(&serving.address);
    assert_eq!(there.len() as u64, rows("incident"));
    assert!(reports.iter().all(|id| there.contains(id)), "what was acknowledged before the backup is in it");
    // It goes on where the backup ends.
    let (status, receipt) = Caller::of(&serving.address).report("after").unwrap();
    assert_eq!(status, 201, "{receipt}");
    assert_eq!(send_photo(&serving.address, &receipt, &picture(77)), 201);
    // Nobody pulls the database away from under a service.
    let ran = elsewhere.run(&on(&["restore", "b.tar", "--force"], to));
    assert_eq!(ran.code, 4, "{ran:?}");
    assert_eq!(serving.stop(), 0);
    elsewhere.done(&on(&["verify-data"], to));
}

#[test]
fn the_restore_drill_on_sqlite() {
    drill(None, None);
}

#[test]
fn the_restore_drill_on_postgres() {
    let runtime = Runtime::new().unwrap();
    let (from, to) =
        (runtime.block_on(PostgresDatabase::create()), runtime.block_on(PostgresDatabase::create_blank()));
    drill(Some(&from.url()), Some(&to.url()));
    runtime.block_on(from.drop());
    runtime.block_on(to.drop());
}

#[test]
fn a_backup_of_one_database_is_restored_into_the_other() {
    let runtime = Runtime::new().unwrap();
    let database = runtime.block_on(PostgresDatabase::create_blank());
    drill(None, Some(&database.url()));
    runtime.block_on(database.drop());
    let database = runtime.block_on(PostgresDatabase::create());
    drill(Some(&database.url()), None);
    runtime.block_on(database.drop());
}

#[test]
fn a_backup_file_is_replaced_only_by_force_and_is_never_half() {
    let site = Site::with_small_grid();
    site.file("b.tar", "mine");
    let ran = site.run(&["backup", "b.tar"]);
    assert!(ran.code == 1 && ran.err.contains("--force"), "{ran:?}");
    assert_eq!(site.read("b.tar"), "mine");
    // A disk that takes no more: no file, and nothing beside it.
    let limited =
        site.by_shell("ulimit -f 64; trap '' XFSZ; exec \"$0\" \"$@\"", &["backup", "new.tar"]).output();
    assert_eq!(limited.unwrap().status.code(), Some(1));
    let left = |site: &Site| std::fs::read_dir(site.path(".")).unwrap().count();
    assert_eq!((site.path("new.tar").exists(), left(&site)), (false, 3), "the grid, my file and the data");
    assert!(site.done(&["backup", "b.tar", "--force"]).starts_with("backed up to b.tar: "));
    assert!(site.done(&["--lang", "zh", "backup", "c.tar"]).starts_with("已备份到 c.tar："));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(site.path("b.tar")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "it holds phone numbers");
    }
    let ran = site.run(&["backup", "no/such/folder/b.tar"]);
    assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{ran:?}");
    assert_eq!(Site::new().run(&["backup", "b.tar"]).code, 4, "there is no database");
}

#[test]
fn what_is_no_whole_backup_is_refused_before_anything_is_written() {
    let site = Site::with_small_grid();
    site.done(&["backup", "b.tar"]);
    let whole = std::fs::read(site.path("b.tar")).unwrap();
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    site.file("cut.tar", &whole[..whole.len() * 2 / 3]);
    site.file("changed.tar", &changed);
    site.file("foreign.tar", "not a tar at all");
    for (file, zh, en) in [
        ("cut.tar", "备份不完整", "cut off"),
        ("changed.tar", "被改动", "was changed"),
        ("foreign.tar", "不是 wangge 的备份", "no backup of wangge"),
        ("none.tar", "不存在", "does not exist"),
    ] {
        let ran = site.run(&["restore", file, "--data", "new", "--force"]);
        assert!(ran.code == 1 && ran.err.contains(en) && ran.err.lines().count() == 1, "{ran:?}");
        let ran = site.run(&["--lang", "zh", "restore", file, "--data", "new"]);
        assert!(ran.code == 1 && ran.err.contains(zh), "{ran:?}");
        assert!(!site.path("new").exists());
    }
    site.done(&["restore", "b.tar", "--data", "new"]);
    site.done(&["verify-data", "--data", "new"]);
}

#[test]
fn verify_data_names_what_is_gone_and_a_backup_tells_of_it_too() {
    let site = Site::with_small_grid();
    let serving = Serving::start(&site, &["--open-private"]);
    let (_, receipt) = Caller::of(&serving.address).report("one").unwrap();
    assert_eq!(send_photo(&serving.address, &receipt, &picture(5)), 201);
    assert_eq!(serving.stop(), 0);
    site.done(&["verify-data"]);
    let mut photos: Vec<_> = walk(&site.path("data/wangge.db.photos"));
    photos.retain(|path| path.extension().is_some_and(|ending| ending == "jpg"));
    assert_eq!(photos.len(), 2);
    std::fs::write(&photos[0], "other bytes").unwrap();
    std::fs::remove_file(&photos[1]).unwrap();
    let ran = site.run(&["verify-data"]);
    assert!(ran.code == 3 && ran.out.contains("photos     2 pictures are gone"), "{ran:?}");
    let ran = site.run(&["--lang", "zh", "verify-data"]);
    assert!(ran.out.contains("2 张照片不在原处"), "{ran:?}");
    let ran = site.run(&["backup", "b.tar", "--json"]);
    let manifest: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, manifest["photos"]["missing"].as_array().unwrap().len()), (3, 2), "{ran:?}");
    // What there is can be restored all the same.
    let said = site.done(&["restore", "b.tar", "--data", "new"]);
    assert!(said.contains("2 photo files were missing"), "{said}");
    assert_eq!(site.run(&["verify-data", "--data", "new"]).code, 3);
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
