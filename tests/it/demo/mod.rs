//! The committed demo community: its geometry, its people, and the reports drawn from its model.

mod boundaries;
#[path = "../../../geodata/demo/generate/mod.rs"]
#[allow(dead_code, reason = "the picture belongs to the example alone")]
mod community;
mod files;
mod geometry;
mod incidents;
mod people;
mod tickets;
mod words;

/// The committed files are what the generator writes today, byte for byte.
#[test]
fn the_committed_files_are_reproduced() {
    let demo = community::Demo::build().expect("the plan is sound");
    for (name, content) in demo.files() {
        let path = files::folder().join(name);
        let committed = std::fs::read_to_string(&path).expect("every demo file is committed");
        assert!(committed == content, "{name} differs from what `cargo run --example generate_demo` writes");
    }
}
