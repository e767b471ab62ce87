//! Whether everything that is stored is there and fits together, asked of the database and of every picture.

use super::backup::CopyError;
use crate::domain::progress::Progress;
use crate::domain::text::Words;
use crate::store::sound::Look;
use crate::store::{IncidentFilter, PageRequest, Store, StoreError};
use serde::Serialize;

/// Examples that a finding names.
const EXAMPLES: usize = 10;
/// Cases that are read together.
const PAGE: u32 = 1000;

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnsoundFinding {
    /// What was looked at.
    pub check: &'static str,
    /// How many were found, up to a thousand.
    pub count: usize,
    pub words: Words,
    /// The first of them.
    pub examples: Vec<String>,
}

/// What there is, and what of it does not fit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DataAnswer {
    pub rows: u64,
    pub incidents: i64,
    /// Pictures that rows name.
    pub photos: u64,
    pub findings: Vec<UnsoundFinding>,
}

impl DataAnswer {
    fn add(&mut self, check: &'static str, words: Words, found: Vec<String>) {
        if found.is_empty() {
            return;
        }
        let count = found.len();
        let examples = found.into_iter().take(EXAMPLES).collect();
        self.findings.push(UnsoundFinding { check, count, words, examples });
    }

    /// Adds what only a start of the service finds: whether areas, layers, posts and categories can be read.
    pub fn add_reference(&mut self, words: Words) {
        self.findings.push(UnsoundFinding { check: "reference", count: 1, words, examples: Vec::new() });
    }
}

/// Looks at every row and every picture of one moment.
pub async fn verify_data(store: &Store, progress: &Progress) -> Result<DataAnswer, CopyError> {
    let mut answer = DataAnswer { incidents: store.incident_count().await?, ..DataAnswer::default() };
    let mut view = store.view().await?;
    for table in view.tables().await? {
        let mut rows = 0;
        let read = view.rows(&table, async |lines| {
            progress.check()?;
            rows += lines.rows;
            Ok(())
        });
        match read.await {
            Ok(()) => answer.rows += rows,
            Err(StoreError::Cancelled) => return Err(StoreError::Cancelled.into()),
            Err(error) => answer.add("rows", unreadable(), vec![format!("{}: {error}", table.name)]),
        }
    }
    let (mut photos, mut lost) = (0, Vec::new());
    view.photos(async |photo| {
        progress.check()?;
        photos += 1;
        lost.extend(photo.body.is_none().then_some(photo.address));
        Ok(())
    })
    .await?;
    answer.photos = photos;
    answer.add(
        "photos",
        Words::new(
            "张照片不在原处或内容已变，请从备份恢复",
            "pictures are gone or are not what they were; restore them from a backup",
        ),
        lost,
    );
    drop(view);
    for look in Look::ALL {
        progress.check().map_err(StoreError::from)?;
        answer.add(look.slug(), words(*look), store.unsound(*look).await?);
    }
    if let Err(error) = cases(store, progress).await {
        match error {
            StoreError::Cancelled => return Err(error.into()),
            error => answer.add("cases", unreadable(), vec![error.to_string()]),
        }
    }
    Ok(answer)
}

/// Reads every case with its assignment as the service does.
async fn cases(store: &Store, progress: &Progress) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        progress.check()?;
        let page = store.incidents(&IncidentFilter::default(), PageRequest { limit: PAGE, after }).await?;
        if page.next.is_none() {
            return Ok(());
        }
        after = page.next;
    }
}

fn unreadable() -> Words {
    Words::new("处读不出来", "cannot be read")
}

fn words(look: Look) -> Words {
    let (zh, en) = match look {
        Look::File => {
            ("处数据库文件损坏，请从备份恢复", "faults in the file of the database; restore it from a backup")
        }
        Look::References => ("处指向不存在的记录", "rows refer to others that are missing"),
        Look::Json => ("处内容不是 JSON", "values are no JSON"),
        Look::Words => ("个词不在词表里", "words are not in their list"),
        Look::Reported => ("件没有上报记录", "cases lack the event of their report"),
        Look::Chain => ("件的历史不连贯", "cases have a gap in their history"),
        Look::State => ("件的状态与最后一步不符", "cases are in another state than their last event says"),
        Look::Version => ("件的历史少于版本数", "cases have fewer events than versions"),
        Look::Assignment => ("件没有派遣结果", "cases have no assignment"),
        Look::Relation => ("件所关联的案件不存在", "cases name another one that is missing"),
        Look::Draft => (
            "份照片草稿缺照片，或所成案件不存在",
            "drafts from photos lack their photos or the case that they became",
        ),
        Look::Party => {
            ("处任职或账号的人员、单位不存在", "posts or accounts belong to a party that is missing")
        }
        Look::Changes => ("处变更序号超出已发出的序号", "change numbers are higher than those issued"),
    };
    Words::new(zh, en)
}
