//! What administrators do with channels: make, change, remove, test. Secrets go in and never come out.

use super::{settings, setup_failed};
use crate::app::answer::{ChannelAnswer, ChannelTest, ChannelsAnswer, MessageEvent};
use crate::app::error::{AppError, FieldError};
use crate::app::reference::Reference;
use crate::app::service::{self, Result, Service};
use crate::domain::case::EventKind;
use crate::domain::glossary;
use crate::domain::grid::Scheme;
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use crate::notify::template::EXTRA_EVENTS;
use crate::notify::{Channel, ChannelKind, Destination, Facts, Language, Severity};
use crate::store::{ChannelRow, ChannelState, StoreError};
use serde_json::{Map, Value, json};
use uuid::Uuid;

const LONGEST_NAME: usize = 60;
const MOST_PER_MINUTE: i64 = 600;
/// Entries of each list of wishes.
const MOST_WISHES: usize = 200;
/// The event of a test message, which no case causes.
const TEST: &str = "channel_test";

/// A channel to make, or what shall change of one; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct ChannelRequest {
    pub name: Option<String>,
    pub kind: Option<String>,
    pub enabled: Option<bool>,
    pub language: Option<String>,
    pub events: Option<Vec<String>>,
    pub areas: Option<Vec<String>>,
    pub departments: Option<Vec<String>>,
    /// Some(None) goes back to what the kind takes.
    pub per_minute: Option<Option<f64>>,
    /// Flat, by the names of the kind's fields.
    pub settings: Option<Map<String, Value>>,
}

fn not_found(id: Uuid) -> AppError {
    AppError::NotFound { kind: "channel", id: id.to_string() }
}

/// Slugs of the events that channels may want.
fn events() -> impl Iterator<Item = &'static str> {
    let kinds = EventKind::ALL.iter().map(|kind| kind.slug());
    kinds.chain(EXTRA_EVENTS.iter().copied()).filter(|event| *event != TEST)
}

impl Service {
    /// All channels and what they may want, oldest first.
    pub async fn channels(&self) -> Result<ChannelsAnswer> {
        let mut rows = self.store().channels().await?;
        rows.retain(|row| row.removed_at.is_none());
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let states = self.store().channel_states(&ids).await?;
        let channels = rows.iter().zip(states).map(|(row, state)| self.channel_answer(row, state));
        let name = |slug: &str| {
            let term =
                glossary::label_in("event", slug).or_else(|| glossary::label_in("message_event", slug));
            term.map_or_else(|| Words::new(slug, slug), |term| Words::new(term.zh, term.en))
        };
        let severity = |slug| self.messaging().templates.severity(slug).unwrap_or(Severity::Notice);
        Ok(ChannelsAnswer {
            channels: channels.collect::<Result<_>>()?,
            events: events()
                .map(|slug| MessageEvent { slug: slug.into(), name: name(slug), severity: severity(slug) })
                .collect(),
        })
    }

    fn channel_answer(&self, row: &ChannelRow, state: ChannelState) -> Result<ChannelAnswer> {
        let reference = self.reference();
        let destination = destination(row)?;
        Ok(ChannelAnswer {
            id: row.id,
            name: row.name.clone(),
            kind: destination.kind(),
            enabled: row.disabled_at.is_none(),
            language: destination.language,
            events: row.events.clone(),
            areas: row.areas.clone(),
            departments: row.departments.clone(),
            per_minute: row.per_minute,
            per_minute_usual: destination.kind().per_minute(),
            settings: settings::shown(&destination),
            created_at: reference.zoned(row.created_at),
            changed_at: reference.zoned(row.changed_at),
            waiting: state.waiting,
            last_attempt_at: state.last.as_ref().map(|(at, _)| reference.zoned(*at)),
            last_outcome: state.last.map(|(_, outcome)| outcome),
            version: row.version,
        })
    }

    async fn stored_channel(&self, id: Uuid) -> Result<ChannelRow> {
        let rows = self.store().channels().await?;
        rows.into_iter().find(|row| row.id == id && row.removed_at.is_none()).ok_or_else(|| not_found(id))
    }

    async fn channel_told(&self, id: Uuid) -> Result<ChannelAnswer> {
        let row = self.stored_channel(id).await?;
        let state = self.store().channel_states(&[id]).await?.pop().unwrap_or_default();
        self.channel_answer(&row, state)
    }

