//! The settings of a channel as forms give them: one flat object, in which what is absent stays and null takes away.

use crate::app::answer::ChannelSettings;
use crate::app::error::FieldError;
use crate::notify::{Channel, ChannelKind, Destination, Fault, MailSecurity, MailServer, Secret};
use serde_json::{Map, Value, json};

const PREFIX: &str = "settings.";

/// The fields of a kind.
fn fields(kind: ChannelKind) -> &'static [&'static str] {
    match kind {
        ChannelKind::Webhook | ChannelKind::Dingtalk | ChannelKind::Feishu => &["url", "secret"],
        ChannelKind::Wecom => &["url"],
        ChannelKind::Email => &["host", "port", "security", "user", "password", "from", "hello", "to"],
    }
}

/// A channel of `kind`: what stands in `known` with `given` laid over it.
pub(super) fn channel(
    kind: ChannelKind,
    known: Option<&Channel>,
    given: Map<String, Value>,
) -> Result<Channel, Vec<FieldError>> {
    let known_fields = fields(kind);
    let mut faults: Vec<FieldError> = given
        .keys()
        .filter(|name| !known_fields.contains(&name.as_str()))
        .map(|name| {
            let list = known_fields.join(", ");
            FieldError::new(
                &format!("{PREFIX}{name}"),
                "unknown_field",
                format!("这种通道没有「{name}」，可用：{list}"),
                format!("this kind of channel has no “{name}”; known: {list}"),
            )
        })
        .collect();
    let mut flat = known.map(flattened).unwrap_or_default();
    // An empty field of a form says nothing; what shall go is null.
    flat.extend(given.into_iter().filter(|(_, value)| value.as_str() != Some("")));
    let mut form = Form { flat: &flat, faults: &mut faults };
    let channel = match kind {
        ChannelKind::Webhook => Channel::Webhook { url: form.secret("url"), secret: form.secret("secret") },
        ChannelKind::Wecom => Channel::Wecom { url: form.secret("url") },
        ChannelKind::Dingtalk => {
            Channel::Dingtalk { url: form.secret("url"), secret: form.maybe("secret").map(Secret::new) }
        }
        ChannelKind::Feishu => {
            Channel::Feishu { url: form.secret("url"), secret: form.maybe("secret").map(Secret::new) }
        }
        ChannelKind::Email => Channel::Email {
            server: MailServer {
                host: form.text("host"),
                port: form.port(),
                security: form.security(),
                user: form.maybe("user"),
                password: form.maybe("password").map(Secret::new),
                from: form.text("from"),
                hello: form.maybe("hello"),
            },
            to: form.list("to"),
        },
    };
    if faults.is_empty() { Ok(channel) } else { Err(faults) }
}

/// Reads fields and gathers what is wrong with them.
struct Form<'a> {
    flat: &'a Map<String, Value>,
    faults: &'a mut Vec<FieldError>,
}

impl Form<'_> {
    fn fault(&mut self, name: &str, code: &str, zh: &str, en: &str) {
        self.faults.push(FieldError::new(&format!("{PREFIX}{name}"), code, zh, en));
    }

    fn maybe(&mut self, name: &str) -> Option<String> {
        match self.flat.get(name) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text.trim().to_owned()),
            Some(_) => {
                self.fault(name, "not_a_text", "应为文字", "must be a text");
                None
            }
        }
    }

    fn text(&mut self, name: &str) -> String {
        let before = self.faults.len();
        let text = self.maybe(name);
        if text.is_none() && self.faults.len() == before {
            self.fault(name, "missing", "不能为空", "is missing");
        }
        text.unwrap_or_default()
    }

    fn secret(&mut self, name: &str) -> Secret {
        Secret::new(self.text(name))
    }

    fn port(&mut self) -> u16 {
        let port = self.flat.get("port").and_then(Value::as_u64).and_then(|port| u16::try_from(port).ok());
        if port.is_none() {
            self.fault("port", "malformed", "应为 1 到 65535 的端口", "must be a port from 1 to 65535");
        }
        port.unwrap_or_default()
    }

    fn security(&mut self) -> MailSecurity {
        let slug = self.text("security");
        let security = MailSecurity::from_slug(&slug);
        if security.is_none() && !slug.is_empty() {
            self.fault(
                "security",
                "unknown",
                "应为 tls、starttls 或 plain",
                "must be tls, starttls or plain",
            );
        }
        security.unwrap_or(MailSecurity::Tls)
    }

    fn list(&mut self, name: &str) -> Vec<String> {
        let value = self.flat.get(name).cloned().unwrap_or_else(|| json!([]));
        serde_json::from_value(value).unwrap_or_else(|_| {
            self.fault(name, "not_a_list", "应为文字的列表", "must be a list of texts");
            Vec::new()
        })
    }
}

