//! The settings that say how messages may leave the site.

use super::Failure;
use crate::config::Config;
use crate::domain::text::Words;
use crate::notify::Options;
use std::str::FromStr;

/// What the sender is made with.
pub fn options(config: &Config) -> Result<Options, Failure> {
    let certificates = match &config.message_certificates {
        Some(path) => std::fs::read(path).map_err(|error| Failure::io(path.display(), &error))?,
        None => Vec::new(),
    };
    Ok(Options {
        open_networks: list("message_networks", config.message_networks.as_deref(), "10.0.0.0/8")?,
        allow_plain: config.message_plain,
        ports: list("message_ports", config.message_ports.as_deref(), "843")?,
        public_url: config.public_url.clone(),
        extra_certificates: certificates,
        ..Options::default()
    })
}

/// The parts of a list with commas.
fn list<T: FromStr>(key: &str, text: Option<&str>, example: &str) -> Result<Vec<T>, Failure> {
    let parts = text.unwrap_or_default().split(',').map(str::trim).filter(|part| !part.is_empty());
    let read = parts.map(|part| part.parse().map_err(|_| part));
    read.collect::<Result<_, _>>().map_err(|part| {
        Failure::usage(Words::new(
            format!("{key}：「{part}」无法识别，应如 {example}"),
            format!("{key}: “{part}” cannot be read; it should look like {example}"),
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_and_a_bad_part_is_named() {
        let config = Config {
            message_networks: Some("10.0.0.0/8, 192.168.3.0/24,".into()),
            message_ports: Some("843".into()),
            ..Config::default()
        };
        let options = options(&config).unwrap();
        assert_eq!((options.open_networks.len(), options.ports), (2, vec![843]));
        let bad = Config { message_networks: Some("10.0.0.0/8,office".into()), ..Config::default() };
        assert!(super::options(&bad).is_err());
    }
}
