//! A plain picture of the demo, to judge its looks by eye.

use super::plane::to_xy;
use super::write::{Drawn, Entry};
use wangge::domain::geo::Position;

/// An SVG at one unit a metre, drawn in the order given.
pub fn draw(areas: &[Entry], features: &[Entry]) -> String {
    let mut out = String::from(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='-90 -1260 1700 1350' width='2550' height='2025' font-family='Noto Sans CJK SC'>\
         <rect x='-90' y='-1260' width='1700' height='1350' fill='#e9e7e3'/>",
    );
    let text = |entry: &Entry, key: &str| {
        entry.fields.0.iter().find(|(k, _)| *k == key).and_then(|(_, v)| v.as_str()).unwrap_or("").to_owned()
    };
    for area in areas.iter().filter(|a| text(a, "level") == "zone") {
        out += &path(&area.drawn, "fill='#f7f5f0' stroke='none'");
    }
    for feature in features {
        let style = match text(feature, "layer").as_str() {
            "road" => "fill='#ffffff' stroke='#d6d2ca' stroke-width='0.6'",
            "compound" => match text(feature, "management_type").as_str() {
                "unmanaged" | "abandoned" => "fill='#f3c9b4' stroke='#8a2d12' stroke-width='1.6'",
                "semi_managed" => "fill='#f6e2b8' stroke='#8f6a14' stroke-width='1.2'",
                _ => "fill='#dbe6ee' stroke='#6f8ea5' stroke-width='1'",
            },
            "building" => "fill='#c9c3b8' stroke='#a39c8f' stroke-width='0.4'",
            "market" => "fill='#e5d3ee' stroke='#7d4f96' stroke-width='1'",
            "vending_zone" => "fill='#8fd0a8' stroke='#2f7d4d' stroke-width='0.6'",
            "site" => "fill='#d5e8cf' stroke='#57914b' stroke-width='0.8'",
            "frontage" => "fill='none' stroke='#c2410c' stroke-width='2'",
            "facility" => "fill='#0369a1'",
            "focus_spot" => "fill='#b91c1c'",
            _ => continue,
        };
        out += &path(&feature.drawn, style);
    }
    for (level, style) in [
        ("point", "fill='none' stroke='#777' stroke-width='1' stroke-dasharray='4 3'"),
        ("zone", "fill='none' stroke='#444' stroke-width='2.4' stroke-dasharray='10 4'"),
        ("community", "fill='none' stroke='#1e3a5f' stroke-width='4'"),
    ] {
        for area in areas.iter().filter(|a| text(a, "level") == level && text(a, "scheme") == "duty") {
            out += &path(&area.drawn, style);
        }
    }
    for feature in features {
        if ["compound", "market"].contains(&text(feature, "layer").as_str())
            && let Drawn::Area(polygons) = &feature.drawn
        {
            let ring: Vec<_> = polygons[0][0].iter().map(|p| to_xy(*p)).collect();
            let c = super::curve::centroid(&ring);
            out += &format!(
                "<text x='{:.0}' y='{:.0}' font-size='12' text-anchor='middle' stroke='#fff' stroke-width='3' paint-order='stroke'>{}</text>",
                c[0],
                -c[1],
                text(feature, "name")
            );
        }
    }
    out + "</svg>"
}

fn path(drawn: &Drawn, style: &str) -> String {
    let line = |points: &[Position]| {
        let places: Vec<String> = points
            .iter()
            .map(|p| {
                let p = to_xy(*p);
                format!("{:.1},{:.1}", p[0], -p[1])
            })
            .collect();
        format!("M{}", places.join("L"))
    };
    match drawn {
        Drawn::Point(p) => {
            let p = to_xy(*p);
            format!("<circle cx='{:.1}' cy='{:.1}' r='2.4' {style}/>", p[0], -p[1])
        }
        Drawn::Line(points) => format!("<path d='{}' {style}/>", line(points)),
        Drawn::Area(polygons) => {
            let d: Vec<String> = polygons.iter().flatten().map(|ring| format!("{}Z", line(ring))).collect();
            format!("<path d='{}' fill-rule='evenodd' {style}/>", d.concat())
        }
    }
}
