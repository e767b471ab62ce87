//! Ctrl-C during an import: nothing is applied, one sentence, an exit code of its own.

use super::support::{Site, collection, rectangle};
use std::process::{Command, Stdio};

/// Some tens of megabytes of areas side by side, more than is read before a signal arrives.
fn many_areas() -> String {
    let areas: Vec<String> = (0..200_000)
        .map(|n| rectangle(&format!(r#""code":"P{n}","name":"第{n}号""#), [n, 0, n + 1, 1]))
        .collect();
    collection(&areas)
}

/// Whether a process has a file open.
#[cfg(target_os = "linux")]
fn has_open(process: u32, path: &std::path::Path) -> bool {
    let Ok(open) = std::fs::read_dir(format!("/proc/{process}/fd")) else { return false };
    open.flatten().any(|file| std::fs::read_link(file.path()).is_ok_and(|target| target == path))
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_stops_an_import_and_nothing_is_stored() {
    let site = Site::with_small_grid();
    let path = site.file("many.geojson", many_areas()).canonicalize().unwrap();
    for (language, sentence) in
        [("zh", "错误：已取消，什么都没有保存\n"), ("en", "error: cancelled, nothing was stored\n")]
    {
        let mut command = site.command(&["--lang", language, "import", "point=many.geojson"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        while !has_open(child.id(), &path) {
            assert!(child.try_wait().unwrap().is_none(), "it has ended before it has read the file");
            std::thread::yield_now();
        }
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(130));
        assert_eq!(String::from_utf8(ended.stderr).unwrap(), sentence);
        assert_eq!(String::from_utf8(ended.stdout).unwrap(), "");
        assert!(site.done(&["doctor"]).contains("edition 1"));
    }
}
