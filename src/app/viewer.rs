//! Who asks, as far as answers depend on it (R11).

/// Rights of the caller. Until accounts exist every caller of one installation has the same ones, set at start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Sees names of persons that are not marked public.
    pub names: bool,
    /// May ask for personal phones; every answer is audited.
    pub reveal: bool,
    /// May change boundaries.
    pub edit: bool,
    /// Scope of idempotency keys and author of audit rows.
    pub caller: String,
}

impl Viewer {
    /// Anybody: posts and units, no names.
    pub fn public() -> Self {
        Self { names: false, reveal: false, edit: false, caller: "public".into() }
    }

    /// A desk of the community office on an installation that was started with `--open-private`, and the
    /// command line, whose user can read the database file anyway.
    pub fn office() -> Self {
        Self { names: true, reveal: true, edit: false, caller: "office".into() }
    }
}
