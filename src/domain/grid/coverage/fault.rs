//! What a check finds, with place and measures (R7).

use crate::domain::geo::Position;
use crate::domain::grid::{AreaId, AreaSet};
use crate::domain::text::Words;
use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// What is wrong with the geometry of areas.
    FaultKind {
        /// Ground between areas that nobody owns.
        Gap = "gap",
        /// Ground that two areas claim.
        Overlap = "overlap",
        /// A vertex of one border lies on a neighbour's edge that has none there.
        UnnodedEdge = "unnoded_edge",
        /// Two areas with the same ground.
        Duplicate = "duplicate",
        /// A part too thin to be real.
        Sliver = "sliver",
        SelfCrossing = "self_crossing",
        /// The border runs out and straight back.
        Spike = "spike",
        ChildOutsideParent = "child_outside_parent",
        /// The undrawn remainder of an area, which is legal and belongs to it (R2).
        ParentNotFilled = "parent_not_filled",
        /// Children's outer border and their parent's differ by rounding.
        OuterRounding = "outer_rounding",
    }
}

vocabulary! {
    /// Whether it bars publication.
    Severity {
        Fault = "fault",
        Warning = "warning",
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    pub kind: FaultKind,
    pub severity: Severity,
    pub place: Position,
    /// Metres across.
    pub width_m: Option<f64>,
    pub area_m2: Option<f64>,
    /// The areas concerned, by level and code.
    pub areas: Vec<AreaId>,
    pub words: Words,
}

impl Fault {
    pub(super) fn new(
        set: &AreaSet,
        kind: FaultKind,
        severity: Severity,
        place: Position,
        mut areas: Vec<AreaId>,
    ) -> Self {
        areas.sort_unstable();
        areas.dedup();
        let words = sentence(set, kind, place, None, &areas);
        Self { kind, severity, place, width_m: None, area_m2: None, areas, words }
    }

    pub(super) fn measured(mut self, set: &AreaSet, width_m: f64, area_m2: f64) -> Self {
        self.width_m = Some(width_m);
        self.area_m2 = Some(area_m2);
        self.words = sentence(set, self.kind, self.place, Some((width_m, area_m2)), &self.areas);
        self
    }
}

impl Fault {
    /// A place around which too many borders lie over each other to be compared.
    pub(super) fn tangled(set: &AreaSet, place: Position, area: AreaId) -> Self {
        let mut fault = Self::new(set, FaultKind::Overlap, Severity::Fault, place, vec![area]);
        let [lon, lat] = place.degrees();
        fault.words = Words::new(
            format!("边界重叠过多，无法逐一核对（{lon:.7}, {lat:.7} 附近）"),
            format!("too many borders lie over each other to be compared, near {lon:.7}, {lat:.7}"),
        );
        fault
    }

    pub(super) fn rename(&mut self, set: &AreaSet, kind: FaultKind) {
        self.kind = kind;
        let measures = self.width_m.zip(self.area_m2);
        self.words = sentence(set, kind, self.place, measures, &self.areas);
    }
}

/// A list of neighbours is cut after this many.
const MOST_NAMED: usize = 4;

fn sentence(
    set: &AreaSet,
    kind: FaultKind,
    place: Position,
    measures: Option<(f64, f64)>,
    areas: &[AreaId],
) -> Words {
    let (zh, en) = match kind {
        FaultKind::Gap => ("缝隙：无人负责的区域", "gap that nobody owns"),
        FaultKind::Overlap => ("重叠：两个网格都包含的区域", "overlap of areas"),
        FaultKind::UnnodedEdge => ("邻边缺少对应顶点", "vertex on a neighbour's edge that has none there"),
        FaultKind::Duplicate => ("两个网格图形相同", "two areas with the same ground"),
        FaultKind::Sliver => ("过窄的碎片", "part too thin to be real"),
        FaultKind::SelfCrossing => ("边界自相交", "border that crosses itself"),
        FaultKind::Spike => ("边界有尖刺", "spike in the border"),
        FaultKind::ChildOutsideParent => ("下级网格超出上级边界", "child outside its parent"),
        FaultKind::ParentNotFilled => ("上级网格尚有未划分的部分", "undrawn remainder of the parent"),
        FaultKind::OuterRounding => ("内外边界因取整略有出入", "outer borders differ by rounding"),
    };
    let mut names: Vec<&str> = areas.iter().take(MOST_NAMED).map(|&id| set.area(id).code.as_str()).collect();
    if areas.len() > MOST_NAMED {
        names.push("…");
    }
    let [lon, lat] = place.degrees();
    let (mut more_zh, mut more_en) = (String::new(), String::new());
    if let Some((width, area)) = measures {
        more_zh = format!("，宽 {width:.2} m，面积 {area:.2} m²");
        more_en = format!(", {width:.2} m wide, {area:.2} m²");
    }
    Words::new(
        format!("{zh}：{}（{lon:.7}, {lat:.7}）{more_zh}", names.join("、")),
        format!("{en}: {} ({lon:.7}, {lat:.7}){more_en}", names.join(", ")),
    )
}
