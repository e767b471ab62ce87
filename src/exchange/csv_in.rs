//! CSV with a geometry as records: a column of well-known text, or one of longitude and one of latitude. Columns
//! named just x and y are not taken without being told, because in Chinese surveying x points north.

use super::Problem;
use super::crs;
use super::delimited::delimiter_of;
use super::encoding;
use super::members::FieldMap;
use super::records::{Each, LayerHead, MAX_PROBLEMS, RawGeometry, ReadRecords, Record};
use super::wkt;
use crate::domain::geo::Frame;
use crate::domain::progress::Progress;
use serde_json::{Map, Value};

const WKT: &[&str] = &["wkt", "geometry", "geom", "the_geom", "图形", "几何"];
const EAST: &[&str] = &["lon", "lng", "longitude", "经度", "easting", "东坐标"];
const NORTH: &[&str] = &["lat", "latitude", "纬度", "northing", "北坐标"];

/// Where a row's geometry stands.
#[derive(Clone, Copy)]
enum Place {
    Wkt(usize),
    Pair(usize, usize),
    Nowhere,
}

/// An open CSV file.
pub struct CsvFile {
    head: LayerHead,
    text: String,
    delimiter: u8,
    header: Vec<String>,
    place: Place,
}

impl CsvFile {
    pub fn open(
        bytes: &[u8],
        fields: &FieldMap,
        asked: Option<&'static encoding_rs::Encoding>,
    ) -> Result<Self, Problem> {
        let text = match asked {
            None => encoding::decode(bytes)?.0.into_owned(),
            Some(asked) => match asked.decode(bytes) {
                (text, _, false) => text.into_owned(),
                (.., true) => {
                    let name = asked.name();
                    return Err(Problem::new(
                        "invalid_encoding",
                        "file",
                        format!("文件不是 {name} 编码"),
                        format!("the file is not in {name}"),
                    ));
                }
            },
        };
        let delimiter = delimiter_of(text.as_bytes());
        let mut head = LayerHead::new("", "row");
        (head.usual, head.untyped) = (Some(Frame::WGS84), true);
        let mut file = Self { head, text, delimiter, header: Vec::new(), place: Place::Nowhere };
        let mut first = csv::StringRecord::new();
        match file.reader().read_record(&mut first) {
            Ok(true) => {}
            _ => return Err(super::delimited::empty()),
        }
        file.header = first.iter().map(|cell| cell.trim().to_owned()).collect();
        file.place = file.place_of(fields)?;
        Ok(file)
    }

    fn reader(&self) -> csv::Reader<&[u8]> {
        csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.delimiter)
            .from_reader(self.text.as_bytes())
    }

    fn column(&self, mapped: &Option<String>, usual: &[&str]) -> Result<Option<usize>, Problem> {
        let find = |wanted: &str| self.header.iter().position(|cell| cell.eq_ignore_ascii_case(wanted));
        match mapped {
            None => Ok(usual.iter().find_map(|name| find(name))),
            Some(name) => find(name).map(Some).ok_or_else(|| {
                let present = self.header.join(", ");
                Problem::new(
                    "missing_column",
                    "row 1",
                    format!("表头里没有「{name}」这一列，只有：{present}"),
                    format!("the header has no column “{name}”; it has: {present}"),
                )
            }),
        }
    }

    fn place_of(&self, fields: &FieldMap) -> Result<Place, Problem> {
        if let Some(column) = self.column(&fields.wkt, WKT)? {
            return Ok(Place::Wkt(column));
        }
        match (self.column(&fields.lon, EAST)?, self.column(&fields.lat, NORTH)?) {
            (Some(east), Some(north)) => Ok(Place::Pair(east, north)),
            _ => Ok(Place::Nowhere),
        }
    }

    /// The geometry of a row, the datum it names, and whether its cells could be read at all.
    fn geometry(&self, cells: &csv::StringRecord, number: u64) -> Result<Record, Problem> {
        let mut record = Record { number, id: None, fields: Map::new(), geometry: None, told: None };
        let cell = |column: usize| cells.get(column).unwrap_or_default().trim();
        match self.place {
            Place::Nowhere => {}
            Place::Wkt(column) if cell(column).is_empty() => {}
            Place::Wkt(column) => {
                let read = wkt::read(cell(column)).ok_or_else(|| {
                    Problem::new(
                        "malformed_wkt",
                        format!("row {number}"),
                        format!("第 {number} 行：图形不是合格的 WKT"),
                        format!("row {number}: the geometry is not valid WKT"),
                    )
                })?;
                record.geometry = read.geometry.or(Some(RawGeometry::Area(Vec::new())));
                record.told = read.srid.map(crs::of_epsg);
            }
            Place::Pair(east, north) if cell(east).is_empty() && cell(north).is_empty() => {}
            Place::Pair(east, north) => {
                let degree = |column: usize| {
                    let text = cell(column);
                    text.parse::<f64>().map_err(|_| {
                        Problem::new(
                            "not_a_number",
                            format!("row {number}"),
                            format!("第 {number} 行：坐标「{text}」不是数"),
                            format!("row {number}: the coordinate “{text}” is no number"),
                        )
                    })
                };
                record.geometry = Some(RawGeometry::Point([degree(east)?, degree(north)?]));
            }
        }
        let used = match self.place {
            Place::Wkt(column) => [Some(column), None],
            Place::Pair(east, north) => [Some(east), Some(north)],
            Place::Nowhere => [None, None],
        };
        for (column, name) in self.header.iter().enumerate() {
            let text = unguarded(cell(column));
            if !used.contains(&Some(column)) && !name.is_empty() {
                let value = if text.is_empty() { Value::Null } else { text.into() };
                record.fields.insert(name.clone(), value);
            }
        }
        Ok(record)
    }
}

