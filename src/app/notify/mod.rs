//! Messages: which event is told to whom, in the app and by the channels to the outside; their delivery; the day's list.
//! What is told is written with the event, in its transaction; nothing here is waited for by whoever works on a case.

mod channels;
mod deliver;
mod deliveries;
mod digest;
mod inbox;
mod keep;
mod manage;
mod payload;
mod recipients;
mod rows;
mod settings;

pub use deliver::Delivered;
pub use deliveries::DeliveryQuery;
pub use inbox::MessageQuery;
pub use manage::ChannelRequest;
pub use rows::Told;

use crate::domain::text::Words;
use crate::notify::{Options, Sender, SetupError, Templates};
use arc_swap::ArcSwap;
use channels::Channels;
use std::sync::{Arc, OnceLock};

/// What the service keeps for its messages.
pub struct Messaging {
    pub(super) templates: Templates,
    /// Followed through the change log, so that no event reads the database for it.
    channels: ArcSwap<Channels>,
    options: Options,
    sender: OnceLock<Sender>,
    /// Rung when messages were written.
    bell: Arc<tokio::sync::Notify>,
}

impl Messaging {
    pub(super) fn new(options: Options) -> Result<Self, SetupError> {
        let templates = Templates::built_in().map_err(|error| SetupError(error.0))?;
        Ok(Self {
            templates,
            channels: ArcSwap::default(),
            options,
            sender: OnceLock::new(),
            bell: Arc::default(),
        })
    }

    /// The one that connects to the outside, made when it is first asked for: that reads the machine's certificates.
    ///
    /// # Errors
    /// Settings that cannot be used.
    pub fn sender(&self) -> Result<&Sender, SetupError> {
        if let Some(sender) = self.sender.get() {
            return Ok(sender);
        }
        let made = Sender::new(self.options.clone())?;
        Ok(self.sender.get_or_init(|| made))
    }

    /// Takes another sender, one with a resolver of its own for instance. False when one is in use already.
    pub fn use_sender(&self, sender: Sender) -> bool {
        self.sender.set(sender).is_ok()
    }

    pub(super) fn channels(&self) -> Arc<Channels> {
        self.channels.load_full()
    }

    /// Whether any channel is switched on.
    pub fn has_channels(&self) -> bool {
        !self.channels.load().0.is_empty()
    }

    /// Asks whoever delivers to look now.
    pub(super) fn ring(&self) {
        self.bell.notify_one();
    }

    /// What [`Messaging::ring`] rings.
    pub fn bell(&self) -> Arc<tokio::sync::Notify> {
        Arc::clone(&self.bell)
    }
}

/// Words that a sender could not be made for.
pub(super) fn setup_failed(error: SetupError) -> super::AppError {
    let Words { zh, en } = error.0;
    super::AppError::Conflict { code: "messages_not_set_up", words: Words { zh, en } }
}
