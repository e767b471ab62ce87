//! Writes the demo community's files into `geodata/demo`. With a path as argument it also draws a picture of
//! the community there, as SVG: `cargo run --example generate_demo -- demo.svg`.

#[path = "generate/mod.rs"]
mod community;

use anyhow::Context;
use std::path::Path;

fn main() -> anyhow::Result<()> {
    let demo = community::Demo::build()?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("geodata/demo");
    for (name, content) in demo.files() {
        let path = folder.join(name);
        std::fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))?;
    }
    if let Some(picture) = std::env::args().nth(1) {
        std::fs::write(&picture, community::picture::draw(&demo.areas, &demo.features))
            .with_context(|| format!("cannot write {picture}"))?;
    }
    Ok(())
}
