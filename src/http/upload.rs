//! A file that somebody sends, in a private place of the temporary folder until it is looked through. It is written as it
//! arrives, so that memory does not hold it, and goes with the value. Files are looked through one at a time, so that several
//! do not fill the memory together; slow senders keep nobody waiting.

use super::pieces::{BodyPace, Pieces};
use super::problem::Problem;
use crate::app::AppError;
use crate::domain::progress::Progress;
use axum::body::Body;
use axum::http::{HeaderMap, header};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::time::Duration;
use tokio::fs::{File, OpenOptions};
use tokio::io::AsyncWriteExt;
use tokio::sync::{Semaphore, SemaphorePermit};
use uuid::Uuid;

/// Largest boundary file. Larger ones are for the command line.
pub const LARGEST: usize = 256 << 20;
/// How often somebody who waits for a turn is asked whether the file is still wanted.
const EVERY: Duration = Duration::from_millis(200);
/// Endings that say what a file is; any other one is left out of its name here.
const ENDINGS: [&str; 13] = [
    "zip", "gpkg", "kml", "kmz", "geojson", "json", "ndjson", "geojsonl", "csv", "tsv", "txt", "xlsx", "shp",
];

static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

/// A received file whose turn it is; removed when dropped.
#[derive(Debug)]
pub struct Upload {
    pub path: PathBuf,
    turn: Option<SemaphorePermit<'static>>,
}

impl Drop for Upload {
    fn drop(&mut self) {
        // Nothing is left to tell anybody should this fail; the system empties the folder.
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Upload {
    /// Takes in a body of at most `most` bytes and waits for its turn, as long as the file is wanted. `name` is what the
    /// person's own file is called; only its ending is used.
    pub async fn receive(
        headers: &HeaderMap,
        body: Body,
        name: &str,
        id: Uuid,
        most: usize,
        pace: BodyPace,
        progress: &Progress,
    ) -> Result<Self, Problem> {
        let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
        if announced.and_then(|value| value.parse::<u64>().ok()).is_some_and(|size| size > most as u64) {
            return Err(Problem::too_large(most));
        }
        super::body::expect_unpacked(headers)?;
        let path = std::env::temp_dir().join(file_name(name, id));
        let mut file = create(&path).await.map_err(unwritable)?;
        // Only now is the file ours to remove.
        let mut upload = Self { path, turn: None };
        let mut pieces = Pieces::of(body, pace);
        let mut size = 0;
        while let Some(piece) = pieces.next().await? {
            progress.check()?;
            size += piece.len();
            if size > most {
                return Err(Problem::too_large(most));
            }
            file.write_all(&piece).await.map_err(unwritable)?;
        }
        file.flush().await.map_err(unwritable)?;
        let mut turn = pin!(ONE_AT_A_TIME.acquire());
        upload.turn = loop {
            match tokio::time::timeout(EVERY, &mut turn).await {
                // The semaphore is never closed; without a permit there would only be no order.
                Ok(turn) => break turn.ok(),
                Err(_) => progress.check()?,
            }
        };
        Ok(upload)
    }

    /// All of it, for what is read from memory.
    pub async fn bytes(&self) -> Result<Vec<u8>, Problem> {
        tokio::fs::read(&self.path).await.map_err(unwritable)
    }
}

/// A file that was not there before and that nobody else can read.
async fn create(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    options.mode(0o600);
    options.open(path).await
}

fn file_name(name: &str, id: Uuid) -> String {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    match ENDINGS.iter().find(|known| **known == ending) {
        Some(ending) => format!("wangge-upload-{id}.{ending}"),
        None => format!("wangge-upload-{id}"),
    }
}

fn unwritable(error: std::io::Error) -> Problem {
    AppError::Unavailable(anyhow::Error::new(error).context("the temporary folder cannot be written")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_strangers_name_but_a_known_ending_reaches_the_disk() {
        let id = Uuid::from_u128(7);
        let plain = format!("wangge-upload-{id}");
        for name in ["", "../../etc/passwd", "a.zip/../b", "x.exe", "a.zip\0"] {
            assert_eq!(file_name(name, id), plain, "{name}");
        }
        assert_eq!(file_name("片区.ZIP", id), format!("{plain}.zip"));
    }

    #[tokio::test]
    async fn a_received_file_is_private_and_goes_with_its_value() {
        let receive = |body: Body| async move {
            let id = Uuid::from_u128(0xC0FFEE);
            let wanted = Progress::default();
            Upload::receive(&HeaderMap::new(), body, "a.csv", id, 7, BodyPace::default(), &wanted).await
        };
        let upload = receive(Body::from("code\n1\n")).await.expect("received");
        let path = upload.path.clone();
        assert_eq!(std::fs::read(&path).expect("there"), b"code\n1\n");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).expect("there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert!(receive(Body::from("x")).await.is_err(), "a file that is there is never written over");
        assert!(upload.turn.is_some());
        assert_eq!(upload.bytes().await.expect("read"), b"code\n1\n");
        drop(upload);
        assert!(!path.exists());
        assert!(receive(Body::from("code\n12\n")).await.is_err(), "one byte too many");
        assert!(!path.exists(), "what was refused is not left behind");
    }
}
