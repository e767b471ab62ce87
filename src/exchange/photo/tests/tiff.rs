//! Exif blocks, in either byte order.

/// An entry of a directory: its tag and value.
#[derive(Debug, Clone)]
pub struct Entry(pub u16, pub Is);

/// What an entry holds.
#[derive(Debug, Clone)]
pub enum Is {
    Text(&'static str),
    Short(u16),
    Ratios(Vec<(u32, u32)>),
    /// Kind, count and the four bytes of value or place, whatever they mean.
    Raw(u16, u32, u32),
}

/// The directories of a block.
#[derive(Debug, Clone, Default)]
pub struct Tiff {
    pub big_endian: bool,
    pub main: Vec<Entry>,
    pub exif: Vec<Entry>,
    pub gps: Vec<Entry>,
    /// Where the directory after the main one is said to be.
    pub next: u32,
}

pub fn orientation(turn: u16) -> Entry {
    Entry(0x0112, Is::Short(turn))
}

/// Degrees, minutes and seconds, to a hundredth of a second.
pub fn degrees(value: f64) -> Is {
    let hundredths = (value.abs() * 360_000.0).round() as u32;
    Is::Ratios(vec![(hundredths / 360_000, 1), (hundredths / 6_000 % 60, 1), (hundredths % 6_000, 100)])
}

/// The four entries of a place in the north-east.
pub fn place(lat: f64, lon: f64) -> Vec<Entry> {
    vec![Entry(1, Is::Text("N")), Entry(2, degrees(lat)), Entry(3, Is::Text("E")), Entry(4, degrees(lon))]
}

impl Tiff {
    pub fn bytes(&self) -> Vec<u8> {
        let head = if self.big_endian { b"MM\0*" } else { b"II*\0" };
        let mut bytes = head.to_vec();
        bytes.extend(self.long(8));
        let mut main = self.main.clone();
        // Directories follow each other; the places of the later ones are known once the earlier ones are sized.
        main.push(Entry(0x8769, Is::Raw(4, 1, 0)));
        main.push(Entry(0x8825, Is::Raw(4, 1, 0)));
        let exif_at = 8 + self.directory(&main, 8, 0).len() as u32;
        let exif = self.directory(&self.exif, exif_at, 0);
        let gps_at = exif_at + exif.len() as u32;
        let places = main.len() - 2;
        main[places].1 = Is::Raw(4, 1, exif_at);
        main[places + 1].1 = Is::Raw(4, 1, gps_at);
        bytes.extend(self.directory(&main, 8, self.next));
        bytes.extend(exif);
        bytes.extend(self.directory(&self.gps, gps_at, 0));
        bytes
    }

    fn directory(&self, entries: &[Entry], at: u32, next: u32) -> Vec<u8> {
        let mut bytes = self.short(entries.len() as u16);
        let mut behind = Vec::new();
        let start = at + 2 + 12 * entries.len() as u32 + 4;
        for Entry(tag, is) in entries {
            let (kind, count, value) = match is {
                Is::Text(text) => (2, text.len() as u32 + 1, [text.as_bytes(), b"\0"].concat()),
                Is::Short(number) => (3, 1, self.short(*number)),
                Is::Ratios(ratios) => {
                    let parts = ratios.iter().flat_map(|(n, d)| [self.long(*n), self.long(*d)]);
                    (5, ratios.len() as u32, parts.flatten().collect())
                }
                Is::Raw(kind, count, value) => (*kind, *count, self.long(*value)),
            };
            bytes.extend(self.short(*tag));
            bytes.extend(self.short(kind));
            bytes.extend(self.long(count));
            if value.len() <= 4 {
                bytes.extend(value.iter().copied().chain([0; 4]).take(4));
            } else {
                bytes.extend(self.long(start + behind.len() as u32));
                behind.extend(value);
            }
        }
        bytes.extend(self.long(next));
        bytes.extend(behind);
        bytes
    }

    fn short(&self, number: u16) -> Vec<u8> {
        if self.big_endian { number.to_be_bytes().to_vec() } else { number.to_le_bytes().to_vec() }
    }

    fn long(&self, number: u32) -> Vec<u8> {
        if self.big_endian { number.to_be_bytes().to_vec() } else { number.to_le_bytes().to_vec() }
    }
}
