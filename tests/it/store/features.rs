//! Features: compared by code, valid at an instant.

use super::{Database, on_both};
use serde_json::json;
use uuid::Uuid;
use wangge::domain::feature::{Feature, Layer};
use wangge::domain::geo::{Geometry, Position, Shape};
use wangge::domain::instant::{Instant, Validity};
use wangge::store::{FeatureScope, ImportCounts, StoreError};

fn feature(id: u128, code: &str, geometry: Geometry) -> Feature {
    let attributes = json!({"management_type": "unmanaged", "units": 12, "name:x": "小区", "none": null});
    Feature {
        id: Uuid::from_u128(id),
        layer: Layer::Compound,
        code: code.to_owned(),
        name: format!("小区 {code}"),
        geometry,
        attributes: attributes.as_object().unwrap().clone(),
        validity: Validity { from: Instant(100), until: None },
    }
}

fn point(lon: i32) -> Geometry {
    Geometry::Point(Position::new(lon, 243_500_000))
}

on_both! {
    async fn points_lines_and_areas_come_back_as_written(database: &Database) {
        let store = database.open().await;
        let corner = |lon, lat| Position::new(1_025_400_000 + lon, 243_500_000 + lat);
        let written = vec![
            feature(1, "a", point(1_025_400_001)),
            feature(2, "b", Geometry::Line(vec![corner(1, 2), corner(3, 5)])),
            feature(3, "c", Geometry::Area(Shape::from_ring(&[corner(0, 0), corner(9, 0), corner(4, 7)]))),
        ];
        store.replace_features(Layer::Compound, &FeatureScope::Layer, &written, Instant(100)).await.unwrap();
        assert_eq!(store.load_features(Instant(100)).await.unwrap(), written);
        assert_eq!(store.load_features(Instant(99)).await.unwrap(), vec![]);
    }

    async fn an_import_counts_what_it_did_and_keeps_known_ids(database: &Database) {
        let store = database.open().await;
        let first = [feature(1, "a", point(1)), feature(2, "b", point(2)), feature(3, "c", point(3))];
        store.replace_features(Layer::Compound, &FeatureScope::Layer, &first, Instant(1)).await.unwrap();
        // New ids, as a second import of a file would bring.
        let second = [feature(11, "a", point(1)), feature(12, "b", point(22)), feature(14, "d", point(4))];
        let counts = store.replace_features(Layer::Compound, &FeatureScope::Layer, &second, Instant(2)).await.unwrap();
        assert_eq!(counts, ImportCounts { added: 1, changed: 1, removed: 1, unchanged: 1 });
        let ids: Vec<_> = store
            .load_features(Instant(1000))
            .await
            .unwrap()
            .into_iter()
            .map(|feature| (feature.code.clone(), feature.id.as_u128(), feature.geometry))
            .collect();
        assert_eq!(
            ids,
            [("a".to_owned(), 1, point(1)), ("b".to_owned(), 2, point(22)), ("d".to_owned(), 14, point(4))]
        );
    }

    async fn features_outside_the_scope_stay(database: &Database) {
        let store = database.open().await;
        let first = [feature(1, "a", point(1)), feature(2, "b", point(2))];
        store.replace_features(Layer::Compound, &FeatureScope::Layer, &first, Instant(1)).await.unwrap();
        let scope = FeatureScope::Codes(["a".to_owned()].into());
        let counts = store.replace_features(Layer::Compound, &scope, &[], Instant(2)).await.unwrap();
        assert_eq!(counts, ImportCounts { removed: 1, ..ImportCounts::default() });
        assert_eq!(store.load_features(Instant(1000)).await.unwrap(), vec![first[1].clone()]);
    }

    async fn what_a_feature_was_stays_in_its_past_when_it_changes_or_goes(database: &Database) {
        let store = database.open().await;
        let first = [feature(1, "a", point(1)), feature(2, "b", point(2)), feature(3, "c", point(3))];
        store.replace_features(Layer::Compound, &FeatureScope::Layer, &first, Instant(150)).await.unwrap();
        let second = [feature(11, "a", point(1)), feature(12, "b", point(22))];
        store.replace_features(Layer::Compound, &FeatureScope::Layer, &second, Instant(200)).await.unwrap();
        let seen = async |at: i64, known_at: i64| -> Vec<(String, Geometry)> {
            let stood = store.load_features_known(Instant(at), Instant(known_at)).await.unwrap();
            stood.into_iter().map(|feature| (feature.code, feature.geometry)).collect()
        };
        let old = [("a", 1), ("b", 2), ("c", 3)].map(|(code, lon)| (code.to_owned(), point(lon)));
        let new = [("a", 1), ("b", 22)].map(|(code, lon)| (code.to_owned(), point(lon)));
        assert_eq!(seen(199, 1000).await, old);
        assert_eq!(seen(200, 1000).await, new);
        // Before it changed nobody knew that it would.
        assert_eq!(seen(200, 199).await, old);
        // The changed one keeps its id, and the next import leaves the past alone.
        let now = store.load_features(Instant(1000)).await.unwrap();
        assert_eq!(now.iter().map(|feature| feature.id.as_u128()).collect::<Vec<_>>(), [1, 2]);
        let third = [feature(21, "a", point(1)), Feature { validity: now[1].validity, ..feature(22, "b", point(23)) }];
        let counts =
            store.replace_features(Layer::Compound, &FeatureScope::Layer, &third, Instant(300)).await.unwrap();
        assert_eq!(counts, ImportCounts { changed: 1, unchanged: 1, ..ImportCounts::default() });
        assert_eq!(seen(199, 1000).await, old);
        assert_eq!(seen(299, 1000).await, new);
        assert_eq!(seen(300, 1000).await[1], ("b".to_owned(), point(23)));
        // Removed and brought back: it did not stand in between.
        let nothing: [Feature; 0] = [];
        store.replace_features(Layer::Compound, &FeatureScope::Layer, &nothing, Instant(400)).await.unwrap();
        let again = Feature { validity: Validity { from: Instant(500), until: None }, ..feature(31, "a", point(1)) };
        store.replace_features(Layer::Compound, &FeatureScope::Layer, &[again], Instant(500)).await.unwrap();
        assert_eq!((seen(399, 1000).await.len(), seen(400, 1000).await.len(), seen(500, 1000).await.len()), (2, 0, 1));
    }

    async fn two_features_with_one_code_are_refused_and_nothing_is_stored(database: &Database) {
        let store = database.open().await;
        let twice = [feature(1, "a", point(1)), feature(2, "b", point(2)), feature(3, "a", point(3))];
        let refused = store.replace_features(Layer::Compound, &FeatureScope::Layer, &twice, Instant(1)).await;
        assert!(matches!(refused, Err(StoreError::Unique { .. })), "{refused:?}");
        assert_eq!(store.load_features(Instant(1000)).await.unwrap(), vec![]);
        assert_eq!(store.change_head().await.unwrap(), 0);
    }
}
