//! `wangge check`: the certificate of 全覆盖、无缝隙.

use super::{Context, Failure, failure, output, session};
use crate::app::certificate::Certificate;
use crate::config::Lang;
use crate::domain::glossary;
use crate::domain::grid::Scheme;
use clap::Args;

const LONG_ABOUT: &str = "\
全覆盖、无缝隙的证明 · Prove that everything is covered, exactly once

Geometry: gaps, overlaps, unnoded edges, duplicates, slivers, crossings, children outside their parents, of any
width above zero, with place, width and area. People: posts that nobody holds. Departments: areas where a
department has nobody. What rounding has caused (up to 3 units of 1e-7 degree) and posts whose unit is named are
warnings. SHA-256 and SM3 of the canonical boundaries say what was checked; `wangge verify` computes them from an
export. Exit code 3 when there are faults.";

const EXAMPLES: &str = "\
Examples:
  wangge check
  wangge check --geometry --json > certificate.json
  wangge check --at 2026-12-01";

/// 全覆盖、无缝隙的证明 · Certificate of complete coverage
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT, after_long_help = EXAMPLES)]
pub struct CheckArgs {
    /// 网格体系 · Scheme: duty, governance or unit
    #[arg(long, default_value = "duty", value_parser = super::import::scheme)]
    scheme: Scheme,
    /// 时间 · Day or time whose posts are checked [default: now]
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// 只查图形 · Geometry alone, without posts and departments
    #[arg(long)]
    geometry: bool,
    /// 每类最多列出 · Findings of each kind to list
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
    /// 输出 JSON · Print the whole certificate as JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(args: CheckArgs, context: &Context) -> Result<u8, Failure> {
    let at = session::instant(args.at.as_deref(), context)?;
    let service = session::service(session::existing(context).await?, context).await?;
    let mut certificate = service.certificate(args.scheme, at).await?;
    if args.geometry {
        certificate.leave_out_people();
    }
    if args.json {
        output::json(&certificate)?;
    } else {
        print(&certificate, args.limit, context.lang())?;
    }
    Ok(if certificate.faults > 0 { failure::FAULTS } else { 0 })
}

fn print(certificate: &Certificate, limit: usize, lang: Lang) -> Result<(), Failure> {
    let counts: Vec<String> = certificate
        .areas
        .iter()
        .map(|(level, count)| {
            let term = glossary::words(level);
            format!("{} {count}", lang.of(term.zh, term.en))
        })
        .collect();
    let edition = certificate.edition.map_or_else(|| "-".to_owned(), |number| number.to_string());
    let counts = counts.join(", ");
    output::line(match lang {
        Lang::Zh => format!("网格版本 {edition},{}:{counts}", certificate.at),
        Lang::En => format!("edition {edition}, {}: {counts}", certificate.at),
    })?;
    let boundaries = &certificate.boundaries;
    output::line(format!("SHA-256 {}", boundaries.sha256))?;
    output::line(format!("SM3     {}", boundaries.sm3))?;
    let mark = |warning: bool| {
        if warning { lang.of("警告", "warning") } else { lang.of("问题", "fault") }
    };
    let geometry: Vec<String> = certificate
        .geometry
        .iter()
        .map(|f| format!("{} {} [{}]", mark(f.warning), lang.pick(&f.words), f.kind))
        .collect();
    section(lang.of("图形", "Geometry"), &geometry, limit, lang)?;
    if let Some(posts) = &certificate.posts {
        let posts: Vec<String> = posts
            .iter()
            .map(|f| format!("{} {}", mark(f.state == "person_pending"), lang.pick(&f.words)))
            .collect();
        section(lang.of("人员", "People"), &posts, limit, lang)?;
    }
    if let Some(departments) = &certificate.departments {
        let departments: Vec<String> =
            departments.iter().map(|f| format!("{} {}", mark(false), lang.pick(&f.words))).collect();
        section(lang.of("部门", "Departments"), &departments, limit, lang)?;
    }
    let undrawn: Vec<String> = certificate
        .undrawn
        .iter()
        .map(|area| match (area.undrawn_m2, area.share) {
            (Some(m2), Some(share)) => {
                format!("{} {}: {m2:.0} m² ({:.1} %)", area.code, area.name, share * 100.0)
            }
            _ => format!("{} {}", area.code, area.name),
        })
        .collect();
    if !undrawn.is_empty() {
        section(lang.of("未划到点位的部分", "Not drawn"), &undrawn, limit, lang)?;
    }
    let (faults, warnings) = (certificate.faults, certificate.warnings);
    output::line(match (faults, lang) {
        (0, Lang::Zh) => format!("结论：通过，警告 {warnings} 条"),
        (0, Lang::En) => format!("Result: holds, {warnings} warnings"),
        (_, Lang::Zh) => format!("结论：有 {faults} 处问题，警告 {warnings} 条"),
        (_, Lang::En) => format!("Result: {faults} faults, {warnings} warnings"),
    })
}

fn section(title: &str, lines: &[String], limit: usize, lang: Lang) -> Result<(), Failure> {
    output::line(format!("{title}: {}", lines.len()))?;
    for line in lines.iter().take(limit) {
        output::line(format!("  {line}"))?;
    }
    if lines.len() > limit {
        let rest = lines.len() - limit;
        output::line(match lang {
            Lang::Zh => format!("  ……还有 {rest} 条（--limit 可多列）"),
            Lang::En => format!("  … and {rest} more (see --limit)"),
        })?;
    }
    Ok(())
}
