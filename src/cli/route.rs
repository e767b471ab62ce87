//! `wangge route`: adds the owner to every row of a table and leaves everything else in it as it was.

use super::route_block::{Block, BlockReader};
use super::route_owner::Sources;
use super::{Context, Failure, files, output};
use crate::app::batch::{COLUMNS, Naming};
use crate::config::Lang;
use crate::domain::geo::Frame;
use crate::domain::grid::Outcome;
use crate::domain::text::Words;
use crate::exchange::delimited::Rows;
use crate::exchange::encoding::{self, Encoding};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::PathBuf;

const LONG_ABOUT: &str = "\
给表格的每一行加上责任归属 · Add the owner to every row of a CSV or TSV table

All columns keep their order and their bytes; six are added at the end:
community, zone, point, owner, outcome (inside, nearest, outside, or invalid: and why), distance_m
(metres to the nearest area where no area contains the position). Rows that cannot be located are kept and
counted. UTF-8 with or without BOM and GBK are read and written back in kind.

Areas and owners come from the database, or with --areas straight from GeoJSON files in WGS 84; the column owner
then stays empty, because files of areas name nobody.";

const EXAMPLES: &str = "\
Examples:
  wangge route reports.csv -o routed.csv
  wangge route 12345.csv -o out.csv --lon 经度 --lat 纬度 --category 类别 --datum gcj02
  wangge route reports.csv -o out.csv --areas zone=zones.geojson point=points.geojson";

/// 给表格的每一行加上责任归属 · Add the owner to every row of a table
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT, after_long_help = EXAMPLES)]
pub struct RouteArgs {
    /// 输入表格 · Table to read, CSV or TSV with a header
    input: PathBuf,
    /// 输出文件 · File to write; it appears only when complete
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// 经度列 · Name of the column with the longitude
    #[arg(long, default_value = "lon", value_name = "COLUMN")]
    lon: String,
    /// 纬度列 · Name of the column with the latitude
    #[arg(long, default_value = "lat", value_name = "COLUMN")]
    lat: String,
    /// 类别列 · Column with the category slug; the owner is then the one who acts on it
    #[arg(long, value_name = "COLUMN", conflicts_with = "areas")]
    category: Option<String>,
    /// 坐标系 · Datum of the table: wgs84, cgcs2000, gcj02 or bd09
    #[arg(long, default_value = "wgs84", value_parser = super::import::datum)]
    datum: Frame,
    /// 直接用网格文件 · LEVEL=FILE…: use these areas instead of the database
    #[arg(long, value_name = "LEVEL=FILE", num_args = 1..)]
    areas: Vec<String>,
    /// 用名称代替编码 · Write names of areas instead of codes
    #[arg(long)]
    names: bool,
    /// 容差(米)· How far outside an area a position still belongs to it, at most 50 m
    #[arg(long, default_value_t = 20.0, value_name = "METRES")]
    tolerance: f64,
    /// 输出 JSON · Print the counts as JSON
    #[arg(long)]
    json: bool,
}

/// What came of the rows.
#[derive(Debug, Default, Serialize)]
struct Counts {
    rows: u64,
    inside: u64,
    nearest: u64,
    outside: u64,
    invalid: u64,
}

pub async fn run(args: RouteArgs, context: &Context) -> Result<u8, Failure> {
    if !(0.0..=50.0).contains(&args.tolerance) {
        return Err(Failure::usage(Words::new(
            "容差应在 0 到 50 米之间",
            "the tolerance must be 0 to 50 metres",
        )));
    }
    let fail = |error: std::io::Error| Failure::io(args.input.display(), &error);
    let size = std::fs::metadata(&args.input).map_err(fail)?.len();
    if files::same_file(&args.input, &args.output) {
        return Err(Failure::refused(
            format!("输出 {} 就是输入文件，不能覆盖", args.output.display()),
            format!("the output {} is the input file; it is not overwritten", args.output.display()),
        ));
    }
    let encoding = encoding::detect(File::open(&args.input).map_err(fail)?).map_err(fail)?;
    if matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be) {
        return Err(Failure::refused(
            format!("{} 是 UTF-16，请另存为 UTF-8 再试", args.input.display()),
            format!("{} is UTF-16; save it as UTF-8 and try again", args.input.display()),
        ));
    }
    let mut start = Vec::new();
    File::open(&args.input).map_err(fail)?.take(1 << 16).read_to_end(&mut start).map_err(fail)?;
    let rows = Rows::new(File::open(&args.input).map_err(fail)?, &start, encoding)
        .map_err(|problem| Failure::problems(args.input.display(), vec![problem]))?;
    let sources = Sources::open(&args.areas, context).await?;
    let counts = write(rows, size, &args, &sources, context.lang())?;
    if args.json {
        output::json(&counts)?;
    } else {
        let Counts { rows, inside, nearest, outside, invalid } = counts;
        output::line(match context.lang() {
            Lang::Zh => {
                format!(
                    "{rows} 行：{inside} 在网格内，{nearest} 就近归属，{outside} 在网格外，{invalid} 无法识别"
                )
            }
            Lang::En => {
                format!(
                    "{rows} rows: {inside} inside, {nearest} nearest, {outside} outside, {invalid} invalid"
                )
            }
        })?;
    }
    Ok(0)
}

