//! A folder with a database of its own, and the binary run in it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use tempfile::TempDir;

pub struct Site {
    folder: TempDir,
}

/// What a finished command said.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    fn of(output: std::process::Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Site {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        String::from_utf8(std::fs::read(self.path(name)).unwrap()).unwrap()
    }

    /// The binary with nothing of this machine's settings.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wangge"));
        for (key, _) in std::env::vars_os() {
            if key.to_string_lossy().starts_with("WANGGE_") {
                command.env_remove(key);
            }
        }
        command.env("LC_ALL", "en_US.UTF-8").current_dir(self.folder.path()).args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().unwrap())
    }

    /// The binary as `$0` of a shell's script, with its arguments as `$@`.
    pub fn by_shell(&self, script: &str, arguments: &[&str]) -> Command {
        let plain = self.command(arguments);
        let mut command = Command::new("sh");
        for (key, value) in plain.get_envs() {
            match value {
                Some(value) => command.env(key, value),
                None => command.env_remove(key),
            };
        }
        command
            .current_dir(self.folder.path())
            .arg("-c")
            .arg(script)
            .arg(plain.get_program())
            .args(arguments);
        command
    }

    /// Runs with so many kilobytes of address space at most: whoever wants more is killed.
    pub fn run_within(&self, kilobytes: u64, arguments: &[&str]) -> Ran {
        let script = format!("ulimit -v {kilobytes}; exec \"$0\" \"$@\"");
        Ran::of(self.by_shell(&script, arguments).output().unwrap())
    }

    /// Runs and expects success.
    pub fn done(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}: {ran:?}");
        ran.out
    }

    /// Runs with `--json` and expects success.
    pub fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let mut arguments = arguments.to_vec();
        arguments.push("--json");
        serde_json::from_str(&self.done(&arguments)).unwrap()
    }

    /// A small community of two zones, one of them with two points, imported.
    pub fn with_small_grid() -> Self {
        let site = Self::new();
        site.file("grid.geojson", small_grid());
        site.done(&["import", "areas=grid.geojson"]);
        site
    }
}

/// A feature of a rectangle in units of 1e-3 degree east and north of 102.5, 24.3.
pub fn rectangle(properties: &str, [west, south, east, north]: [i32; 4]) -> String {
    let at = |x: i32, y: i32| format!("[{:.3},{:.3}]", 102.5 + f64::from(x) / 1e3, 24.3 + f64::from(y) / 1e3);
    let ring =
        [at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)].join(",");
    format!(
        r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{{"type":"Polygon","coordinates":[[{ring}]]}}}}"#
    )
}

pub fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

pub fn small_grid() -> String {
    collection(&[
        rectangle(r#""level":"community","code":"C","name":"测试社区""#, [0, 0, 20, 10]),
        rectangle(r#""level":"zone","code":"Z1","name":"一片","parent":"C""#, [0, 0, 10, 10]),
        rectangle(r#""level":"zone","code":"Z2","name":"二片","parent":"C""#, [10, 0, 20, 10]),
        rectangle(r#""level":"point","code":"P1","name":"一号","parent":"Z1""#, [0, 0, 5, 10]),
        rectangle(r#""level":"point","code":"P2","name":"二号","parent":"Z1""#, [5, 0, 10, 10]),
    ])
}

/// The repository's test files.
pub fn data(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name).display().to_string()
}

/// A running `serve`, stopped when it is dropped.
pub struct Serving {
    child: Child,
    pub address: String,
    /// Reads what it says on stderr, to the end.
    said: JoinHandle<String>,
}

impl Serving {
    /// Starts on a free port and waits for the line with the address.
    pub fn start(site: &Site, arguments: &[&str]) -> Self {
        Self::wait(site.command(&Self::all(arguments)))
    }

    /// The same for a process that does not die of this signal.
    pub fn start_ignoring(site: &Site, signal: &str, arguments: &[&str]) -> Self {
        let script = format!("trap '' {signal}; exec \"$0\" \"$@\"");
        Self::wait(site.by_shell(&script, &Self::all(arguments)))
    }

    fn all<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
        ["serve", "--listen", "127.0.0.1:0"].iter().chain(arguments).copied().collect()
    }

    fn wait(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut err = child.stderr.take().unwrap();
        let said = std::thread::spawn(move || {
            let mut said = String::new();
            err.read_to_string(&mut said).unwrap();
            said
        });
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told = line.trim().strip_prefix("listening on http");
        let Some(address) = told.and_then(|told| told.trim_start_matches('s').strip_prefix("://")) else {
            panic!("{line:?} {}", said.join().unwrap());
        };
        let address = address.split('/').next().unwrap_or_default().to_owned();
        Self { child, address, said }
    }

    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Status line and body of a GET.
    pub fn get(&self, path: &str) -> (String, String) {
        Self::get_at(&self.address, path)
    }

    /// The same under another of its addresses.
    pub fn get_at(address: &str, path: &str) -> (String, String) {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.lines().next().unwrap().to_owned(), body.to_owned())
    }

    /// Asks it to stop as a service manager does, and gives its exit code.
    pub fn stop(self) -> i32 {
        self.stop_and_tell().0
    }

    /// The same, with all that it said on stderr.
    pub fn stop_and_tell(mut self) -> (i32, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let code = self.child.wait().unwrap().code().unwrap_or(-1);
        let said = std::mem::replace(&mut self.said, std::thread::spawn(String::new));
        (code, said.join().unwrap())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Already gone after `stop`.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
