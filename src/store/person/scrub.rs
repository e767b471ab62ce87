//! Taking a person out of nested JSON.

use serde_json::Value;
use uuid::Uuid;

/// Members that say who somebody is, in an object that stands for him.
const OWN: [&str; 6] = ["name", "login", "mobile", "phone", "email", "address"];

/// Who is taken out.
#[derive(Debug, Clone, Default)]
pub(super) struct Scrub<'a> {
    /// The party and its accounts.
    pub ids: &'a [Uuid],
    /// Values that belong to nobody else: phone numbers, logins.
    pub secrets: &'a [String],
}

impl Scrub<'_> {
    /// Blanks the members of objects that stand for the person, and every text that is one of the secrets. Whether
    /// anything was there.
    pub fn value(&self, value: &mut Value) -> bool {
        match value {
            Value::String(text) if self.secrets.iter().any(|secret| secret == text) => {
                text.clear();
                true
            }
            Value::Array(list) => list.iter_mut().fold(false, |changed, item| self.value(item) | changed),
            Value::Object(members) => {
                let id = members.get("id").and_then(Value::as_str).and_then(|id| Uuid::parse_str(id).ok());
                let own = id.is_some_and(|id| self.ids.contains(&id));
                let mut changed = false;
                for (key, member) in members.iter_mut() {
                    if own
                        && OWN.contains(&key.as_str())
                        && member.as_str().is_some_and(|text| !text.is_empty())
                    {
                        *member = Value::String(String::new());
                        changed = true;
                    } else {
                        changed |= self.value(member);
                    }
                }
                changed
            }
            _ => false,
        }
    }

    /// The same for a report as it came, whose contact goes when it is the person's: `own` says that the person was signed in.
    pub fn report(&self, body: &mut Value, own: bool) -> bool {
        let contact = body.get_mut("contact").filter(|contact| contact.is_object());
        let phone = contact.as_ref().and_then(|contact| contact.get("phone")?.as_str());
        let is_own =
            own || phone.is_some_and(|phone| self.secrets.iter().any(|secret| secret == phone.trim()));
        let mut changed = false;
        if let Some(contact) = contact.filter(|_| is_own) {
            *contact = Value::Null;
            changed = true;
        }
        self.value(body) | changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_stands_for_the_person_is_blanked() {
        let (own, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let secrets = ["13900000000".to_owned()];
        let scrub = Scrub { ids: &[own], secrets: &secrets };
        let mut value = json!({
            "actor": {"id": own, "name": "王伟", "role": {"zh": "点长"}},
            "copies": [{"id": other, "name": "王伟"}, "13900000000", "call 13900000000"],
        });
        assert!(scrub.value(&mut value));
        assert_eq!(
            value,
            json!({
                "actor": {"id": own, "name": "", "role": {"zh": "点长"}},
                "copies": [{"id": other, "name": "王伟"}, "", "call 13900000000"],
            })
        );
        assert!(!scrub.value(&mut value), "nothing is left to do");
    }

    #[test]
    fn a_contact_goes_when_it_is_the_persons_and_the_words_of_the_report_stay() {
        let secrets = ["13900000000".to_owned()];
        let scrub = Scrub { ids: &[], secrets: &secrets };
        let report =
            |phone: &str| json!({"description": "垃圾", "contact": {"name": "王伟", "phone": phone}});
        let mut body = report(" 13900000000 ");
        assert!(scrub.report(&mut body, false));
        assert_eq!(body, json!({"description": "垃圾", "contact": null}));
        let mut body = report("13911111111");
        assert!(!scrub.report(&mut body, false), "somebody else of the same name");
        assert!(scrub.report(&mut body, true), "reported while signed in");
    }
}
