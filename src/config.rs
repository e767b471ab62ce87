//! Settings of an installation, from four layers: defaults, `wangge.toml`, the environment (`WANGGE_…`) and
//! flags; the later one wins. This is the only reader of the environment.

use crate::domain::text::Words;
use figment::Figment;
use figment::providers::{Format, Serialized, Toml};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The file that is read from the working directory when no other is named.
pub const DEFAULT_FILE: &str = "wangge.toml";
const PREFIX: &str = "WANGGE_";

/// Everything that can be set, in one place. Each name is a flag (`--map-approval`), an environment variable
/// (`WANGGE_MAP_APPROVAL`) and a key of the file (`map_approval`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Address and port; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Folder of the SQLite database and of photos.
    pub data: PathBuf,
    /// `postgres://…`; the SQLite file under `data` when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_url: Option<String>,
    #[serde(deserialize_with = "lenient_bool")]
    pub demo: bool,
    /// The day that the demo's history ends on; today when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub demo_date: Option<jiff::civil::Date>,
    #[serde(deserialize_with = "lenient_bool")]
    pub open_private: bool,
    /// Boundaries can be edited over HTTP.
    #[serde(deserialize_with = "lenient_bool")]
    pub open_edit: bool,
    #[serde(deserialize_with = "lenient_bool")]
    pub lan: bool,
    /// 审图号 line on maps and prints.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub map_approval: Option<String>,
    /// 主办单位, 备案号 and 投诉建议 below every page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sponsor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icp: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complaints: Option<String>,
    /// The address that people open, `https://wangge.example.gov.cn/`, where a proxy stands before the service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_url: Option<String>,
    /// Files of the service's own certificate and key, PEM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_cert: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_key: Option<PathBuf>,
    /// What everything stands below, `/wangge`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_path: Option<String>,
    /// Addresses and networks of proxies whose `X-Forwarded-For` counts, with commas between.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusted_proxies: Option<String>,
    /// Reports of one address without an account, at once and in an hour; 0 for no limit.
    #[serde(deserialize_with = "lenient_count")]
    pub reports_per_hour: u32,
    /// Networks inside which messages may have receivers, with commas between; all inner addresses are closed else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_networks: Option<String>,
    /// Ports that messages may go to beside 80, 443, 25, 465, 587 and those from 1024 up, with commas between.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_ports: Option<String>,
    /// Messages may leave unencrypted: `http:` and plain SMTP.
    #[serde(deserialize_with = "lenient_bool")]
    pub message_plain: bool,
    /// PEM file of authorities that receivers' certificates may come from beside the machine's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_certificates: Option<PathBuf>,
    /// IANA time zone of the site.
    pub zone: String,
    /// Language of messages: `zh` or `en`.
    pub lang: Lang,
    /// Filter of the log on stderr, as `RUST_LOG` writes it.
    pub log: String,
}

/// Language of what the command line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    pub fn pick(self, words: &Words) -> &str {
        match self {
            Self::Zh => &words.zh,
            Self::En => &words.en,
        }
    }

    /// The same for two texts at hand.
    pub fn of<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data: PathBuf::from("./data"),
            database_url: None,
            demo: false,
            demo_date: None,
            open_private: false,
            open_edit: false,
            lan: false,
            map_approval: None,
            sponsor: None,
            icp: None,
            complaints: None,
            public_url: None,
            tls_cert: None,
            tls_key: None,
            base_path: None,
            trusted_proxies: None,
            reports_per_hour: crate::app::report_limit::REPORTS_PER_HOUR,
            message_networks: None,
            message_ports: None,
            message_plain: false,
            message_certificates: None,
            zone: "Asia/Shanghai".to_owned(),
            lang: Lang::Zh,
            log: "warn".to_owned(),
        }
    }
}

/// A setting that cannot be read, with the layer it comes from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.en)]
pub struct ConfigError(pub Words);

/// What flags say; absent ones leave the layers below as they are.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Overrides(pub BTreeMap<&'static str, String>);

impl Overrides {
    pub fn set(&mut self, key: &'static str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.0.insert(key, value.to_string());
        }
    }

    pub fn raise(&mut self, key: &'static str, flag: bool) {
        if flag {
            self.0.insert(key, "true".to_owned());
        }
    }
}

