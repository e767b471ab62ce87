//! Accounts: signing in, one-time links, devices, tokens, and what administrators do with them. Rights follow from the
//! roles that were granted and from the posts of the account's party (`domain::account`).

mod caller;
mod device;
mod links;
mod manage;
mod password;
mod secrets;
mod sign_in;
mod tokens;

pub use caller::{Callers, Resolved};
pub use device::device_words;
pub use manage::{AccountChange, NewAccountRequest};
pub use password::Passwords;
pub use secrets::{Secret, token_hash};
pub use sign_in::{Begun, Origin, SignInRequest};
pub use tokens::NewTokenRequest;

use super::error::{AppError, FieldError};
use crate::domain::account::credentials::{LONGEST_PASSWORD, SHORTEST_PASSWORD, WeakPassword};
use crate::domain::text::Words;

/// What is wrong with a new password, as a fault of a field.
fn weak(field: &str, weak: WeakPassword) -> FieldError {
    let (zh, en) = match weak {
        WeakPassword::TooShort => (
            format!("密码至少 {SHORTEST_PASSWORD} 个字符"),
            format!("a password has at least {SHORTEST_PASSWORD} characters"),
        ),
        WeakPassword::TooLong => (
            format!("密码最多 {LONGEST_PASSWORD} 个字符"),
            format!("a password has at most {LONGEST_PASSWORD} characters"),
        ),
        WeakPassword::TooCommon => (
            "这个密码太容易被猜到，请换一句只有自己想得到的话".to_owned(),
            "this password is among the first that are guessed; take words that only you think of".to_owned(),
        ),
    };
    FieldError::new(field, weak.code(), zh, en)
}

/// Used, too old and never made are told alike: whoever tries links learns nothing.
fn link_invalid() -> AppError {
    AppError::Gone {
        code: "link_invalid",
        words: Words::new(
            "这个链接已用过、已过期或不存在，请向管理员要一个新的",
            "this link was used, is too old or does not exist; ask the administrator for a new one",
        ),
    }
}