/// Takes away the apostrophe that this system's own export puts before what a spreadsheet would run.
fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if super::csv_out::guarded(rest) != rest => rest,
        _ => text,
    }
}

impl ReadRecords for CsvFile {
    fn head(&self) -> &LayerHead {
        &self.head
    }

    fn bytes(&self) -> u64 {
        self.text.len() as u64
    }

    fn read(&self, progress: &Progress, each: &mut Each<'_>) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        let mut reader = self.reader();
        let mut counted = 0;
        let mut cells = csv::StringRecord::new();
        let mut first = true;
        while problems.len() < MAX_PROBLEMS {
            match reader.read_record(&mut cells) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    problems.push(super::delimited::unreadable(&error));
                    break;
                }
            }
            let at = reader.position().byte();
            progress.advance(at - std::mem::replace(&mut counted, at))?;
            if std::mem::take(&mut first) || cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let number = cells.position().map_or(0, csv::Position::line);
            match self.geometry(&cells, number) {
                Ok(record) => each(record, &mut problems),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::records::Told;

    fn records(text: &str, fields: &str) -> Result<Vec<Record>, Vec<Problem>> {
        let fields = if fields.is_empty() { FieldMap::default() } else { FieldMap::parse(fields).unwrap() };
        let mut found = Vec::new();
        CsvFile::open(text.as_bytes(), &fields, None)?
            .read(&Progress::default(), &mut |record, _| found.push(record))
            .map(|()| found)
    }

    #[test]
    fn well_known_text_and_pairs_of_columns_become_geometries() {
        let found =
            records("编码,WKT\na,\"POINT (102.5 24.3)\"\nb,\n\nc,SRID=4543;POLYGON EMPTY\n", "").unwrap();
        assert_eq!(found[0].geometry, Some(RawGeometry::Point([102.5, 24.3])));
        assert_eq!((found[1].geometry.clone(), found[1].number), (None, 3));
        assert_eq!(found[2].geometry, Some(RawGeometry::Area(Vec::new())));
        assert_eq!(found[2].told, Frame::from_epsg(4543).map(Told::Frame));
        assert_eq!(found[0].fields.keys().collect::<Vec<_>>(), ["编码"]);
        let found = records("code;经度;纬度\n'=a;102.5;24.3\n", "").unwrap();
        assert_eq!((&found[0].fields["code"], found[0].number), (&"=a".into(), 2));
        assert_eq!(found[0].geometry, Some(RawGeometry::Point([102.5, 24.3])));
    }

    /// In Chinese surveying x points north, so the two letters alone say nothing.
    #[test]
    fn x_and_y_are_taken_only_when_a_person_says_which_is_which() {
        let text = "code,x,y\na,2690000,453000\n";
        assert_eq!(records(text, "").unwrap()[0].geometry, None);
        let mapped = records(text, "lon=y,lat=x").unwrap();
        assert_eq!(mapped[0].geometry, Some(RawGeometry::Point([453_000.0, 2_690_000.0])));
        assert_eq!(records(text, "lon=z").unwrap_err()[0].code, "missing_column");
    }

    #[test]
    fn bad_rows_are_listed_with_their_numbers() {
        let problems = records("code,wkt\na,POINT (1\nb,CIRCLE (1 1)\n", "").unwrap_err();
        let places: Vec<&str> = problems.iter().map(|problem| problem.place.as_str()).collect();
        assert_eq!(places, ["row 2", "row 3"]);
        assert_eq!(records("code,lon,lat\na,x,24\n", "").unwrap_err()[0].code, "not_a_number");
        assert_eq!(records("", "").unwrap_err()[0].code, "empty");
    }
}
