//! Appointments: replaced within what the caller speaks for.

use super::{Database, on_both};
use std::collections::HashSet;
use uuid::Uuid;
use wangge::domain::duty::{Appointment, Role, Target};
use wangge::domain::feature::Layer;
use wangge::domain::grid::Scheme;
use wangge::domain::instant::{Instant, Validity};
use wangge::store::ImportCounts;

fn area(code: &str) -> Target {
    Target::Area { scheme: Scheme::Duty, code: code.to_owned() }
}

fn post(id: u128, target: Target) -> Appointment {
    Appointment {
        id: Uuid::from_u128(id),
        role: Role::Enforcement,
        target,
        department: Some("chengguan".to_owned()),
        unit: Some(Uuid::from_u128(50)),
        person: None,
        title: Some("副局长".to_owned()),
        primary: true,
        duty_phone: Some("0877-0000000".to_owned()),
        validity: Validity { from: Instant(100), until: Some(Instant(200)) },
    }
}

on_both! {
    async fn appointments_on_areas_and_features_come_back_as_written(database: &Database) {
        let store = database.open().await;
        let market = Target::Feature { layer: Layer::Market, code: "m-1".to_owned() };
        let written = vec![post(1, area("p-1")), post(2, market)];
        let counts = store.replace_appointments(None, &written, Instant(1)).await.unwrap();
        assert_eq!(counts, ImportCounts { added: 2, ..ImportCounts::default() });
        assert_eq!(store.load_appointments().await.unwrap(), written);
        let again = store.replace_appointments(None, &written, Instant(2)).await.unwrap();
        assert_eq!(again, ImportCounts { unchanged: 2, ..ImportCounts::default() });
        assert_eq!(store.change_head().await.unwrap(), 1, "nothing changed, so nobody has to reload");
    }

    async fn only_posts_on_the_named_targets_are_ended(database: &Database) {
        let store = database.open().await;
        store.replace_appointments(None, &[post(1, area("a")), post(2, area("b")), post(3, area("b"))], Instant(1))
            .await
            .unwrap();
        let mut changed = post(2, area("b"));
        changed.person = Some(Uuid::from_u128(7));
        let scope = HashSet::from([area("b")]);
        let counts =
            store.replace_appointments(Some(&scope), &[changed.clone(), post(4, area("b"))], Instant(2)).await.unwrap();
        assert_eq!(counts, ImportCounts { added: 1, changed: 1, removed: 1, unchanged: 0 });
        assert_eq!(
            store.load_appointments().await.unwrap(),
            vec![post(1, area("a")), changed, post(4, area("b"))]
        );
    }
}
