//! KML (OGC 12-007) as records, one for each placemark, in WGS 84 as the format prescribes. Entities of a file's own
//! are refused, so nothing can be expanded without end; links to elsewhere are refused and never followed.

use super::Problem;
use super::encoding;
use super::records::{Each, LayerHead, MAX_PROBLEMS, MAX_VERTICES, RawGeometry, ReadRecords, Record, Told};
use crate::domain::geo::Frame;
use crate::domain::progress::Progress;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};
use serde_json::{Map, Value};

/// Deepest nesting of elements.
const MAX_DEPTH: usize = 64;
/// Longest text of one field, bytes.
const MAX_FIELD: usize = 64 << 10;

/// An open KML file.
pub struct Kml {
    head: LayerHead,
    text: String,
}

impl Kml {
    pub fn open(bytes: &[u8], name: &str) -> Result<Self, Problem> {
        let text = encoding::decode(bytes)?.0.into_owned();
        let mut head = LayerHead::new(name, "feature");
        head.told = Told::Frame(Frame::WGS84);
        head.untyped = true;
        Ok(Self { head, text })
    }
}

/// What has been read of the placemark under way.
#[derive(Default)]
struct Placemark {
    fields: Map<String, Value>,
    /// Parts of the geometry that are complete, and how many of them each open MultiGeometry began with.
    parts: Vec<RawGeometry>,
    rings: Vec<Vec<[f64; 2]>>,
    coordinates: Vec<[f64; 2]>,
    field: Option<String>,
}

struct Walk<'a, 'f> {
    each: &'a mut Each<'f>,
    problems: &'a mut Vec<Problem>,
    path: Vec<String>,
    text: String,
    placemark: Option<Placemark>,
    number: u64,
    vertices: usize,
}

impl ReadRecords for Kml {
    fn head(&self) -> &LayerHead {
        &self.head
    }

    fn bytes(&self) -> u64 {
        self.text.len() as u64
    }

