//! `wangge locate`: the owner card of a position as text.

use super::{Context, Failure, output, session};
use crate::app::answer::{LocateAnswer, Post};
use crate::app::{LocateQuery, Viewer};
use crate::config::Lang;
use crate::domain::glossary;
use crate::domain::text::Words;
use clap::Args;

const LONG_ABOUT: &str = "\
这里归谁管 · Who owns a position, and with a category who acts on it and why";

const EXAMPLES: &str = "\
Examples:
  wangge locate 102.54 24.35
  wangge locate 102.5443 24.3466 --datum gcj02 --accuracy 30
  wangge locate 102.54 24.35 --category stall --json";

/// 这里归谁管 · Who owns a position
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT, after_long_help = EXAMPLES, allow_negative_numbers = true)]
pub struct LocateArgs {
    /// 经度 · Longitude in degrees
    lon: f64,
    /// 纬度 · Latitude in degrees
    lat: f64,
    /// 坐标系 · wgs84, cgcs2000, gcj02 or bd09 [default: wgs84]
    #[arg(long, value_name = "DATUM")]
    datum: Option<String>,
    /// 定位误差(米)· Radius of the position's error
    #[arg(long, value_name = "METRES")]
    accuracy: Option<f64>,
    /// 事项类别 · Category to route, by slug
    #[arg(long, value_name = "SLUG")]
    category: Option<String>,
    /// 对追问的回答 · Answer to the deciding question, such as inside_line
    #[arg(long, value_name = "CODE", requires = "category")]
    answer: Option<String>,
    /// 时间 · Day or time whose posts are asked for [default: now]
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// 记录时间 · As it was recorded at this day or time [default: now]
    #[arg(long, value_name = "TIME")]
    known_at: Option<String>,
    /// 输出 JSON · Print the answer as the API gives it
    #[arg(long)]
    json: bool,
}

pub async fn run(args: LocateArgs, context: &Context) -> Result<u8, Failure> {
    let instant =
        |text: &Option<String>| text.as_deref().map(|text| session::instant(Some(text), context)).transpose();
    let (at, known_at) = (instant(&args.at)?, instant(&args.known_at)?);
    let service = session::service(session::existing(context).await?, context).await?;
    let query = LocateQuery {
        lon: args.lon,
        lat: args.lat,
        datum: args.datum,
        accuracy_m: args.accuracy,
        category: args.category,
        answer: args.answer,
        at,
        known_at,
    };
    let answer = service.locate(&query, &Viewer::office()).await?;
    if args.json {
        output::json(&answer)?
    } else {
        print(&answer, context.lang())?
    }
    Ok(0)
}

fn print(answer: &LocateAnswer, lang: Lang) -> Result<(), Failure> {
    let [lon, lat] = answer.spot.position;
    output::line(format!("{lon:.7}, {lat:.7} (wgs84)"))?;
    let outcome = match answer.spot.outcome {
        "inside" => lang.of("在网格内", "inside"),
        "nearest" => lang.of("不在网格内，就近归属", "not inside, given to the nearest area"),
        _ => lang.of("在所有网格之外", "outside every area"),
    };
    let mut line = outcome.to_owned();
    if let Some(distance) = answer.spot.distance_m {
        line += &format!(", {distance:.1} m");
    }
    if answer.spot.remainder {
        line += lang.of("，片区内未划点位的部分", ", a part without a point");
    }
    output::line(line)?;
    for area in answer.card.areas.iter() {
        let level = glossary::words(area.level);
        output::line(format!("  {} {} {}", lang.of(level.zh, level.en), area.code, area.name))?;
    }
    if let (Some(border), Some(area)) = (answer.spot.border_m, &answer.spot.border_area) {
        output::line(match lang {
            Lang::Zh => format!("距 {} {} 的边界 {border:.1} m", area.code, area.name),
            Lang::En => format!("{border:.1} m to the border of {} {}", area.code, area.name),
        })?;
    }
    for near in &answer.spot.near_border {
        let share = near.probability * 100.0;
        output::line(format!("  {share:.0} % {} {}", near.area.code, near.area.name))?;
    }
    if let Some(road) = &answer.spot.road {
        output::line(lang.pick(&road.words))?;
    }
    for feature in &answer.spot.features {
        let layer = glossary::words(feature.layer);
        let layer = lang.of(layer.zh, layer.en);
        output::line(format!("  {layer} {} {} ({:.1} m)", feature.code, feature.name, feature.distance_m))?;
    }
    if !answer.card.areas.is_empty() {
        output::line(lang.of("责任人：", "Responsible:"))?;
        for post in answer.card.chain.iter() {
            post_line(post, lang)?;
        }
        output::line(lang.of("执法部门：", "Departments:"))?;
        for department in answer.card.departments.iter() {
            match &department.post {
                Some(post) => post_line(post, lang)?,
                None => {
                    output::line(format!("  {}: {}", lang.pick(&department.name), lang.of("空缺", "vacant")))?
                }
            }
        }
    }
    if let Some(routing) = &answer.spot.routing {
        output::line(lang.of("办理：", "Acts:"))?;
        match &routing.actor {
            Some(actor) => post_line(actor, lang)?,
            None => output::line(lang.of("  无人负责", "  nobody"))?,
        }
        if let Some(limit) = &routing.limit {
            output::line(format!("  {}{}", lang.of("时限：", "within "), lang.pick(&limit.words)))?;
        }
        if let Some(question) = &routing.question {
            output::line(format!("  ? {}", lang.pick(&question.words)))?;
            for option in &question.options {
                let (words, outcome) = (lang.pick(&option.words), lang.pick(&option.outcome));
                output::line(format!("    {} {words}: {outcome}", option.code))?;
            }
        }
        for reason in &routing.reasons {
            output::line(format!("  - {}", lang.pick(&reason.words)))?;
        }
    }
    Ok(())
}

fn post_line(post: &Post, lang: Lang) -> Result<(), Failure> {
    let label: &Words = &post.label;
    let phone = post.duty_phone.as_deref().unwrap_or_default();
    output::line(format!("  {} {phone}", lang.pick(label)).trim_end())
}
