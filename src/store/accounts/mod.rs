//! Accounts, the devices they are signed in on, one-time links, tokens of programs, and allowances that bound guessing.
//! Secrets come in as hashes; nothing here could be used to sign in.

mod account;
mod allowance;
mod link;
mod session;
mod token;

pub use account::{Account, AccountEdit, NewAccount};
pub(crate) use account::{END_LINKS, END_SESSIONS, END_TOKENS};
pub use allowance::Allowance;
pub use link::{LinkPurpose, LinkRow, NewLink, Redeemed};
pub use session::{NewSession, SessionRow};
pub use token::{NewToken, TokenRow};

/// SHA-256 of a secret.
pub type SecretHash = [u8; 32];

/// Every statement of this folder.
pub(crate) fn statements() -> [(&'static str, &'static [super::Sql]); 5] {
    [
        ("accounts", account::ALL),
        ("sessions", session::ALL),
        ("one-time links", link::ALL),
        ("tokens", token::ALL),
        ("allowances", allowance::ALL),
    ]
}