    /// Makes a channel.
    pub async fn create_channel(&self, request: ChannelRequest, actor: &str) -> Result<ChannelAnswer> {
        let now = self.now();
        let blank = ChannelRow {
            id: self.ids().id(now),
            name: String::new(),
            kind: String::new(),
            settings: Value::Null,
            events: Vec::new(),
            areas: Vec::new(),
            departments: Vec::new(),
            per_minute: None,
            created_at: now,
            changed_at: now,
            disabled_at: None,
            removed_at: None,
            version: 1,
        };
        let row = self.changed_channel(blank, None, request, now).await?;
        let detail = json!({"name": row.name, "kind": row.kind, "enabled": row.disabled_at.is_none()});
        let audit = self.audit_entry(actor, "create_channel", row.id.to_string(), detail);
        self.store().create_channel(&row, &audit).await?;
        self.refresh_channels().await?;
        self.channel_told(row.id).await
    }

    /// Changes a channel on the version that the caller knows.
    pub async fn change_channel(
        &self,
        id: Uuid,
        version: i64,
        request: ChannelRequest,
        actor: &str,
    ) -> Result<ChannelAnswer> {
        let before = self.stored_channel(id).await?;
        let row = ChannelRow { version, ..before.clone() };
        let row = self.changed_channel(row, Some(&before), request, self.now()).await?;
        // Which of them, never to what: settings hold secrets.
        let told = [
            ("name", before.name != row.name),
            ("kind", before.kind != row.kind),
            ("settings", before.settings != row.settings),
            ("events", before.events != row.events),
            ("areas", before.areas != row.areas),
            ("departments", before.departments != row.departments),
            ("per_minute", before.per_minute != row.per_minute),
            ("enabled", before.disabled_at.is_some() != row.disabled_at.is_some()),
        ];
        let changed: Vec<&str> = told.iter().filter(|(_, changed)| *changed).map(|(name, _)| *name).collect();
        let detail = json!({"name": row.name, "changed": changed, "enabled": row.disabled_at.is_none()});
        let audit = self.audit_entry(actor, "change_channel", id.to_string(), detail);
        self.store().edit_channel(&row, &audit).await.map_err(|error| stale(error, id))?;
        self.refresh_channels().await?;
        self.messaging().ring();
        self.channel_told(id).await
    }

    /// Takes a channel away; what waits for it is given up.
    pub async fn remove_channel(&self, id: Uuid, version: i64, actor: &str) -> Result<()> {
        let row = self.stored_channel(id).await?;
        let audit = self.audit_entry(actor, "remove_channel", id.to_string(), json!({"name": row.name}));
        self.store().remove_channel(id, version, &audit).await.map_err(|error| stale(error, id))?;
        self.refresh_channels().await
    }

    /// Sends a test message at once and says what the receiver answered.
    pub async fn test_channel(&self, id: Uuid, actor: &str) -> Result<ChannelTest> {
        let row = self.stored_channel(id).await?;
        let destination = destination(&row)?;
        let (now, reference) = (self.now(), self.reference());
        let link = Some("/".to_owned());
        let message = self.messaging().templates.message(
            self.ids().id(now),
            TEST,
            reference.zoned(now),
            link,
            Facts::default(),
        );
        let message = message.ok_or_else(|| AppError::Internal(anyhow::anyhow!("no words for {TEST}")))?;
        let sender = self.messaging().sender().map_err(setup_failed)?;
        let outcome = sender.send(&destination, &message, now).await;
        let (error, receipt) = match &outcome {
            Ok(receipt) => (None, receipt),
            Err(error) => (Some(error), &error.receipt),
        };
        let code = error.map_or("sent", |error| error.code);
        let detail = json!({"name": row.name, "outcome": code, "status": receipt.status});
        self.store().audit(&self.audit_entry(actor, "test_channel", id.to_string(), detail)).await?;
        Ok(ChannelTest {
            ok: error.is_none(),
            code: error.map(|error| error.code.to_owned()),
            words: error.map_or_else(
                || Words::new("接收方已收下测试消息", "the receiver has taken the test message"),
                |error| error.words.clone(),
            ),
            status: receipt.status,
            answer: receipt.answer.clone(),
            took_ms: receipt.millis,
        })
    }