/// The process's environment, for [`load`].
pub fn environment() -> BTreeMap<String, String> {
    std::env::vars_os()
        .filter_map(|(key, value)| Some((key.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

/// Joins the layers. A file that was named must exist; the default one need not. Unknown keys of the file are
/// refused, because a misspelt setting that is silently ignored costs an afternoon.
pub fn load(
    file: Option<&Path>,
    environment: &BTreeMap<String, String>,
    overrides: &Overrides,
) -> Result<Config, ConfigError> {
    let keys: Vec<String> = known_keys();
    let mut defaults = Config::default();
    if language_of(environment) == Some(Lang::En) {
        defaults.lang = Lang::En;
    }
    let mut figment = Figment::from(Serialized::defaults(&defaults));
    let path = file.unwrap_or(Path::new(DEFAULT_FILE));
    if path.exists() {
        figment = figment.merge(Toml::file_exact(path));
    } else if file.is_some() {
        let path = path.display();
        return Err(ConfigError(Words::new(
            format!("没有配置文件 {path}"),
            format!("there is no configuration file {path}"),
        )));
    }
    let named = |key: &String| environment.get(&format!("{PREFIX}{}", key.to_uppercase()));
    for (key, value) in keys.iter().filter_map(|key| Some((key, named(key)?))) {
        // An empty variable counts as not set, as deployment tools leave them.
        if !value.is_empty() {
            figment = figment.merge(Serialized::default(key, value));
        }
    }
    for (key, value) in &overrides.0 {
        figment = figment.merge(Serialized::default(key, value));
    }
    let config: Config = figment.extract().map_err(|error| explain(&error, path))?;
    if jiff::tz::TimeZone::get(&config.zone).is_err() {
        let zone = &config.zone;
        return Err(ConfigError(Words::new(
            format!("不认识时区「{zone}」，应如 Asia/Shanghai"),
            format!("time zone “{zone}” is unknown; it should look like Asia/Shanghai"),
        )));
    }
    Ok(config)
}

/// Keys of the file and, in capitals behind `WANGGE_`, of the environment.
pub fn known_keys() -> Vec<String> {
    let full = Config {
        database_url: Some(String::new()),
        demo_date: Some(jiff::civil::Date::ZERO),
        map_approval: Some(String::new()),
        sponsor: Some(String::new()),
        icp: Some(String::new()),
        complaints: Some(String::new()),
        public_url: Some(String::new()),
        tls_cert: Some(PathBuf::new()),
        tls_key: Some(PathBuf::new()),
        base_path: Some(String::new()),
        trusted_proxies: Some(String::new()),
        message_networks: Some(String::new()),
        message_ports: Some(String::new()),
        message_certificates: Some(PathBuf::new()),
        ..Config::default()
    };
    match serde_json::to_value(full) {
        Ok(serde_json::Value::Object(map)) => map.into_iter().map(|(key, _)| key).collect(),
        _ => Vec::new(),
    }
}

/// Language of a POSIX environment: English only where it says so, because the people here read Chinese.
pub fn language_of(environment: &BTreeMap<String, String>) -> Option<Lang> {
    let value = ["WANGGE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|key| environment.get(*key).filter(|value| !value.is_empty()))?;
    match value.to_ascii_lowercase() {
        value if value.starts_with("en") => Some(Lang::En),
        value if value.starts_with("zh") => Some(Lang::Zh),
        _ => None,
    }
}

fn explain(error: &figment::Error, path: &Path) -> ConfigError {
    let key = error.path.join(".");
    let source = error.metadata.as_ref().and_then(|metadata| metadata.source.as_ref());
    let from_file = matches!(source, Some(figment::Source::File(_))) || key.is_empty();
    let place =
        if from_file { path.display().to_string() } else { format!("{PREFIX}{}", key.to_uppercase()) };
    let kind = &error.kind;
    ConfigError(Words::new(
        format!("配置项「{key}」（{place}）有误：{kind}"),
        format!("setting “{key}” ({place}) is not acceptable: {kind}"),
    ))
}

/// `true`, `1`, `yes`, `on` and their opposites, as variables and files write them.
fn lenient_bool<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Raw {
        Bool(bool),
        Number(u8),
        Text(String),
    }
    let refused = |text: &str| serde::de::Error::custom(format!("“{text}” is neither true nor false"));
    match Raw::deserialize(deserializer)? {
        Raw::Bool(value) => Ok(value),
        Raw::Number(value @ 0..=1) => Ok(value == 1),
        Raw::Number(value) => Err(refused(&value.to_string())),
        Raw::Text(text) => match text.to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => Ok(true),
            "false" | "0" | "no" | "off" => Ok(false),
            _ => Err(refused(&text)),
        },
    }
}

/// A number, also as the text that a flag gives.
fn lenient_count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Raw {
        Number(i64),
        Text(String),
    }
    let refused =
        |text: &str| serde::de::Error::custom(format!("“{text}” is no number from 0 to {}", u32::MAX));
    match Raw::deserialize(deserializer)? {
        Raw::Number(value) => u32::try_from(value).map_err(|_| refused(&value.to_string())),
        Raw::Text(text) => text.trim().parse().map_err(|_| refused(&text)),
    }
}

impl Config {
    /// Where the database is, as `Store::open` takes it.
    pub fn database(&self) -> String {
        match &self.database_url {
            Some(url) => url.clone(),
            None => self.data.join("wangge.db").display().to_string(),
        }
    }

    /// The same without a password, for messages.
    pub fn database_shown(&self) -> String {
        let database = self.database();
        match (database.find("://"), database.rfind('@')) {
            (Some(scheme), Some(at)) if scheme + 3 < at => {
                let user = database[scheme + 3..at].split(':').next().unwrap_or_default();
                format!("{}://{user}@{}", &database[..scheme], &database[at + 1..])
            }
            _ => database,
        }
    }

    /// The address that people open, without a slash at the end.
    pub fn base_address(&self) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => {
                let scheme = if self.tls_cert.is_some() { "https" } else { "http" };
                let base_path = self.base_path.as_deref().unwrap_or_default();
                format!("{scheme}://{}{}", self.listen, base_path.trim_end_matches('/'))
            }
        }
    }

    pub fn time_zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::get(&self.zone).unwrap_or(jiff::tz::TimeZone::UTC)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn flags_win_over_the_environment_and_that_over_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("w.toml");
        std::fs::write(
            &file,
            "listen = \"127.0.0.1:1\"\ndata = \"/file\"\nzone = \"Asia/Urumqi\"\ndemo = true\n",
        )
        .unwrap();
        let environment =
            variables(&[("WANGGE_LISTEN", "127.0.0.1:2"), ("WANGGE_DATA", "/env"), ("WANGGE_LAN", "1")]);
        let mut flags = Overrides::default();
        flags.set("listen", Some("127.0.0.1:3"));
        flags.set("map_approval", None::<String>);
        let config = load(Some(&file), &environment, &flags).unwrap();
        assert_eq!(config.listen.port(), 3);
        assert_eq!(config.data, PathBuf::from("/env"));
        assert_eq!(config.zone, "Asia/Urumqi");
        assert!(config.demo && config.lan && !config.open_private);
    }

    #[test]
    fn a_count_is_read_from_a_flag_the_environment_and_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("w.toml");
        std::fs::write(&file, "reports_per_hour = 7\n").unwrap();
        let none = variables(&[]);
        let read = |file, environment: &BTreeMap<_, _>, flags: &Overrides| {
            load(file, environment, flags).map(|config| config.reports_per_hour)
        };
        let mut flags = Overrides::default();
        assert_eq!(read(Some(file.as_path()), &none, &flags).unwrap(), 7);
        let environment = variables(&[("WANGGE_REPORTS_PER_HOUR", "0")]);
        assert_eq!(read(None, &environment, &flags).unwrap(), 0);
        flags.set("reports_per_hour", Some(3_u32));
        assert_eq!(read(None, &environment, &flags).unwrap(), 3);
        for bad in ["-1", "many", "4294967296"] {
            let environment = variables(&[("WANGGE_REPORTS_PER_HOUR", bad)]);
            let told = load(None, &environment, &Overrides::default()).unwrap_err().0.en;
            assert!(told.contains("WANGGE_REPORTS_PER_HOUR"), "{told}");
        }
    }

    #[test]
    fn a_setting_that_cannot_be_read_is_named_with_its_place() {
        let flags = Overrides::default();
        let bad = |key: &str, value: &str| load(None, &variables(&[(key, value)]), &flags).unwrap_err().0.en;
        assert!(bad("WANGGE_LISTEN", "eight").contains("WANGGE_LISTEN"));
        assert!(bad("WANGGE_DEMO", "maybe").contains("WANGGE_DEMO"));
        assert!(bad("WANGGE_ZONE", "Asia/Nowhere").contains("Asia/Nowhere"));
        assert!(bad("WANGGE_DEMO_DATE", "yesterday").contains("demo_date"));
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("w.toml");
        std::fs::write(&file, "lisen = \"127.0.0.1:1\"\n").unwrap();
        assert!(load(Some(&file), &variables(&[]), &flags).unwrap_err().0.en.contains("lisen"));
        assert!(load(Some(&folder.path().join("none.toml")), &variables(&[]), &flags).is_err());
    }

    #[test]
    fn numbers_and_dates_may_come_as_text() {
        let environment = variables(&[
            ("WANGGE_MAP_APPROVAL", "12345"),
            ("WANGGE_DEMO_DATE", "2026-11-24"),
            ("WANGGE_LOG", ""),
            ("WANGGE_UNRELATED", "x"),
        ]);
        let config = load(None, &environment, &Overrides::default()).unwrap();
        assert_eq!(config.map_approval.as_deref(), Some("12345"));
        assert_eq!(config.demo_date, Some(jiff::civil::date(2026, 11, 24)));
        assert_eq!(config.log, "warn");
    }

    #[test]
    fn messages_are_chinese_unless_the_environment_says_english() {
        assert_eq!(language_of(&variables(&[("LANG", "en_GB.UTF-8")])), Some(Lang::En));
        assert_eq!(language_of(&variables(&[("LANG", "C.UTF-8")])), None);
        assert_eq!(language_of(&variables(&[("LC_ALL", "zh_CN"), ("LANG", "en_US")])), Some(Lang::Zh));
        assert_eq!(load(None, &variables(&[]), &Overrides::default()).unwrap().lang, Lang::Zh);
    }

    #[test]
    fn a_password_is_not_shown() {
        let config =
            Config { database_url: Some("postgres://app:secret@db:5432/w".to_owned()), ..Config::default() };
        assert_eq!(config.database_shown(), "postgres://app@db:5432/w");
    }
}
