//! Who acts, interned for the incident columns: a row keeps a number of four bytes for a unit and a person.

use crate::domain::duty::PartyKind;
use crate::store::Owner;
use std::collections::HashMap;
use uuid::Uuid;

use super::error::FieldError;
use super::reference::Reference;

/// The acting unit and person; both absent where nobody is named.
pub type Acting = (Option<Uuid>, Option<Uuid>);

/// Pairs of unit and person by number, in order of first appearance.
#[derive(Debug, Clone, Default)]
pub struct Owners {
    pairs: Vec<Acting>,
    numbers: HashMap<Acting, u32>,
}

impl Owners {
    /// The number of a pair that is already there.
    pub fn find(&self, acting: Acting) -> Option<u32> {
        self.numbers.get(&acting).copied()
    }

    /// Gives a number to a pair that `find` does not know.
    pub fn add(&mut self, acting: Acting) -> u32 {
        let number = u32::try_from(self.pairs.len()).unwrap_or(u32::MAX);
        self.pairs.push(acting);
        self.numbers.insert(acting, number);
        number
    }

    /// One flag per pair: whether this unit or person acts.
    pub fn flags(&self, owner: &Owner) -> Vec<bool> {
        let wanted = |acting: &Acting| match owner {
            Owner::Unit(id) => acting.0 == Some(*id),
            Owner::Person(id) => acting.1 == Some(*id),
            Owner::Department(_) => false,
        };
        self.pairs.iter().map(wanted).collect()
    }
}

/// The owner that a filter's word means: the id of a party, or the slug of a department.
pub fn owner(reference: &Reference, word: &str) -> Result<Owner, FieldError> {
    if let Ok(id) = word.parse::<Uuid>() {
        return match reference.roster.party(id).map(|party| party.kind) {
            Some(PartyKind::Person) => Ok(Owner::Person(id)),
            Some(_) => Ok(Owner::Unit(id)),
            None => Err(unknown(format!("没有主体「{word}」"), format!("there is no party “{word}”"))),
        };
    }
    let departments = reference.rulebook.rules.departments();
    if departments.get(word).is_some() {
        return Ok(Owner::Department(word.to_owned()));
    }
    let known: Vec<&str> = departments.iter().map(|department| department.slug.as_str()).collect();
    let known = known.join(", ");
    Err(unknown(
        format!("没有执法部门「{word}」，可用：{known}，或主体编号"),
        format!("there is no department “{word}”; known: {known}, or the id of a party"),
    ))
}

fn unknown(zh: String, en: String) -> FieldError {
    FieldError::new("owner", "unknown", zh, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_found_by_its_unit_and_by_its_person() {
        let id = |n| Some(Uuid::from_u128(n));
        let mut owners = Owners::default();
        for (number, pair) in
            [(0, (None, None)), (1, (id(1), id(2))), (2, (id(1), None)), (3, (id(3), id(2)))]
        {
            assert_eq!(owners.find(pair), None);
            assert_eq!(owners.add(pair), number);
            assert_eq!(owners.find(pair), Some(number));
        }
        assert_eq!(owners.flags(&Owner::Unit(Uuid::from_u128(1))), [false, true, true, false]);
        assert_eq!(owners.flags(&Owner::Person(Uuid::from_u128(2))), [false, true, false, true]);
    }
}
