//! One consistent view of a database: a transaction that only reads and sees one moment, while others go on writing.

use super::line::LineWriter;
use super::shape::{COLUMNS, Native, TableShape};
use super::tables;
use crate::store::macros::statements;
use crate::store::photos::{PhotoFolder, PhotoSize, blocking, photo_address};
use crate::store::{Store, StoreError, migrations};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Postgres, Row, Sqlite, Transaction};
use tokio_stream::StreamExt as _;
use uuid::Uuid;

/// Bytes after which the lines are handed on.
const PART: usize = 4 << 20;

statements! {
    // Every address that a row names once, with its bytes where they are rows.
    PHOTOS {
        "SELECT named.address, named.size, b.body FROM (
             SELECT sha256 AS address, 'large' AS size FROM photo
             UNION SELECT thumb_sha256 AS address, 'thumb' AS size FROM photo
             UNION SELECT sha256 AS address, 'large' AS size FROM drafted_photo
             UNION SELECT thumb_sha256 AS address, 'thumb' AS size FROM drafted_photo
         ) AS named LEFT JOIN photo_blob b ON b.sha256 = named.address AND b.size = named.size
         ORDER BY named.address, named.size"
    }
}

/// Rows of one table: the line that says what the columns are, then a line a row.
#[derive(Debug)]
pub struct Lines {
    pub table: &'static str,
    pub rows: u64,
    pub text: Vec<u8>,
}

/// A picture that rows name. `body` is none when it is not there or is not what it was.
#[derive(Debug)]
pub struct PhotoFound {
    pub address: String,
    pub size: PhotoSize,
    pub body: Option<Vec<u8>>,
}

/// What a database holds at one moment. Others may write meanwhile; what they write is not seen.
#[derive(Debug)]
pub struct View(Kind);

#[derive(Debug)]
enum Kind {
    Sqlite(Transaction<'static, Sqlite>, PhotoFolder),
    Postgres(Transaction<'static, Postgres>),
}

impl Store {
    /// Opens a view of this moment.
    pub async fn view(&self) -> Result<View, StoreError> {
        Ok(View(match self {
            Self::Sqlite(sqlite) => {
                let mut begun = sqlite.ro.begin().await?;
                // SQLite takes the moment of the first reading.
                sqlx::query_scalar::<_, i64>(migrations::VERSION).fetch_one(&mut *begun).await?;
                Kind::Sqlite(begun, PhotoFolder::beside(sqlite.path()))
            }
            Self::Postgres(postgres) => {
                let mut begun =
                    postgres.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
                // A large table takes longer than the patience that answers have.
                for text in
                    ["SET LOCAL statement_timeout = 0", "SET LOCAL idle_in_transaction_session_timeout = 0"]
                {
                    sqlx::query(text).execute(&mut *begun).await?;
                }
                sqlx::query_scalar::<_, i64>(migrations::VERSION).fetch_one(&mut *begun).await?;
                Kind::Postgres(begun)
            }
        }))
    }
}

impl View {
    /// The tables with their columns, those that others refer to first.
    pub async fn tables(&mut self) -> Result<Vec<TableShape>, StoreError> {
        let mut shapes = Vec::new();
        for table in tables(migrations::KNOWN) {
            let columns = match &mut self.0 {
                Kind::Sqlite(c, _) => sqlx::query_as(COLUMNS.sqlite).bind(table).fetch_all(&mut **c).await?,
                Kind::Postgres(c) => sqlx::query_as(COLUMNS.postgres).bind(table).fetch_all(&mut **c).await?,
            };
            shapes.push(TableShape::of(table, columns)?);
        }
        Ok(shapes)
    }

    /// Hands on every row of a table in parts of some megabytes; at least one part, so that an empty table is told too.
    pub async fn rows(
        &mut self,
        table: &TableShape,
        mut take: impl AsyncFnMut(Lines) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let column = |(name, native): &(String, Native)| match (&self.0, native) {
            (Kind::Postgres(_), Native::Json) => format!("CAST(\"{name}\" AS text)"),
            _ => format!("\"{name}\""),
        };
        let columns: Vec<String> = table.columns.iter().map(column).collect();
        // Made of the database's own names.
        let text = AssertSqlSafe(format!("SELECT {} FROM {}", columns.join(", "), table.name));
        let mut part = Part::new(table)?;
        match &mut self.0 {
            Kind::Sqlite(c, _) => {
                let mut rows = sqlx::query(text).fetch(&mut **c);
                while let Some(row) = rows.next().await {
                    part.add(|line| sqlite_row(line, &row?, table))?;
                    if let Some(full) = part.full()? {
                        take(full).await?;
                    }
                }
            }
            Kind::Postgres(c) => {
                let mut rows = sqlx::query(text).fetch(&mut **c);
                while let Some(row) = rows.next().await {
                    part.add(|line| postgres_row(line, &row?, table))?;
                    if let Some(full) = part.full()? {
                        take(full).await?;
                    }
                }
            }
        }
        if let Some(last) = part.last() {
            take(last).await?;
        }
        Ok(())
    }

    /// In how many rows of a column a text stands, and the numbers of twenty incidents that they belong to.
    pub async fn holding(
        &mut self,
        table: &TableShape,
        column: &str,
        text: &str,
    ) -> Result<(i64, Vec<String>), StoreError> {
        let name = table.name;
        let holds = match &self.0 {
            Kind::Sqlite(..) => format!("instr(x.\"{column}\", $1) > 0"),
            Kind::Postgres(_) => format!("position($1 in CAST(x.\"{column}\" AS text)) > 0"),
        };
        let count = format!("SELECT count(*) FROM {name} x WHERE {holds}");
        let numbers = table.incident_column().map(|incident| {
            format!(
                "SELECT DISTINCT i.number FROM {name} x JOIN incident i ON i.id = x.{incident} WHERE {holds} LIMIT 20"
            )
        });
        macro_rules! ask {
            ($c:expr) => {{
                let count: i64 =
                    sqlx::query_scalar(AssertSqlSafe(count)).bind(text).fetch_one(&mut **$c).await?;
                let numbers = match numbers.filter(|_| count > 0) {
                    Some(numbers) => {
                        sqlx::query_scalar(AssertSqlSafe(numbers)).bind(text).fetch_all(&mut **$c).await?
                    }
                    None => Vec::new(),
                };
                Ok((count, numbers))
            }};
        }
        match &mut self.0 {
            Kind::Sqlite(c, _) => ask!(c),
            Kind::Postgres(c) => ask!(c),
        }
    }

    /// Hands on every picture that a row of the view names, each once.
    pub async fn photos(
        &mut self,
        mut take: impl AsyncFnMut(PhotoFound) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let found = |(address, size, body): (String, String, Option<Vec<u8>>)| {
            let size = PhotoSize::from_slug(&size).unwrap_or(PhotoSize::Large);
            let body = body.filter(|body| photo_address(body) == address);
            PhotoFound { address, size, body }
        };
        match &mut self.0 {
            Kind::Sqlite(c, folder) => {
                let mut rows = sqlx::query_as(PHOTOS.sqlite).fetch(&mut **c);
                while let Some(row) = rows.next().await {
                    let mut photo = found(row?);
                    let (folder, address, size) = (folder.clone(), photo.address.clone(), photo.size);
                    photo.body = blocking(move || {
                        let body = folder.read(&address, size)?;
                        Ok(body.filter(|body| photo_address(body) == address))
                    })
                    .await?;
                    take(photo).await?;
                }
            }
            Kind::Postgres(c) => {
                let mut rows = sqlx::query_as(PHOTOS.postgres).fetch(&mut **c);
                while let Some(row) = rows.next().await {
                    take(found(row?)).await?;
                }
            }
        }
        Ok(())
    }
}

/// A part that is being filled.
struct Part<'a> {
    table: &'a TableShape,
    line: LineWriter,
    rows: u64,
    /// Whether it is the first of its table.
    first: bool,
}

impl<'a> Part<'a> {
    fn new(table: &'a TableShape) -> Result<Self, StoreError> {
        let mut part = Self { table, line: LineWriter::default(), rows: 0, first: true };
        part.head()?;
        Ok(part)
    }