    /// The row with a request laid over it; all faults come back at once.
    async fn changed_channel(
        &self,
        mut row: ChannelRow,
        before: Option<&ChannelRow>,
        request: ChannelRequest,
        now: Instant,
    ) -> Result<ChannelRow> {
        let reference = self.reference();
        let mut faults = Vec::new();
        if let Some(name) = request.name.or_else(|| before.is_none().then(String::new)) {
            row.name = name.trim().to_owned();
            let letters = row.name.chars().count();
            if letters == 0 || letters > LONGEST_NAME || row.name.contains(char::is_control) {
                faults.push(FieldError::new(
                    "name",
                    "malformed",
                    format!("名称应为 1 到 {LONGEST_NAME} 个字"),
                    format!("a name has 1 to {LONGEST_NAME} characters"),
                ));
            }
        }
        wishes(&reference, &request.events, &request.areas, &request.departments, &mut faults);
        row.events = request.events.unwrap_or(row.events);
        row.areas = request.areas.unwrap_or(row.areas);
        row.departments = request.departments.unwrap_or(row.departments);
        if let Some(per_minute) = request.per_minute {
            row.per_minute = per_minute.map(|count| count as i64);
            let sound = |count: f64| count.fract() == 0.0 && (1.0..=MOST_PER_MINUTE as f64).contains(&count);
            if per_minute.is_some_and(|count| !sound(count)) {
                faults.push(FieldError::new(
                    "per_minute",
                    "out_of_range",
                    format!("每分钟 1 到 {MOST_PER_MINUTE} 条"),
                    format!("1 to {MOST_PER_MINUTE} messages a minute"),
                ));
            }
        }
        row.disabled_at = match request.enabled {
            Some(true) => None,
            Some(false) => row.disabled_at.or(Some(now)),
            None => row.disabled_at,
        };
        let known = before.map(destination).transpose()?;
        let language = match request.language.as_deref() {
            None => known.as_ref().map_or(Language::Zh, |known| known.language),
            Some(slug) => Language::from_slug(slug).unwrap_or_else(|| {
                faults.push(FieldError::new("language", "unknown", "应为 zh 或 en", "must be zh or en"));
                Language::Zh
            }),
        };
        let kind = match request.kind.as_deref() {
            None => known.as_ref().map(Destination::kind),
            Some(slug) => ChannelKind::from_slug(slug),
        };
        let Some(kind) = kind else {
            let all: Vec<&str> = ChannelKind::ALL.iter().map(|kind| kind.slug()).collect();
            let all = all.join(", ");
            faults.push(FieldError::new(
                "kind",
                "unknown",
                format!("通道类型应为：{all}"),
                format!("the kind of a channel is one of: {all}"),
            ));
            return Err(AppError::Invalid(faults));
        };
        let same = known
            .as_ref()
            .map(|known| &known.channel)
            .filter(|_| known.as_ref().is_some_and(|known| known.kind() == kind));
        match settings::channel(kind, same, request.settings.unwrap_or_default()) {
            Err(more) => faults.extend(more),
            Ok(channel) => {
                let destination = Destination { language, channel };
                faults.extend(self.refused(&destination).await?);
                row.kind = kind.slug().into();
                row.settings = destination.to_stored();
            }
        }
        if faults.is_empty() { Ok(row) } else { Err(AppError::Invalid(faults)) }
    }

    /// What this site does not send to: by its rules, and by where the name leads just now. A name that cannot be
    /// looked up is no fault, for the network may be away.
    async fn refused(&self, destination: &Destination) -> Result<Vec<FieldError>> {
        let sender = self.messaging().sender().map_err(setup_failed)?;
        let faults = sender.faults(destination);
        if !faults.is_empty() {
            return Ok(faults.into_iter().map(settings::fault).collect());
        }
        let field = match destination.channel {
            Channel::Email { .. } => "settings.host",
            _ => "settings.url",
        };
        Ok(match sender.check_address(destination).await {
            Err(error) if error.is_permanent() => {
                vec![FieldError::new(field, error.code, error.words.zh, error.words.en)]
            }
            _ => Vec::new(),
        })
    }
}

/// Where a stored channel goes. The error quotes nothing of it.
fn destination(row: &ChannelRow) -> Result<Destination> {
    serde_json::from_value(row.settings.clone())
        .map_err(|_| AppError::Internal(anyhow::anyhow!("the settings of channel {} cannot be read", row.id)))
}

fn stale(error: StoreError, id: Uuid) -> AppError {
    match error {
        StoreError::NotFound => not_found(id),
        other => service::stale(other),
    }
}

/// Checks what a channel wants to hear of.
fn wishes(
    reference: &Reference,
    wanted: &Option<Vec<String>>,
    areas: &Option<Vec<String>>,
    departments: &Option<Vec<String>>,
    faults: &mut Vec<FieldError>,
) {
    let mut check = |field: &str, list: &Option<Vec<String>>, known: &dyn Fn(&str) -> bool| {
        let list = list.as_deref().unwrap_or_default();
        if list.len() > MOST_WISHES {
            faults.push(FieldError::new(
                field,
                "too_many",
                format!("最多 {MOST_WISHES} 项"),
                format!("at most {MOST_WISHES} entries"),
            ));
        }
        for entry in list.iter().filter(|entry| !known(entry)) {
            faults.push(FieldError::new(
                field,
                "unknown",
                format!("没有「{entry}」"),
                format!("there is no “{entry}”"),
            ));
        }
    };
    check("events", wanted, &|slug| events().any(|event| event == slug));
    check("areas", areas, &|code| reference.areas.get(Scheme::Duty, code).is_some());
    check("departments", departments, &|slug| reference.rulebook.rules.departments().get(slug).is_some());
}
