//! What a use case can refuse, with words for people in both languages (R13). It knows no HTTP and no exit code.

use crate::domain::glossary;
use crate::domain::text::Words;

/// One fault of one field of a well-formed request. `place` is a row, an entry or a coordinate index.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct FieldError {
    pub field: String,
    /// Stable, for machines: `out_of_range`, `looks_swapped`, `unknown`, `missing`, …
    pub code: String,
    pub words: Words,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

impl FieldError {
    pub fn new(field: &str, code: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { field: field.into(), code: code.into(), words: Words::new(zh, en), place: None }
    }

    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }
}

/// Why a use case did not happen. Nothing was stored when one of these comes back.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The request is well formed, but these fields are wrong: all of them, at once.
    #[error("{} field(s) are not acceptable", .0.len())]
    Invalid(Vec<FieldError>),
    /// The request could not be read at `place`.
    #[error("malformed input at {place}: {}", .words.en)]
    Malformed { code: &'static str, place: String, words: Words },
    /// `kind` is a word of the glossary.
    #[error("{kind} {id} does not exist")]
    NotFound { kind: &'static str, id: String },
    /// The state of things does not allow it; `code` says which rule.
    #[error("{}", .words.en)]
    Conflict { code: &'static str, words: Words },
    /// Somebody else changed it since the version that the caller knows: `changed` says what.
    #[error("version {current} stands")]
    Stale { current: i64, changed: Vec<String> },
    /// A draft with faults that bar its publication.
    #[error("{} fault(s) bar publication", .0.len())]
    Faulty(Vec<super::answer::DraftFault>),
    /// The caller may not see or do this.
    #[error("{}", .words.en)]
    Forbidden { code: &'static str, words: Words },
    /// Whoever asks has not shown who he is.
    #[error("{}", .words.en)]
    SignIn { code: &'static str, words: Words },
    /// Tried too often; `retry_after` is in seconds.
    #[error("{}", .words.en)]
    TooMany { code: &'static str, retry_after: u64, words: Words },
    /// What was named is used up or never was.
    #[error("{}", .words.en)]
    Gone { code: &'static str, words: Words },
    /// The database cannot be written or read just now; worth another try.
    #[error("the database is not available")]
    Unavailable(#[source] anyhow::Error),
    /// The database's disk takes no more; what was asked to be stored is not.
    #[error("the disk of the database is full")]
    Full,
    /// A defect or a damaged store; the source goes to the log, never to the caller.
    #[error("internal error")]
    Internal(#[source] anyhow::Error),
}

impl AppError {
    pub fn invalid(error: FieldError) -> Self {
        Self::Invalid(vec![error])
    }

    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "invalid_fields",
            Self::Malformed { code, .. }
            | Self::Conflict { code, .. }
            | Self::Forbidden { code, .. }
            | Self::SignIn { code, .. }
            | Self::TooMany { code, .. }
            | Self::Gone { code, .. } => code,
            Self::NotFound { .. } => "not_found",
            Self::Stale { .. } => "stale_version",
            Self::Faulty(_) => "faulty",
            Self::Unavailable(_) => "database_unavailable",
            Self::Full => "storage_full",
            Self::Internal(_) => "internal",
        }
    }

    /// What happened and what to do, for people.
    pub fn words(&self) -> Words {
        match self {
            Self::Invalid(errors) => match errors.as_slice() {
                [only] => only.words.clone(),
                many => Words::new(
                    format!("有 {} 处填写有误，请逐条更正", many.len()),
                    format!("{} fields need correction", many.len()),
                ),
            },
            Self::Malformed { words, .. }
            | Self::Conflict { words, .. }
            | Self::Forbidden { words, .. }
            | Self::SignIn { words, .. }
            | Self::TooMany { words, .. }
            | Self::Gone { words, .. } => words.clone(),
            Self::NotFound { kind, id } => {
                let kind = glossary::term(kind);
                Words::new(format!("找不到{}「{id}」", kind.zh), format!("{} “{id}” does not exist", kind.en))
            }
            Self::Stale { current, .. } => Words::new(
                format!("已被他人改动（当前版本 {current}），请对照后再保存"),
                format!(
                    "changed by somebody else meanwhile (version {current} stands); compare and save again"
                ),
            ),
            Self::Faulty(faults) => Words::new(
                format!("有 {} 处问题须先改正才能发布", faults.len()),
                format!("{} faults must be mended before it can be published", faults.len()),
            ),
            Self::Unavailable(_) => Words::new(
                "数据库暂时不可用，请稍后再试",
                "The database is not available just now, try again",
            ),
            Self::Full => Words::new(
                "数据库所在的磁盘已满，没有保存；请管理员腾出空间后再试",
                "The disk of the database is full and nothing was stored; try again when the administrator has made room",
            ),
            Self::Internal(_) => Words::new(
                "服务内部出错，已记入日志，请把请求编号告诉管理员",
                "Something went wrong inside the service; tell the administrator the request id",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_found_is_named_in_both_languages() {
        for (kind, zh, en) in
            [("draft", "草稿", "draft"), ("post", "岗位", "post"), ("incident", "问题", "incident")]
        {
            let words = AppError::NotFound { kind, id: "7".into() }.words();
            assert_eq!(words, Words::new(format!("找不到{zh}「7」"), format!("{en} “7” does not exist")));
        }
    }
}
