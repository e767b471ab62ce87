//! Messages to the outside: what a case event says, and the channels of the outbox that carry it. Beside `app`: knows
//! `domain`, nothing of the store, the use cases or HTTP. An outbox row becomes a [`Message`] by [`Templates`]; a
//! [`Sender`] hands it to a [`Destination`]; [`next_step`] says when to try again.
//!
//! No message carries a person: names, phones, the reporter and free text of a report have no field here (R11).
//! No request reaches an address inside the site's own network unless configuration opens it: see [`guard`].

pub mod answer;
pub mod backoff;
pub mod destination;
mod dingtalk;
pub mod endpoint;
pub mod error;
mod feishu;
pub mod guard;
pub mod mail;
pub mod message;
pub mod plain;
pub mod request;
pub mod resolve;
pub mod sender;
pub mod sign;
mod smtp;
pub mod template;
mod tls;
pub mod webhook;
mod wecom;

pub use backoff::{MOST_ATTEMPTS, NextStep, backoff, next_step};
pub use destination::{Channel, ChannelKind, Destination, Fault, MailSecurity, MailServer, Secret};
pub use error::{Receipt, Retry, SendError};
pub use guard::{Guard, Network};
pub use message::{Facts, Language, Message, Named, Severity};
pub use resolve::{Resolver, SystemResolver};
pub use sender::{Options, Sender, SetupError};
pub use template::{TemplateError, Templates};
