//! A part of an answer that is rendered once and copied into many answers.

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A shared value that remembers its own JSON. Serializing it copies the remembered text, so a chain of twenty
/// posts costs one copy of a few kilobytes instead of a walk over all its fields.
#[derive(Debug, Clone)]
pub struct Fragment<T>(Arc<Inner<T>>);

#[derive(Debug)]
struct Inner<T> {
    value: T,
    json: OnceLock<Option<Box<RawValue>>>,
}

impl<T> Fragment<T> {
    pub fn new(value: T) -> Self {
        Self(Arc::new(Inner { value, json: OnceLock::new() }))
    }
}

impl<T: Default> Default for Fragment<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> Deref for Fragment<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.value
    }
}

impl<T: PartialEq> PartialEq for Fragment<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.value == other.0.value
    }
}

impl<T: Serialize> Serialize for Fragment<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = self.0.json.get_or_init(|| serde_json::value::to_raw_value(&self.0.value).ok());
        match json {
            Some(raw) => raw.serialize(serializer),
            // The value could not be rendered; let the serializer say why.
            None => self.0.value.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize, Debug, PartialEq)]
    struct Outer {
        chain: Fragment<Vec<&'static str>>,
    }

    #[test]
    fn a_fragment_prints_as_its_value_every_time() {
        let outer = Outer { chain: Fragment::new(vec!["点长", "片长"]) };
        for _ in 0..2 {
            assert_eq!(serde_json::to_string(&outer).unwrap(), r#"{"chain":["点长","片长"]}"#);
        }
        assert_eq!(outer.chain.len(), 2);
    }
}
