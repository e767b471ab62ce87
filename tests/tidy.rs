//! Checks of the tree itself: which way dependencies point, how large files are, that every file says what it is,
//! that migrations come in pairs. Reads text only, needs no network and no database.

use std::fs;
use std::path::{Path, PathBuf};

/// Files this long need a reason in their first lines, or a split.
const MOST_LINES: usize = 600;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` with one of the extensions, sorted.
fn files(folder: &str, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.map(|entry| entry.expect("the tree can be read").path()) {
            let name = entry.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            if entry.is_dir() {
                if !matches!(name.as_str(), "node_modules" | "dist" | "target") {
                    open.push(entry);
                }
            } else if extensions.iter().any(|wanted| name.ends_with(&format!(".{wanted}"))) {
                found.push(entry);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn told(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// Code lines that do not belong to comments, with their numbers.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(n, line)| (n + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// What each layer must not name. `domain ← exchange, store ← app ← http, jobs ← cli`; `notify` stands beside `app`.
const FORBIDDEN: &[(&str, &[&str])] = &[
    (
        "src/domain",
        &[
            "sqlx",
            "axum",
            "tokio",
            "tracing",
            "std::fs",
            "std::net",
            "std::env",
            "std::time",
            "SystemTime",
            "crate::store",
            "crate::app",
            "crate::http",
            "crate::cli",
            "crate::exchange",
            "crate::config",
            "crate::clock",
            "crate::ids",
            "async fn",
        ],
    ),
    (
        "src/exchange",
        &[
            "sqlx",
            "axum",
            "tokio::",
            "crate::store",
            "crate::app",
            "crate::http",
            "crate::cli",
            "crate::config",
        ],
    ),
    ("src/store", &["axum", "crate::app", "crate::http", "crate::cli", "crate::exchange", "crate::config"]),
    (
        "src/notify",
        &[
            "sqlx",
            "axum",
            "crate::store",
            "crate::app",
            "crate::http",
            "crate::cli",
            "crate::exchange",
            "crate::config",
            "crate::clock",
        ],
    ),
    ("src/app", &["sqlx", "axum", "crate::http", "crate::cli", "crate::config"]),
    ("src/http", &["sqlx", "crate::store", "crate::cli", "crate::config"]),
    ("src/jobs", &["sqlx", "axum", "crate::store", "crate::http", "crate::cli", "crate::config"]),
    ("src/cli", &["sqlx"]),
];

#[test]
fn dependencies_point_one_way() {
    let mut faults = Vec::new();
    for (folder, forbidden) in FORBIDDEN {
        for path in files(folder, &["rs"]) {
            let text = read(&path);
            // A GeoPackage is itself a database file, so its reader and writer need the engine.
            let is_engine = told(&path).starts_with("src/exchange/geopackage");
            for (line, code) in code_lines(&text) {
                for word in *forbidden {
                    if is_engine && matches!(*word, "sqlx" | "tokio::") {
                        continue;
                    }
                    if names(code, word) {
                        faults.push(format!("{}:{line} names {word}", told(&path)));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Whether `code` contains `word` as a path, not as a part of a longer word.
fn names(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        let joined = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !joined(before) && (word.ends_with("::") || !joined(after))
    })
}

#[test]
fn a_word_inside_a_longer_word_is_not_a_dependency() {
    assert!(names("use sqlx::Row;", "sqlx"));
    assert!(!names("let sqlxish = 1;", "sqlx"));
    assert!(names("tokio::spawn(x)", "tokio::"));
}

#[test]
fn only_the_clock_reads_the_time_and_only_the_configuration_reads_the_environment() {
    let mut faults = Vec::new();
    for path in files("src", &["rs"]) {
        let text = read(&path);
        let name = told(&path);
        for (line, code) in code_lines(&text) {
            let time =
                names(code, "SystemTime::now") || names(code, "Timestamp::now") || names(code, "now_v7");
            if time && name != "src/clock.rs" {
                faults.push(format!("{name}:{line} reads the clock"));
            }
            if names(code, "std::env::var") && !matches!(name.as_str(), "src/config.rs" | "src/telemetry.rs")
            {
                faults.push(format!("{name}:{line} reads the environment"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn files_stay_small_and_say_what_they_are() {
    let mut faults = Vec::new();
    for path in
        files("src", &["rs"]).into_iter().chain(files("tests", &["rs"])).chain(files("benches", &["rs"]))
    {
        let text = read(&path);
        if !text.starts_with("//!") {
            faults.push(format!("{} does not begin with //!", told(&path)));
        }
        if text.lines().count() > MOST_LINES {
            faults.push(format!("{} has {} lines", told(&path), text.lines().count()));
        }
    }
    for path in files("web/src", &["ts", "svelte"]) {
        let text = read(&path);
        if text.starts_with("// Generated from") {
            continue;
        }
        let lines = text.lines().count();
        if lines > MOST_LINES {
            faults.push(format!("{} has {lines} lines", told(&path)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn nothing_is_left_unfinished() {
    // Spelled in halves, so that this file does not name itself.
    let words = [
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("dbg", "!("),
        concat!("#[ig", "nore"),
    ];
    let mut faults = Vec::new();
    for path in files("src", &["rs"]).into_iter().chain(files("tests", &["rs"])) {
        let text = read(&path);
        for (line, code) in code_lines(&text) {
            for word in words {
                if code.contains(word) {
                    faults.push(format!("{}:{line} has {word}", told(&path)));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |folder: &str| -> Vec<String> {
        files(folder, &["sql"])
            .iter()
            .filter_map(|path| path.file_name().and_then(|name| name.to_str()).map(str::to_owned))
            .collect()
    };
    let (sqlite, postgres) = (names("migrations/sqlite"), names("migrations/postgres"));
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite, postgres);
}

#[test]
fn the_top_level_is_the_design_tree() {
    const ALLOWED: &[&str] = &[
        "ARCHITECTURE.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE",
        "Makefile",
        "README.md",
        "README.zh-CN.md",
        "benches",
        "geodata",
        "migrations",
        "src",
        "tests",
        "web",
        // Made by building and running; not tracked.
        "target",
        "data",
        "wangge.toml",
    ];
    let mut others: Vec<String> = fs::read_dir(root())
        .expect("the tree can be read")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.') && !ALLOWED.contains(&name.as_str()))
        .collect();
    others.sort();
    assert!(others.is_empty(), "unexpected at the top level: {others:?}");
}

#[test]
fn the_only_importer_of_the_map_library_is_the_map_folder() {
    let mut faults = Vec::new();
    for path in files("web/src", &["ts", "svelte"]) {
        let name = told(&path);
        if !name.starts_with("web/src/map/") && read(&path).lines().any(|line| line.contains("maplibre-gl")) {
            faults.push(name);
        }
    }
    assert!(faults.is_empty(), "import maplibre-gl only in web/src/map: {faults:?}");
}

/// Chinese sentences take full-width marks; a half-width one beside a Chinese character is a slip. Files that list such
/// marks as data are named.
#[test]
fn chinese_sentences_use_full_width_marks() {
    const DATA: &[&str] = &["src/exchange/roster.rs", "src/domain/grid/four_sides.rs"];
    let chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
    let mut slips = Vec::new();
    // What tests read is as people write it.
    let is_test = |path: &str| path.ends_with("tests.rs") || path.contains("/tests/");
    let spoken = |path: &str| !DATA.contains(&path) && !is_test(path);
    for path in files("src", &["rs"]).iter().filter(|path| spoken(&told(path))) {
        let text = read(path);
        let spoken = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code_lines(spoken).filter(|(_, line)| line.contains('"')) {
            let letters: Vec<char> = line.chars().collect();
            // A comma with a blank behind it separates words that an English sentence quotes.
            let slip = letters.windows(3).any(|three| {
                (chinese(three[0]) && matches!(three[1], ',' | ';' | ':' | '!' | '?') && three[2] != ' ')
                    || (chinese(three[2]) && matches!(three[1], ',' | ';' | '!' | '?'))
                    || (chinese(three[0]) && three[1] == '(')
            });
            if slip {
                slips.push(format!("{}:{number}: {}", told(path), line.trim()));
            }
        }
    }
    assert!(slips.is_empty(), "{}", slips.join("\n"));
}
