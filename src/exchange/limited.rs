//! A layer of which no more is taken in than memory allows.

use super::Problem;
use super::records::{Each, LayerHead, RawGeometry, ReadRecords};
use crate::domain::progress::Progress;

/// What is too much for whoever reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub records: usize,
    pub vertices: usize,
}

/// Hands over the records of another layer as long as they are within limits, and tells when they are not.
pub struct Limited<'a> {
    pub layer: &'a dyn ReadRecords,
    pub limits: Limits,
}

impl ReadRecords for Limited<'_> {
    fn head(&self) -> &LayerHead {
        self.layer.head()
    }

    fn bytes(&self) -> u64 {
        self.layer.bytes()
    }

    fn read(&self, progress: &Progress, each: &mut Each<'_>) -> Result<(), Vec<Problem>> {
        let (mut records, mut vertices) = (0, 0);
        let limits = self.limits;
        self.layer.read(progress, &mut |record, problems| {
            records += 1;
            vertices += record.geometry.iter().flat_map(RawGeometry::vertices).count();
            // The rest is only counted, so that the person learns by how much it is too much.
            if records <= limits.records && vertices <= limits.vertices {
                each(record, problems);
            }
        })?;
        if records > limits.records {
            let most = limits.records;
            return Err(Problem::new(
                "too_many_records",
                "file",
                format!("记录 {records} 条，网页一次最多 {most} 条，请用命令行 wangge import"),
                format!("{records} records are more than the {most} that the browser takes at once; use wangge import"),
            )
            .into());
        }
        if vertices > limits.vertices {
            let most = limits.vertices;
            return Err(Problem::new(
                "too_many_vertices",
                "file",
                format!("顶点 {vertices} 个，网页一次最多 {most} 个，请用命令行 wangge import"),
                format!("{vertices} vertices are more than the {most} that the browser takes at once; use wangge import"),
            )
            .into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::geojson_in::GeoJson;

    #[test]
    fn what_is_too_much_is_told_with_its_number_and_not_handed_over() {
        let text = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}},
            {"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[1,2],[3,4],[5,6]]}},
            {"type":"Feature","properties":{},"geometry":null}
        ]}"#;
        let layer = GeoJson::of(text.as_bytes()).unwrap();
        for (records, vertices, seen, code) in
            [(3, 4, 3, None), (2, 4, 2, Some("too_many_records")), (3, 3, 1, Some("too_many_vertices"))]
        {
            let limited = Limited { layer: &layer, limits: Limits { records, vertices } };
            let mut handed = 0;
            let outcome = limited.read(&Progress::default(), &mut |_, _| handed += 1);
            let told = outcome.err().map(|problems| problems[0].code);
            assert_eq!((handed, told), (seen, code));
        }
    }
}
