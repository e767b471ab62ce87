//! Why a file is not restored.

use crate::domain::text::Words;

/// What is wrong with a backup, or with reading and writing it.
#[derive(Debug, thiserror::Error)]
pub enum BackupProblem {
    #[error("it cannot be read or written")]
    Io(#[from] std::io::Error),
    /// Something else than a backup of ours.
    #[error("it is no backup of wangge")]
    Foreign,
    /// It ends before its end.
    #[error("it is cut off")]
    Cut,
    /// The part, or the whole, is not what was written.
    #[error("it was changed: {0}")]
    Changed(String),
    /// Written by a newer program.
    #[error("it has format {format} and schema {schema}")]
    Newer { format: u32, schema: i64 },
}

impl BackupProblem {
    /// What is wrong and what to do.
    pub fn words(&self) -> Words {
        match self {
            Self::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => {
                Words::new("磁盘已满", "the disk is full")
            }
            Self::Io(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Words::new("不存在", "does not exist")
            }
            Self::Io(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                Words::new("没有权限", "no permission")
            }
            Self::Io(error) => {
                Words::new(format!("读写失败：{error}"), format!("it cannot be read: {error}"))
            }
            Self::Foreign => Words::new("不是 wangge 的备份", "it is no backup of wangge"),
            Self::Cut => Words::new(
                "备份不完整，末尾缺失；请换一份完整的备份",
                "the backup is cut off, its end is missing; take one that is whole",
            ),
            Self::Changed(part) => Words::new(
                format!("备份已损坏或被改动（{part}），没有恢复任何内容；请换一份备份"),
                format!(
                    "the backup is damaged or was changed ({part}), nothing was restored; take another one"
                ),
            ),
            Self::Newer { format, schema } => Words::new(
                format!("备份由更新的程序写成（格式 {format}，结构版本 {schema}），请安装更新的 wangge"),
                format!(
                    "a newer program wrote the backup (format {format}, schema {schema}): install a newer wangge"
                ),
            ),
        }
    }
}
