//! What the documents show of the program is what the program does. `WANGGE_BLESS=1` writes it anew.

use std::fs;
use std::path::Path;
use wangge::domain::case::drawing::draw;

const BEGIN: &str = "<!-- lifecycle: drawn by tests/it/drawn.rs -->\n";
const END: &str = "<!-- end of lifecycle -->";

#[test]
fn the_lifecycle_in_the_architecture_is_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md");
    let text = fs::read_to_string(&path).expect("ARCHITECTURE.md can be read");
    let (before, rest) = text.split_once(BEGIN).expect("the drawing has its first mark");
    let (shown, after) = rest.split_once(END).expect("the drawing has its last mark");
    if std::env::var_os("WANGGE_BLESS").is_some() {
        fs::write(&path, format!("{before}{BEGIN}{}{END}{after}", draw()))
            .expect("ARCHITECTURE.md can be written");
        return;
    }
    assert!(shown == draw(), "the table changed: run this test with WANGGE_BLESS=1 and read what it wrote");
}