    fn read(&self, progress: &Progress, each: &mut Each<'_>) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        let mut reader = Reader::from_str(&self.text);
        let mut counted = 0;
        let mut walk = Walk {
            each,
            problems: &mut problems,
            path: Vec::new(),
            text: String::new(),
            placemark: None,
            number: 0,
            vertices: 0,
        };
        let outcome = loop {
            let event = match reader.read_event() {
                Ok(Event::Eof) if walk.path.is_empty() && walk.number > 0 => break Ok(()),
                Ok(Event::Eof) if walk.path.is_empty() => break Err(malformed("no Placemark in it")),
                Ok(Event::Eof) => break Err(malformed("it ends too early")),
                Ok(event) => event,
                Err(error) => break Err(malformed(&error)),
            };
            let at = reader.buffer_position();
            progress.advance(at - std::mem::replace(&mut counted, at))?;
            if let Err(problem) = walk.event(&event) {
                break Err(problem);
            }
            if walk.problems.len() >= MAX_PROBLEMS {
                break Ok(());
            }
        };
        if let Err(mut problem) = outcome {
            let at = (reader.buffer_position() as usize).min(self.text.len());
            let line = self.text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            problem.place = format!("line {line}");
            problems.push(problem);
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

fn malformed(error: &(impl std::fmt::Display + ?Sized)) -> Problem {
    Problem::new("malformed_kml", "file", "不是合格的 KML", format!("not valid KML: {error}"))
}

impl Walk<'_, '_> {
    fn event(&mut self, event: &Event<'_>) -> Result<(), Problem> {
        match event {
            Event::Start(element) => {
                let name = local(element.name().as_ref());
                self.open(&name, element)?;
                self.path.push(name);
                self.text.clear();
                if self.path.len() > MAX_DEPTH {
                    return Err(malformed("elements are nested too deep"));
                }
            }
            Event::Empty(element) => {
                let name = local(element.name().as_ref());
                self.open(&name, element)?;
                self.text.clear();
                self.close(&name);
            }
            Event::End(_) => {
                let Some(name) = self.path.pop() else { return Err(malformed("an end without a beginning")) };
                self.close(&name);
            }
            Event::Text(text) => self.text.push_str(&text.xml10_content()),
            Event::CData(text) => self.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => self.reference(reference)?,
            Event::DocType(_) => {
                return Err(Problem::new(
                    "xml_entities",
                    "file",
                    "KML 里有 DOCTYPE 声明，为安全起见不读取",
                    "the KML declares a document type; such files are not read",
                ));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => {}
        }
        Ok(())
    }

    /// One of the five names that XML knows, or a character by number.
    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), Problem> {
        let character = match reference.resolve_char_ref() {
            Ok(Some(character)) => Some(character),
            Ok(None) => match reference.xml10_content().as_ref() {
                "amp" => Some('&'),
                "lt" => Some('<'),
                "gt" => Some('>'),
                "quot" => Some('"'),
                "apos" => Some('\''),
                _ => None,
            },
            Err(_) => None,
        };
        self.text.push(character.ok_or_else(|| malformed("it uses an entity of its own"))?);
        Ok(())
    }

    fn open(&mut self, name: &str, element: &quick_xml::events::BytesStart<'_>) -> Result<(), Problem> {
        match name {
            "NetworkLink" => {
                return Err(Problem::new(
                    "network_link",
                    "file",
                    "KML 引用了别处的文件（NetworkLink），请导出为完整的文件",
                    "the KML points to a file elsewhere (NetworkLink); export it as a complete file",
                ));
            }
            "Placemark" => {
                self.number += 1;
                self.placemark = Some(Placemark::default());
            }
            "Data" | "SimpleData" => {
                if let Some(placemark) = &mut self.placemark {
                    placemark.field = element
                        .try_get_attribute("name")
                        .ok()
                        .flatten()
                        .and_then(|name| name.normalized_value(quick_xml::XmlVersion::default()).ok())
                        .map(std::borrow::Cow::into_owned);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) {
        let text = std::mem::take(&mut self.text);
        let Some(placemark) = &mut self.placemark else { return };
        let parent = self.path.last().map_or("", String::as_str);
        match name {
            "name" | "description" if parent == "Placemark" => placemark.keep(name, &text),
            "value" | "SimpleData" => {
                if let Some(field) = placemark.field.take() {
                    placemark.keep(&field, &text);
                }
            }
            "coordinates" => match coordinates(&text) {
                Some(vertices) => {
                    self.vertices += vertices.len();
                    placemark.coordinates = vertices;
                    if self.vertices > MAX_VERTICES {
                        self.problems.push(super::records::too_many_vertices());
                    }
                }
                None => {
                    let place = format!("feature {}", self.number);
                    self.problems.push(Problem::new(
                        "bad_coordinates",
                        &place,
                        format!("{place}：坐标不是数"),
                        format!("{place}: the coordinates are no numbers"),
                    ));
                }
            },
            "LinearRing" => {
                let ring = std::mem::take(&mut placemark.coordinates);
                // The outer boundary may stand after inner ones.
                if parent == "outerBoundaryIs" {
                    placemark.rings.insert(0, ring)
                } else {
                    placemark.rings.push(ring)
                }
            }
            "Polygon" => {
                let rings = std::mem::take(&mut placemark.rings);
                placemark.parts.push(RawGeometry::Area(vec![rings]));
            }
            "LineString" => {
                let line = std::mem::take(&mut placemark.coordinates);
                placemark.parts.push(RawGeometry::Line(line));
            }
            "Point" => {
                let point = std::mem::take(&mut placemark.coordinates);
                let point = point
                    .first()
                    .copied()
                    .map_or_else(|| RawGeometry::BadNesting("Point".to_owned()), RawGeometry::Point);
                placemark.parts.push(point);
            }
            "Track" | "MultiTrack" | "Model" => {
                placemark.parts.push(RawGeometry::Unsupported(name.to_owned()))
            }
            "Placemark" => {
                let Placemark { fields, parts, .. } = self.placemark.take().unwrap_or_default();
                let geometry = (!parts.is_empty()).then(|| RawGeometry::of_parts(parts, "MultiGeometry"));
                (self.each)(
                    Record { number: self.number, id: None, fields, geometry, told: None },
                    self.problems,
                );
            }
            _ => {}
        }
    }
}

impl Placemark {
    fn keep(&mut self, field: &str, text: &str) {
        let text = text.trim();
        // A field of the table stands before the title that is shown.
        if !text.is_empty() && text.len() <= MAX_FIELD {
            self.fields.insert(field.to_owned(), text.into());
        }
    }
}

/// `lon,lat[,height]` separated by blanks.
fn coordinates(text: &str) -> Option<Vec<[f64; 2]>> {
    let tuple = |tuple: &str| {
        let mut numbers = tuple.split(',').map(|number| number.trim().parse::<f64>().ok());
        Some([numbers.next()??, numbers.next()??])
    };
    text.split_ascii_whitespace().map(tuple).collect()
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Result<Vec<Record>, Vec<Problem>> {
        let mut found = Vec::new();
        Kml::open(text.as_bytes(), "x")?
            .read(&Progress::default(), &mut |record, _| found.push(record))
            .map(|()| found)
    }

    fn placemark(content: &str) -> String {
        format!(
            "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><Placemark>{content}</Placemark></Document></kml>"
        )
    }

    const RING: &str =
        "<LinearRing><coordinates>102.5,24.3,0 102.6,24.3 102.6,24.4 102.5,24.3</coordinates></LinearRing>";

    #[test]
    fn placemarks_become_records_with_their_table() {
        let text = placemark(&format!(
            "<name>一 &amp; &#x4E8C;</name><ExtendedData><Data name=\"code\"><value>a</value></Data><SchemaData>\
             <SimpleData name=\"parent\"><![CDATA[z<1]]></SimpleData></SchemaData></ExtendedData><MultiGeometry><Polygon>\
             <innerBoundaryIs>{RING}</innerBoundaryIs><outerBoundaryIs>{RING}</outerBoundaryIs></Polygon><Polygon>\
             <outerBoundaryIs>{RING}</outerBoundaryIs></Polygon></MultiGeometry>"
        ));
        let found = records(&text).unwrap();
        assert_eq!(found[0].fields["name"], "一 & 二");
        assert_eq!((&found[0].fields["code"], &found[0].fields["parent"]), (&"a".into(), &"z<1".into()));
        let Some(RawGeometry::Area(parts)) = &found[0].geometry else { panic!() };
        assert_eq!((parts.len(), parts[0].len(), parts[0][0][1]), (2, 2, [102.6, 24.3]));
        assert_eq!(records(&placemark("<name>x</name>")).unwrap()[0].geometry, None);
    }

    #[test]
    fn entities_links_and_deep_or_cut_documents_are_refused() {
        let code = |text: &str| records(text).unwrap_err()[0].code;
        let bomb = "<!DOCTYPE kml [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><kml>&b;</kml>";
        assert_eq!(code(bomb), "xml_entities");
        assert_eq!(code(&placemark("<name>&b;</name>")), "malformed_kml");
        let link = "<kml><NetworkLink><Link><href>http://example.org/x.kml</href></Link></NetworkLink></kml>";
        assert_eq!(code(link), "network_link");
        assert_eq!(code(&"<a>".repeat(10_000)), "malformed_kml");
        assert_eq!(code(&placemark(RING)[..120]), "malformed_kml");
        assert_eq!(code("<kml></kml>"), "malformed_kml");
        assert_eq!(code("<kml></other>"), "malformed_kml");
        assert_eq!(code(&placemark("<Point><coordinates>x,y</coordinates></Point>")), "bad_coordinates");
    }
}
