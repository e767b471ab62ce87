//! SQLite and PostgreSQL under the same use cases.

use crate::postgres::PostgresDatabase;
use crate::site::{self, RUNTIME, anchor};
use wangge::app::{IncidentFilter, PageQuery, RankBy, RankingQuery, Viewer};
use wangge::domain::grid::Level;

#[test]
fn both_databases_answer_alike_on_the_same_demo() {
    let sqlite = site::shared();
    RUNTIME.block_on(async {
        let database = PostgresDatabase::create().await;
        let postgres = site::open(&database.url(), 7).await;
        postgres.service.load_demo(anchor()).await.expect("the demo loads");
        let viewer = Viewer::office();
        let open = IncidentFilter { states: vec!["open".into()], ..IncidentFilter::default() };
        for filter in [
            IncidentFilter::default(),
            open,
            IncidentFilter { text: Some("豆浆".into()), ..IncidentFilter::default() },
        ] {
            let page = PageQuery { limit: Some(300), cursor: None };
            let one = sqlite.incidents(&filter, &page, &viewer).await.unwrap();
            let two = postgres.service.incidents(&filter, &page, &viewer).await.unwrap();
            assert!(!one.items.is_empty());
            assert!(one == two, "the lists of {filter:?} differ");
            let query = RankingQuery { by: RankBy::Area(Level::Point), limit: Some(100) };
            let filter = IncidentFilter { text: None, ..filter };
            let one = sqlite.ranking(&filter, &query, &viewer).unwrap();
            let two = postgres.service.ranking(&filter, &query, &viewer).unwrap();
            assert_eq!(one.items, two.items);
        }
        let first =
            sqlite.incidents(&IncidentFilter::default(), &PageQuery::default(), &viewer).await.unwrap();
        let id = first.items[0].id;
        assert!(
            sqlite.case_answer(id, &viewer).await.unwrap()
                == postgres.service.case_answer(id, &viewer).await.unwrap()
        );
        postgres.service.store().close().await;
        database.drop().await;
    });
}
