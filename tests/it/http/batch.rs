//! Many positions in one request: streamed, bounded, and a bad row spoils itself alone.

use super::fixture::Town;
use axum::body::{Body, Bytes};
use serde_json::{Value, json};
use std::convert::Infallible;

async fn ndjson(town: &Town, body: impl Into<Body>) -> Vec<Value> {
    let answer = town.post("/api/v1/locate", "application/x-ndjson", body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn each_line_is_answered_in_order_and_a_bad_one_says_why() {
    let town = Town::public().await;
    let body = "{\"id\":\"a\",\"lon\":102.5405,\"lat\":24.3505}\n\
                not json\n\
                \n\
                {\"id\":3,\"lon\":24.35,\"lat\":102.54}\n\
                {\"lon\":102.5415,\"lat\":24.3505,\"category\":\"exposed_rubbish\"}";
    let rows = ndjson(&town, body).await;
    assert_eq!(rows.len(), 4);
    assert_eq!((&rows[0]["row"], &rows[0]["id"]), (&json!(1), &json!("a")));
    assert_eq!(rows[0]["areas"][0]["code"], "YX-1-01");
    assert_eq!(rows[1]["error"]["code"], "malformed_json");
    assert_eq!(
        (&rows[2]["id"], &rows[2]["error"]["errors"][0]["code"]),
        (&json!(3), &json!("looks_swapped"))
    );
    assert_eq!(rows[3]["areas"][0]["code"], "YX-1-02");
    assert!(rows[3]["routing"]["rule"].is_string());
}

#[tokio::test]
async fn a_line_without_end_is_one_error_and_the_rest_is_answered() {
    let town = Town::public().await;
    let mut body = b"{\"lon\":102.5405,\"lat\":24.3505}\n{\"lon\":".to_vec();
    body.extend(std::iter::repeat_n(b'1', 200_000));
    body.extend(b"}\n{\"lon\":102.5405,\"lat\":24.3505}\n");
    let rows = ndjson(&town, body).await;
    let outcomes: Vec<bool> = rows.iter().map(|row| row.get("error").is_some()).collect();
    assert_eq!(outcomes, [false, true, false]);
    assert_eq!(rows[1]["error"]["errors"][0]["code"], "too_long");
}

#[tokio::test]
async fn many_rows_in_odd_pieces_come_out_complete() {
    let town = Town::public().await;
    let row = "{\"lon\":102.5405,\"lat\":24.3505}\n";
    let text = row.repeat(3000).into_bytes();
    let pieces: Vec<Result<Bytes, Infallible>> =
        text.chunks(997).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    let rows = ndjson(&town, Body::from_stream(tokio_stream::iter(pieces))).await;
    assert_eq!(rows.len(), 3000);
    assert!(
        rows.iter().enumerate().all(|(at, row)| row["row"] == at as u64 + 1 && row["outcome"] == "inside")
    );
}

#[tokio::test]
async fn csv_keeps_its_columns_and_gains_the_owner() {
    let town = Town::public().await;
    let body = "\u{feff}名称,lat,lon,备注\n\
                一,24.3505,102.5405,\"=1+1\"\n\
                二,x,102.5405,\"换\n行\"\n\
                三,24.3505,102.5415,\n\
                四,24.35,102.54,多,了\n";
    let answer = town.post("/api/v1/locate", "text/csv", body).await;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(answer.bytes.as_slice());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cells: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().collect()).collect();
    assert_eq!(
        cells[0],
        [
            "名称",
            "lat",
            "lon",
            "备注",
            "community",
            "zone",
            "point",
            "owner",
            "outcome",
            "distance_m",
            "error"
        ]
    );
    assert_eq!(cells[1][..7], ["一", "24.3505", "102.5405", "'=1+1", "玉溪社区", "一片区", "西点"]);
    assert!(cells[1][7].contains("市住建局"), "{}", cells[1][7]);
    assert_eq!((cells[2][8], cells[2][3]), ("error", "换\n行"));
    assert!(cells[2][10].starts_with("第 3 行：") && cells[2][10].contains("lat"), "{}", cells[2][10]);
    assert_eq!(cells[3][6], "东点");
    assert!(cells[4][10].contains("第 5 行"), "{}", cells[4][10]);
}

#[tokio::test]
async fn gbk_is_read_by_its_name_and_told_about_without_it() {
    let town = Town::public().await;
    let (body, _, _) = encoding_rs::GB18030.encode("经度,纬度,名称\n102.5405,24.3505,玉溪\n");
    let named = town.post("/api/v1/locate", "text/csv; charset=gb18030", body.to_vec()).await;
    let text = named.text();
    assert!(text.contains("玉溪,玉溪社区") && text.starts_with("经度,"), "{text}");
    let plain = town.post("/api/v1/locate", "text/csv", body.to_vec()).await;
    assert_eq!((plain.status.as_u16(), plain.problem().as_str()), (400, "not_utf8"));
}

#[tokio::test]
async fn a_file_without_positions_or_without_anything_is_refused_before_any_row() {
    let town = Town::public().await;
    let missing = town.post("/api/v1/locate", "text/csv", "id,lat\n1,2\n").await;
    assert_eq!((missing.problem().as_str(), &missing.json()["place"]), ("missing_column", &json!("row 1")));
    assert_eq!(town.post("/api/v1/locate", "text/csv", "").await.problem(), "empty_body");
    assert_eq!(
        town.post("/api/v1/locate", "application/json", "{}").await.problem(),
        "unsupported_media_type"
    );
}
