//! Why a command did not do what it was asked, in both languages, with its exit code.

use crate::app::AppError;
use crate::app::import::ImportError;
use crate::config::Lang;
use crate::domain::text::Words;
use crate::exchange::Problem;
use crate::store::StoreError;
use std::io::Write as _;

pub const REFUSED: u8 = 1;
pub const USAGE: u8 = 2;
pub const FAULTS: u8 = 3;
pub const DATABASE: u8 = 4;
/// What shells say of a program that Ctrl-C has ended.
pub const CANCELLED: u8 = 130;

/// Problems listed on the terminal; `--json` lists all.
const LISTED: usize = 50;

/// A failed command. `list` holds the single reasons where there are several.
#[derive(Debug)]
pub struct Failure {
    pub code: u8,
    pub words: Words,
    pub list: Vec<Problem>,
}

impl Failure {
    pub fn refused(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code: REFUSED, words: Words::new(zh, en), list: Vec::new() }
    }

    pub fn usage(words: Words) -> Self {
        Self { code: USAGE, words, list: Vec::new() }
    }

    /// Stopped by Ctrl-C before anything was committed.
    pub fn cancelled() -> Self {
        let words = Words::new("已取消，什么都没有保存", "cancelled, nothing was stored");
        Self { code: CANCELLED, words, list: Vec::new() }
    }

    /// A file or device that cannot be read or written.
    pub fn io(what: impl std::fmt::Display, error: &std::io::Error) -> Self {
        let (zh, en) = match error.kind() {
            std::io::ErrorKind::NotFound => ("不存在", "does not exist".to_owned()),
            std::io::ErrorKind::PermissionDenied => ("没有权限", "no permission".to_owned()),
            std::io::ErrorKind::IsADirectory => ("是目录，不是文件", "is a folder, not a file".to_owned()),
            std::io::ErrorKind::StorageFull => ("磁盘已满", "the disk is full".to_owned()),
            _ => ("读写失败", error.to_string()),
        };
        Self::refused(format!("{what}:{zh}"), format!("{what}: {en}"))
    }

    /// Problems of one file; a single one becomes the sentence itself.
    pub fn problems(what: impl std::fmt::Display, mut problems: Vec<Problem>) -> Self {
        problems.iter_mut().for_each(name_flag);
        if problems.len() == 1 {
            let only = problems.remove(0);
            return Self::refused(format!("{what}:{}", only.words.zh), format!("{what}: {}", only.words.en));
        }
        let count = problems.len();
        let mut failure = Self::refused(
            format!("{what}：有 {count} 处问题，什么都没有保存"),
            format!("{what}: {count} problems, nothing was stored"),
        );
        failure.list = problems;
        failure
    }

    /// The sentence, then the list, on stderr.
    pub fn print(&self, lang: Lang) {
        let mut stderr = std::io::stderr().lock();
        // Nobody is left to tell when stderr is closed.
        let _ = writeln!(stderr, "{}{}", lang.of("错误：", "error: "), lang.pick(&self.words));
        for problem in self.list.iter().take(LISTED) {
            let _ = writeln!(stderr, "  {} [{}]", lang.pick(&problem.words), problem.code);
        }
        if self.list.len() > LISTED {
            let rest = self.list.len() - LISTED;
            let _ = match lang {
                Lang::Zh => writeln!(stderr, "  ……还有 {rest} 处"),
                Lang::En => writeln!(stderr, "  … and {rest} more"),
            };
        }
    }
}

/// What has to be said about a file is said by a flag here, and by a choice in the browser, whose words these are too.
fn name_flag(problem: &mut Problem) {
    let (zh, en) = match problem.code {
        "datum_needed" | "unsupported_crs" | "late_crs" => ("（用 --datum）", " (with --datum)"),
        "invalid_encoding" => ("（用 --encoding）", " (with --encoding)"),
        "looks_shifted" => (
            "（用 --datum）；位置属实请加 --accept-place",
            " (with --datum); if the place is right, say --accept-place",
        ),
        "looks_far" | "looks_swapped" => {
            ("；位置属实请加 --accept-place", "; if the place is right, say --accept-place")
        }
        "unknown_slug" => (
            "；全都一样的可用 --level 或 --layer 指定",
            "; name it with --level or --layer where all are alike",
        ),
        _ => return,
    };
    problem.words.zh.push_str(zh);
    problem.words.en.push_str(en);
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        tracing::debug!(?error, "database");
        Self { code: DATABASE, words: store_words(&error), list: Vec::new() }
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Refused(problems) => Self::problems("import", problems),
            ImportError::Store(error) => error.into(),
        }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        let code = match &error {
            AppError::Unavailable(_) | AppError::Full | AppError::Internal(_) => DATABASE,
            _ => REFUSED,
        };
        let words = match &error {
            AppError::Unavailable(source) | AppError::Internal(source) => {
                tracing::error!(?source, "failed");
                match source.downcast_ref::<StoreError>() {
                    Some(store) => store_words(store),
                    None => error.words(),
                }
            }
            AppError::Invalid(errors) => {
                let join = |pick: fn(&Words) -> &String| {
                    errors.iter().map(|e| pick(&e.words).as_str()).collect::<Vec<_>>().join("; ")
                };
                Words::new(join(|words| &words.zh), join(|words| &words.en))
            }
            _ => error.words(),
        };
        Self { code, words, list: Vec::new() }
    }
}

/// The store's sentence in both languages.
pub fn store_words(error: &StoreError) -> Words {
    let zh = match error {
        StoreError::Newer { found, known } => {
            format!("数据库的结构版本是 {found}，本程序只认识到 {known}：请安装更新的 wangge")
        }
        StoreError::Older { found, known } => {
            format!("数据库的结构版本是 {found}，本程序需要 {known}：请先运行一次 wangge serve 来升级")
        }
        StoreError::Missing(path) => format!("{} 没有数据库", path.display()),
        StoreError::NoPermission(path) => format!("没有权限读写 {}", path.display()),
        StoreError::Locked(path) => format!("{} 正被另一个进程使用，请先停下它", path.display()),
        StoreError::Damaged(path) => format!("{} 已损坏或不是数据库，请从备份恢复", path.display()),
        StoreError::NotOurs(path) => format!("{} 是别的程序的数据库", path.display()),
        StoreError::NotEmpty => "数据库里已有内容".to_owned(),
        StoreError::Full => "数据库所在的磁盘已满".to_owned(),
        StoreError::Cancelled => "已取消，什么都没有保存".to_owned(),
        StoreError::Unavailable(reason) => format!("连不上数据库：{reason}"),
        StoreError::PhotoMissing(address) => format!("照片 {address} 不在原处，请从备份恢复"),
        StoreError::PhotoDamaged(address) => format!("照片 {address} 已损坏，请从备份恢复"),
        _ => "数据库拒绝了这次操作".to_owned(),
    };
    Words::new(zh, error.to_string())
}
