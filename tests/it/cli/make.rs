//! What `make` says when a tool is missing or too old: one sentence that names it, before anything is built.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Tools of the check itself, and those that it looks for.
const OWN: [&str; 5] = ["bash", "sort", "head", "awk", "sh"];
const WANTED: [(&str, &str); 4] = [
    ("cc", "#!/bin/sh\n"),
    ("cargo", "#!/bin/sh\n"),
    ("node", "#!/bin/sh\necho v22.1.0\n"),
    ("npm", "#!/bin/sh\n"),
];
const RUSTC: &str = "#!/bin/sh\necho 'rustc 1.95.0 (59807616e 2026-04-14)'\n";

/// A folder of programs in which every wanted tool is there.
fn programs() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in OWN {
        let found =
            ["/usr/bin", "/bin"].iter().map(|place| Path::new(place).join(name)).find(|path| path.exists());
        symlink(found.unwrap(), folder.path().join(name)).unwrap();
    }
    for (name, script) in WANTED.iter().chain(&[("rustc", RUSTC)]) {
        program(folder.path(), name, script);
    }
    folder
}

fn program(folder: &Path, name: &str, script: &str) {
    let path = folder.join(name);
    std::fs::write(&path, script).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// Exit code and stderr of the check with only these programs.
fn check(programs: &Path) -> (i32, String) {
    let script: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/tools.sh");
    let output =
        Command::new(programs.join("bash")).arg(script).env_clear().env("PATH", programs).output().unwrap();
    (output.status.code().unwrap_or(-1), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_missing_tool_is_named_in_one_sentence() {
    assert_eq!(check(programs().path()), (0, String::new()));
    for (tool, sentence) in [
        ("cc", "A C compiler is missing"),
        ("cargo", "Rust is missing"),
        ("node", "Node.js is missing"),
        ("npm", "npm is missing"),
    ] {
        let programs = programs();
        std::fs::remove_file(programs.path().join(tool)).unwrap();
        let (code, told) = check(programs.path());
        assert_eq!((code, told.lines().count()), (1, 1), "{told}");
        assert!(told.starts_with(sentence), "{told}");
    }
}

#[test]
fn a_tool_that_is_too_old_is_named_with_what_is_needed() {
    for (tool, script, sentence) in [
        ("node", "#!/bin/sh\necho v18.20.4\n", "Node.js 18.20.4 is too old: 20.19"),
        ("node", "#!/bin/sh\necho v20.9.0\n", "Node.js 20.9.0 is too old: 20.19"),
        ("rustc", "#!/bin/sh\necho 'rustc 1.85.0 (x)'\n", "Rust 1.85.0 is too old: 1.94"),
    ] {
        let programs = programs();
        program(programs.path(), tool, script);
        let (code, told) = check(programs.path());
        assert_eq!((code, told.lines().count()), (1, 1), "{told}");
        assert!(told.starts_with(sentence), "{told}");
    }
}
