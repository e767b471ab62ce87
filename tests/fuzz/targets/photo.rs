//! Photos: telling formats, taking files apart, decoding, Exif. What is kept is a photo itself, upright, without hints.
#![no_main]

use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;
use wangge::domain::photo::PhotoHints;
use wangge::exchange::photo::{PhotoOptions, read_photo};
use wangge_fuzz::let_panics_be_caught;

fuzz_target!(init: let_panics_be_caught(), |data: &[u8]| {
    let mut options = PhotoOptions::new(TimeZone::UTC);
    (options.most_pixels, options.large_side, options.thumb_side) = (250_000, 64, 16);
    match read_photo(data, &options) {
        Ok(photo) => {
            assert!(photo.width.max(photo.height) <= 64 && photo.width.min(photo.height) > 0);
            let again = read_photo(&photo.large, &options).expect("what is kept can be read");
            assert_eq!((again.width, again.height), (photo.width, photo.height));
            assert_eq!(again.hints, PhotoHints::default());
        }
        Err(problem) => assert!(!problem.words.zh.is_empty() && !problem.words.en.is_empty()),
    }
});