    fn head(&mut self) -> Result<(), StoreError> {
        let head = serde_json::to_vec(&self.table.head());
        self.line.text = head.map_err(|error| super::misfit(self.table.name, error.to_string()))?;
        self.line.text.push(b'\n');
        Ok(())
    }

    fn add(&mut self, row: impl FnOnce(&mut LineWriter) -> Result<(), StoreError>) -> Result<(), StoreError> {
        self.line.begin();
        row(&mut self.line)?;
        self.line.end();
        self.rows += 1;
        Ok(())
    }

    fn lines(&mut self) -> Lines {
        self.first = false;
        let text = std::mem::take(&mut self.line.text);
        Lines { table: self.table.name, rows: std::mem::take(&mut self.rows), text }
    }

    fn full(&mut self) -> Result<Option<Lines>, StoreError> {
        if self.line.text.len() < PART {
            return Ok(None);
        }
        let lines = self.lines();
        self.head()?;
        Ok(Some(lines))
    }

    fn last(mut self) -> Option<Lines> {
        (self.rows > 0 || self.first).then(|| self.lines())
    }
}

fn sqlite_row(line: &mut LineWriter, row: &SqliteRow, table: &TableShape) -> Result<(), StoreError> {
    for (at, (_, native)) in table.columns.iter().enumerate() {
        match native {
            Native::Int | Native::Bool => match row.try_get_unchecked::<Option<i64>, _>(at)? {
                Some(value) => line.int(value),
                None => line.null(),
            },
            Native::Real => match row.try_get_unchecked::<Option<f64>, _>(at)? {
                Some(value) => line.real(value)?,
                None => line.null(),
            },
            Native::Text | Native::Json => match row.try_get_unchecked::<Option<&str>, _>(at)? {
                Some(value) => line.text(value)?,
                None => line.null(),
            },
            Native::Bytes | Native::Uuid => match row.try_get_unchecked::<Option<&[u8]>, _>(at)? {
                Some(value) => line.bytes(value),
                None => line.null(),
            },
        }
    }
    Ok(())
}

fn postgres_row(line: &mut LineWriter, row: &PgRow, table: &TableShape) -> Result<(), StoreError> {
    for (at, (_, native)) in table.columns.iter().enumerate() {
        match native {
            Native::Int => match row.try_get::<Option<i64>, _>(at)? {
                Some(value) => line.int(value),
                None => line.null(),
            },
            Native::Bool => match row.try_get::<Option<bool>, _>(at)? {
                Some(value) => line.int(i64::from(value)),
                None => line.null(),
            },
            Native::Real => match row.try_get::<Option<f64>, _>(at)? {
                Some(value) => line.real(value)?,
                None => line.null(),
            },
            Native::Text | Native::Json => match row.try_get::<Option<&str>, _>(at)? {
                Some(value) => line.text(value)?,
                None => line.null(),
            },
            Native::Bytes => match row.try_get::<Option<&[u8]>, _>(at)? {
                Some(value) => line.bytes(value),
                None => line.null(),
            },
            Native::Uuid => match row.try_get::<Option<Uuid>, _>(at)? {
                Some(value) => line.bytes(value.as_bytes()),
                None => line.null(),
            },
        }
    }
    Ok(())
}
