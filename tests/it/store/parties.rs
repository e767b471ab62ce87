//! Parties: private parts stay apart, erasure keeps the id.

use super::builders::audit;
use super::{Database, on_both};
use uuid::Uuid;
use wangge::domain::duty::{Party, PartyKind};
use wangge::domain::instant::Instant;
use wangge::store::person::Erasure;
use wangge::store::{PartyEntry, PartyPrivate};

fn person(id: u128, name: &str, mobile: Option<&str>) -> PartyEntry {
    PartyEntry {
        party: Party {
            id: Uuid::from_u128(id),
            kind: PartyKind::Person,
            name: name.to_owned(),
            unit: Some(Uuid::from_u128(99)),
            department: None,
            public_name: id.is_multiple_of(2),
            has_phone: mobile.is_some(),
        },
        private: mobile
            .map(|mobile| PartyPrivate { mobile: Some(mobile.to_owned()), ..PartyPrivate::default() }),
    }
}

on_both! {
    async fn parties_come_back_as_written_and_say_whether_a_phone_is_on_file(database: &Database) {
        let store = database.open().await;
        let entries = [person(1, "张三", Some("19900000001")), person(2, "李四", None)];
        store.upsert_parties(&entries, Instant(5)).await.unwrap();
        let parties = store.load_parties().await.unwrap();
        assert_eq!(parties, entries.iter().map(|entry| entry.party.clone()).collect::<Vec<_>>());
        let private = store.party_private(Uuid::from_u128(1)).await.unwrap().unwrap();
        assert_eq!(private.mobile.as_deref(), Some("19900000001"));
        assert_eq!(store.party_private(Uuid::from_u128(2)).await.unwrap(), None);
    }

    async fn an_update_without_private_part_keeps_the_phone(database: &Database) {
        let store = database.open().await;
        store.upsert_parties(&[person(1, "张三", Some("19900000001"))], Instant(5)).await.unwrap();
        store.upsert_parties(&[PartyEntry { private: None, ..person(1, "张三丰", None) }], Instant(6)).await.unwrap();
        let party = store.load_parties().await.unwrap().remove(0);
        assert_eq!((party.name.as_str(), party.has_phone), ("张三丰", true));
    }

    async fn an_erased_party_keeps_its_id_and_nothing_else(database: &Database) {
        let store = database.open().await;
        let entry = person(1, "张三", Some("19900000001"));
        store.upsert_parties(std::slice::from_ref(&entry), Instant(5)).await.unwrap();
        let erasure = Erasure { party: Some(Uuid::from_u128(1)), accounts: vec![], secrets: vec![] };
        store.erase_person(&erasure, &audit(1, Instant(6))).await.unwrap();
        store.upsert_parties(&[PartyEntry { private: None, ..entry }], Instant(7)).await.unwrap();
        let party = store.load_parties().await.unwrap().remove(0);
        assert_eq!((party.id, party.name.as_str(), party.has_phone), (Uuid::from_u128(1), "", false));
    }
}
