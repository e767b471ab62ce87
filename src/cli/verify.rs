//! `wangge verify`: fingerprints of the boundaries in an export, compared with a certificate. Needs no database.

use super::{Context, Failure, failure, files, output};
use crate::domain::grid::{AreaSet, Scheme, fingerprints};
use crate::domain::text::Words;
use crate::exchange::geojson_in::{self, MAX_BYTES};
use crate::exchange::members::{AreaReading, FieldMap};
use clap::Args;
use serde_json::Value;
use std::path::PathBuf;

const LONG_ABOUT: &str = "\
核对导出的边界是否就是证明所说的边界 · Check that exported boundaries are those of a certificate

Computes SHA-256 (FIPS 180-4) and SM3 (GB/T 32905) of the canonical boundaries in a GeoJSON export and compares them
with the fingerprints given, or with those in a certificate (`wangge check --json`). The canonical form does not depend
on the order of areas, nor on where a ring starts or which way it runs. Exit code 3 when they differ.";

const EXAMPLES: &str = "\
Examples:
  wangge verify areas.geojson
  wangge verify areas.geojson --certificate certificate.json
  wangge verify areas.geojson --sm3 66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";

/// A certificate is small; what is larger is none.
const MOST_CERTIFICATE_BYTES: usize = 512 << 20;

/// 核对边界指纹 · Compare boundaries with a certificate
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT, after_long_help = EXAMPLES)]
pub struct VerifyArgs {
    /// 导出文件 · GeoJSON file from `wangge export areas`
    file: PathBuf,
    /// 网格体系 · Scheme: duty, governance or unit
    #[arg(long, default_value = "duty", value_parser = super::import::scheme)]
    scheme: Scheme,
    /// 证明文件 · Certificate from `wangge check --json`
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// SHA-256 指纹 · Fingerprint to compare with
    #[arg(long, value_name = "HEX")]
    sha256: Option<String>,
    /// SM3 指纹 · Fingerprint to compare with
    #[arg(long, value_name = "HEX")]
    sm3: Option<String>,
    /// 输出 JSON · Print the result as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &VerifyArgs, context: &Context) -> Result<u8, Failure> {
    let name = args.file.display();
    let bytes = files::read(&args.file, MAX_BYTES)?;
    let reading = AreaReading { scheme: args.scheme, level: None, fields: FieldMap::default() };
    let areas =
        geojson_in::areas(&bytes, &reading, None).map_err(|problems| Failure::problems(&name, problems))?;
    let set = AreaSet::build(areas).map_err(|faults| {
        let all = |pick: fn(Words) -> String| {
            faults.iter().map(|fault| pick(fault.words())).collect::<Vec<_>>().join("; ")
        };
        Failure::refused(format!("{name}:{}", all(|w| w.zh)), format!("{name}: {}", all(|w| w.en)))
    })?;
    let found = fingerprints(&set, args.scheme);
    let mut wanted =
        vec![("SHA-256", args.sha256.clone(), &found.sha256), ("SM3", args.sm3.clone(), &found.sm3)];
    if let Some(path) = &args.certificate {
        let told = told_by(path, args.scheme)?;
        wanted.push(("SHA-256", Some(told[0].clone()), &found.sha256));
        wanted.push(("SM3", Some(told[1].clone()), &found.sm3));
    }
    let compared: Vec<(&str, bool)> = wanted
        .iter()
        .filter_map(|(kind, told, found)| Some((*kind, told.as_ref()?.trim().eq_ignore_ascii_case(found))))
        .collect();
    let same = compared.iter().all(|(_, same)| *same);
    if args.json {
        let verdict = (!compared.is_empty()).then_some(same);
        output::json(&serde_json::json!({
            "scheme": args.scheme, "areas": found.areas,
            "sha256": found.sha256, "sm3": found.sm3, "same": verdict,
        }))?;
    } else {
        let words =
            Words::new(format!("已绘制的网格 {} 个", found.areas), format!("{} drawn areas", found.areas));
        output::line(context.lang().pick(&words))?;
        output::line(format!("SHA-256 {}", found.sha256))?;
        output::line(format!("SM3     {}", found.sm3))?;
        for (kind, same) in &compared {
            let words = if *same {
                Words::new(format!("{kind} 一致"), format!("{kind} is the same"))
            } else {
                Words::new(format!("{kind} 不一致"), format!("{kind} differs"))
            };
            output::line(context.lang().pick(&words))?;
        }
    }
    Ok(if same { 0 } else { failure::FAULTS })
}

/// SHA-256 and SM3 in a certificate of the same scheme.
fn told_by(path: &std::path::Path, scheme: Scheme) -> Result<[String; 2], Failure> {
    let name = path.display();
    let bytes = files::read(path, MOST_CERTIFICATE_BYTES)?;
    let certificate: Option<Value> = serde_json::from_slice(&bytes).ok();
    let told = certificate.as_ref().and_then(|certificate| {
        let boundaries = certificate.get("boundaries")?;
        let text = |key: &str| boundaries.get(key)?.as_str().map(str::to_owned);
        Some((certificate.get("scheme")?.as_str()?.to_owned(), [text("sha256")?, text("sm3")?]))
    });
    match told {
        None => Err(Failure::refused(
            format!("{name} 不是证明文件，证明由 wangge check --json 生成"),
            format!("{name} is no certificate; `wangge check --json` makes one"),
        )),
        Some((other, _)) if other != scheme.slug() => Err(Failure::refused(
            format!("{name} 是 {other} 体系的证明，请加 --scheme {other}"),
            format!("{name} is a certificate of scheme {other}; use --scheme {other}"),
        )),
        Some((_, fingerprints)) => Ok(fingerprints),
    }
}