/// A stored channel as a flat object, with its secrets.
fn flattened(channel: &Channel) -> Map<String, Value> {
    let open = |secret: &Option<Secret>| json!(secret.as_ref().map(Secret::expose));
    let value = match channel {
        Channel::Webhook { url, secret } => json!({"url": url.expose(), "secret": secret.expose()}),
        Channel::Wecom { url } => json!({"url": url.expose()}),
        Channel::Dingtalk { url, secret } | Channel::Feishu { url, secret } => {
            json!({"url": url.expose(), "secret": open(secret)})
        }
        Channel::Email { server, to } => json!({
            "host": server.host, "port": server.port, "security": server.security, "user": server.user,
            "password": open(&server.password), "from": server.from, "hello": server.hello, "to": to,
        }),
    };
    match value {
        Value::Object(flat) => flat,
        _ => Map::new(),
    }
}

/// What people may see of it.
pub(super) fn shown(destination: &Destination) -> ChannelSettings {
    // `<kind> <origin>`, without path and key.
    let origin = || destination.shown().split_once(' ').map(|(_, origin)| origin.to_owned());
    match &destination.channel {
        Channel::Webhook { .. } => {
            ChannelSettings { url_shown: origin(), secret_set: true, ..ChannelSettings::default() }
        }
        Channel::Wecom { .. } => ChannelSettings { url_shown: origin(), ..ChannelSettings::default() },
        Channel::Dingtalk { secret, .. } | Channel::Feishu { secret, .. } => ChannelSettings {
            url_shown: origin(),
            secret_set: secret.is_some(),
            ..ChannelSettings::default()
        },
        Channel::Email { server, to } => ChannelSettings {
            host: Some(server.host.clone()),
            port: Some(server.port),
            security: Some(server.security),
            user: server.user.clone(),
            password_set: server.password.is_some(),
            from: Some(server.from.clone()),
            hello: server.hello.clone(),
            to: to.clone(),
            ..ChannelSettings::default()
        },
    }
}

/// A fault of a destination as one of the form.
pub(super) fn fault(fault: Fault) -> FieldError {
    FieldError::new(&format!("{PREFIX}{}", fault.field), fault.code, fault.words.zh, fault.words.en)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notify::Language;

    fn map(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap_or_default()
    }

    fn codes(result: Result<Channel, Vec<FieldError>>) -> Vec<String> {
        result.unwrap_err().iter().map(|fault| format!("{}:{}", fault.field, fault.code)).collect()
    }

    #[test]
    fn what_is_absent_stays_and_null_takes_away() {
        let given =
            map(json!({"url": "https://oapi.dingtalk.com/robot/send?access_token=k", "secret": "SEC1"}));
        let first = channel(ChannelKind::Dingtalk, None, given).unwrap();
        let same = channel(ChannelKind::Dingtalk, Some(&first), map(json!({"url": ""}))).unwrap();
        assert_eq!(first, same);
        let without = channel(ChannelKind::Dingtalk, Some(&first), map(json!({"secret": null}))).unwrap();
        assert!(matches!(without, Channel::Dingtalk { secret: None, .. }));
    }

    #[test]
    fn every_fault_is_told_at_once_and_fields_of_other_kinds_are_refused() {
        let given = map(json!({"host": 7, "port": "25", "security": "ssl", "url": "x", "to": "a@b.cn"}));
        assert_eq!(
            codes(channel(ChannelKind::Email, None, given)),
            [
                "settings.url:unknown_field",
                "settings.host:not_a_text",
                "settings.port:malformed",
                "settings.security:unknown",
                "settings.from:missing",
                "settings.to:not_a_list",
            ]
        );
        assert_eq!(
            codes(channel(ChannelKind::Webhook, None, Map::new())),
            ["settings.url:missing", "settings.secret:missing"]
        );
    }

    #[test]
    fn what_is_shown_holds_no_secret() {
        let given = map(
            json!({"url": "https://example.gov.cn/hook/KEYKEYKEY?token=TOKEN", "secret": "SECRETSECRET"}),
        );
        let channel = channel(ChannelKind::Webhook, None, given).unwrap();
        let told = json!(shown(&Destination { language: Language::Zh, channel })).to_string();
        assert!(told.contains("https://example.gov.cn"), "{told}");
        for secret in ["KEYKEYKEY", "TOKEN", "SECRETSECRET"] {
            assert!(!told.contains(secret), "{told}");
        }
    }
}