fn write(
    rows: Rows<File>,
    size: u64,
    args: &RouteArgs,
    sources: &Sources,
    lang: Lang,
) -> Result<Counts, Failure> {
    let input = args.input.display();
    let column = |name: &str| rows.column(name).map_err(|problem| Failure::problems(&input, vec![problem]));
    let lon = column(&args.lon)?;
    let lat = column(&args.lat)?;
    let category = args.category.as_deref().map(column).transpose()?;
    let (encoding, delimiter, line_end) = (rows.encoding(), rows.delimiter(), rows.line_end());
    let naming = if args.names { Naming::Name } else { Naming::Code };
    let encode = |text: &str| encoding.encode(text).into_owned();
    let table = sources.table(args.tolerance, naming, delimiter, encode, lang);
    let pending = files::Pending::create(&args.output)?;
    let fail = |error: std::io::Error| Failure::io(args.output.display(), &error);
    let mut out = BufWriter::with_capacity(1 << 18, pending.file()?);
    let mut line = Vec::with_capacity(1024);
    line.extend_from_slice(rows.raw());
    for name in COLUMNS {
        line.push(delimiter);
        line.extend_from_slice(name.as_bytes());
    }
    line.extend_from_slice(line_end);
    out.write_all(&line).map_err(fail)?;
    let progress = progress(size, lang);
    let mut counts = Counts::default();
    let owner = sources.owner(args.tolerance);
    let mut reader = BlockReader { rows, columns: [lon, lat], category, datum: args.datum, owner, lang };
    let mut block = Block::default();
    while reader.fill(&mut block).map_err(|problem| Failure::problems(&input, vec![problem]))? {
        let owners = table.owners(block.positions());
        for (raw, row) in block.rows(&owners) {
            counts.rows += 1;
            line.clear();
            line.extend_from_slice(raw);
            line.push(delimiter);
            match row {
                Ok((owner, acting)) => {
                    let acting = acting.map(|label| encoding.encode(label));
                    table.append(&mut line, owner, acting.as_deref());
                    match owner.outcome {
                        Outcome::Inside => counts.inside += 1,
                        Outcome::Nearest => counts.nearest += 1,
                        Outcome::Outside => counts.outside += 1,
                    }
                }
                Err(words) => {
                    counts.invalid += 1;
                    let reason = format!("invalid: {}", lang.pick(words));
                    table.append_invalid(&mut line, &encoding.encode(&reason));
                }
            }
            line.extend_from_slice(line_end);
            out.write_all(&line).map_err(fail)?;
        }
        progress.set_position(reader.rows.bytes_read());
        progress.set_message(counts.rows.to_string());
    }
    out.into_inner().map_err(|error| fail(error.into_error()))?;
    progress.finish_and_clear();
    pending.finish()?;
    Ok(counts)
}

/// Rate and time left on stderr; indicatif hides it where stderr is no terminal.
fn progress(size: u64, lang: Lang) -> ProgressBar {
    let bar = ProgressBar::new(size);
    let template = lang.of(
        "{bar:30} {percent}% {msg} 行 {bytes_per_sec} 剩余 {eta}",
        "{bar:30} {percent}% {msg} rows {bytes_per_sec} {eta} left",
    );
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
