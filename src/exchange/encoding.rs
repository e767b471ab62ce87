//! Text encodings of files that come from offices: UTF-8 with and without BOM, UTF-16 as Excel saves "Unicode
//! text", and GBK. GB18030 is a superset of GBK and GB 2312, so one decoder reads all three. Strict UTF-8 is
//! tried first, because GBK text is practically never valid UTF-8.

use super::Problem;
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use std::borrow::Cow;
use std::io::Read;

/// How the bytes of a file become text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    Utf8,
    Utf8Bom,
    Utf16Le,
    Utf16Be,
    /// GBK, GB 2312 and GB18030.
    Gb18030,
}

pub const UTF8_BOM: &[u8] = b"\xEF\xBB\xBF";

impl Encoding {
    /// Decodes text that is already without BOM. Invalid sequences become U+FFFD; use [`decode`] to refuse them.
    pub fn decode_lossy<'a>(self, bytes: &'a [u8]) -> Cow<'a, str> {
        match self {
            Self::Utf8 | Self::Utf8Bom => String::from_utf8_lossy(bytes),
            Self::Utf16Le => UTF_16LE.decode_without_bom_handling(bytes).0,
            Self::Utf16Be => UTF_16BE.decode_without_bom_handling(bytes).0,
            Self::Gb18030 => GB18030.decode_without_bom_handling(bytes).0,
        }
    }

    /// Encodes text that is appended to a file of this encoding. UTF-16 files are never appended to.
    pub fn encode<'a>(self, text: &'a str) -> Cow<'a, [u8]> {
        match self {
            Self::Gb18030 => GB18030.encode(text).0,
            _ => Cow::Borrowed(text.as_bytes()),
        }
    }
}

/// Decodes a whole file and tells its encoding; refuses bytes that are neither UTF-8 nor GB18030 and names the
/// line of the first one.
pub fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), Problem> {
    if let Some(rest) = bytes.strip_prefix(UTF8_BOM) {
        return match std::str::from_utf8(rest) {
            Ok(text) => Ok((Cow::Borrowed(text), Encoding::Utf8Bom)),
            Err(error) => Err(invalid(rest, error.valid_up_to())),
        };
    }
    for (bom, encoding, codec) in
        [(b"\xFF\xFE", Encoding::Utf16Le, UTF_16LE), (b"\xFE\xFF", Encoding::Utf16Be, UTF_16BE)]
    {
        if let Some(rest) = bytes.strip_prefix(bom) {
            return codec
                .decode_without_bom_handling_and_without_replacement(rest)
                .map(|text| (text, encoding))
                .ok_or_else(|| invalid(rest, 0));
        }
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((Cow::Borrowed(text), Encoding::Utf8)),
        Err(error) => match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(text) => Ok((text, Encoding::Gb18030)),
            None => Err(invalid(bytes, error.valid_up_to())),
        },
    }
}

fn invalid(bytes: &[u8], at: usize) -> Problem {
    let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    Problem::new(
        "invalid_encoding",
        format!("line {line}"),
        format!("第 {line} 行的字节既不是 UTF-8 也不是 GBK，请另存为 UTF-8 再试"),
        format!("line {line} is neither valid UTF-8 nor GBK; save the file as UTF-8 and try again"),
    )
}

/// Finds out the encoding of a stream that is too long to hold, in one pass over it: about 0.3 s per GB.
/// Bytes that are not UTF-8 are taken for GB18030 without a check, because a reader of cells sees each of them.
pub fn detect(mut input: impl Read) -> std::io::Result<Encoding> {
    let mut buffer = vec![0u8; 1 << 18];
    let mut kept = 0;
    let mut first = true;
    let mut encoding = Encoding::Utf8;
    loop {
        let read = input.read(&mut buffer[kept..])?;
        let filled = kept + read;
        if first && filled < UTF8_BOM.len() && read > 0 {
            kept = filled;
            continue;
        }
        let mut chunk = &buffer[..filled];
        if std::mem::take(&mut first) {
            if chunk.starts_with(UTF8_BOM) {
                encoding = Encoding::Utf8Bom;
            } else if chunk.starts_with(b"\xFF\xFE") {
                return Ok(Encoding::Utf16Le);
            } else if chunk.starts_with(b"\xFE\xFF") {
                return Ok(Encoding::Utf16Be);
            }
        }
        let tail = match std::str::from_utf8(chunk) {
            Ok(_) => 0,
            // An unfinished character at the end of the chunk is looked at again with the next one.
            Err(error) if error.error_len().is_none() && read > 0 => {
                chunk = &chunk[error.valid_up_to()..];
                chunk.len()
            }
            Err(_) => return Ok(Encoding::Gb18030),
        };
        if read == 0 {
            return Ok(encoding);
        }
        buffer.copy_within(filled - tail..filled, 0);
        kept = tail;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gbk_bytes_are_read_as_chinese_and_utf8_wins_when_both_fit() {
        let gbk = GB18030.encode("点位,点长\n").0;
        assert_eq!(decode(&gbk).unwrap(), (Cow::Borrowed("点位,点长\n"), Encoding::Gb18030));
        assert_eq!(decode("点位".as_bytes()).unwrap().1, Encoding::Utf8);
        assert_eq!(decode(b"\xEF\xBB\xBFcode").unwrap(), (Cow::Borrowed("code"), Encoding::Utf8Bom));
        assert_eq!(decode(b"\xFF\xFEa\0b\0").unwrap(), (Cow::Borrowed("ab"), Encoding::Utf16Le));
    }

    #[test]
    fn bytes_of_no_encoding_are_refused_with_their_line() {
        let problem = decode(b"lon,lat\n\xFF\xFF,1\n").unwrap_err();
        assert_eq!((problem.code, problem.place.as_str()), ("invalid_encoding", "line 2"));
    }

    /// Hands out one byte per call, so that every character is split between reads.
    struct Trickle<'a>(&'a [u8]);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
            buffer[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    #[test]
    fn the_encoding_of_a_stream_does_not_depend_on_how_it_is_cut() {
        let gbk = GB18030.encode("abc 点位\n").0.into_owned();
        for (bytes, expected) in [
            ("abc 点位\n".as_bytes(), Encoding::Utf8),
            ("\u{FEFF}abc 点位\n".as_bytes(), Encoding::Utf8Bom),
            (gbk.as_slice(), Encoding::Gb18030),
            (b"\xFF\xFEa\0b\0".as_slice(), Encoding::Utf16Le),
            (b"\xFE\xFF\0a".as_slice(), Encoding::Utf16Be),
            (b"\xFF\xFE".as_slice(), Encoding::Utf16Le),
            (b"".as_slice(), Encoding::Utf8),
        ] {
            assert_eq!(detect(bytes).unwrap(), expected);
            assert_eq!(detect(Trickle(bytes)).unwrap(), expected);
        }
    }
}
