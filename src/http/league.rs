//! Assessment as a file: the answer's numbers as a table in words of one language.

use crate::app::answer::{AssessedCounts, AssessedSubject, AssessmentAnswer};
use crate::domain::assessment::{Formula, Measure, Measures, SubjectKind, Value};
use crate::domain::glossary::label_in;
use crate::domain::text::Words;
use crate::exchange::Language;
use crate::exchange::league_out::{League, LeagueCell, LeagueColumn, LeagueNotes};

/// Measures in the order of the table.
const COLUMNS: [Measure; 18] = [
    Measure::Reported,
    Measure::ReportedPublic,
    Measure::ReportedStaff,
    Measure::Filed,
    Measure::FiledUnlimited,
    Measure::Due,
    Measure::DueClosed,
    Measure::DueOnTime,
    Measure::DueReworked,
    Measure::Closed,
    Measure::ClosedOnTime,
    Measure::ClosedReworked,
    Measure::ClosedRelapsed,
    Measure::OnSite,
    Measure::Overdue,
    Measure::Appeals,
    Measure::Posts,
    Measure::PostsVacant,
];

fn say(language: Language, zh: &str, en: &str) -> String {
    match language {
        Language::Zh => zh.to_owned(),
        Language::En => en.to_owned(),
    }
}

fn term(language: Language, group: &str, slug: &str) -> String {
    label_in(group, slug).map_or_else(|| slug.to_owned(), |term| say(language, term.zh, term.en))
}

/// The table of an answer. `site` is the name of the site.
pub fn league(answer: &AssessmentAnswer, site: &Words, language: Language) -> League {
    let kind = term(language, "subject", answer.kind.slug());
    let place = answer.area.as_ref().map_or_else(|| language.of(site).to_owned(), |area| area.name.clone());
    let title = match language {
        Language::Zh => format!("{place}{kind}考核评比表"),
        Language::En => format!("{place}: assessment by {kind}"),
    };
    let column = |heading: String, width: f64| LeagueColumn { heading, width };
    let mut columns = vec![
        column(say(language, "排名", "place"), 6.0),
        column(kind.clone(), 18.0),
        column(say(language, "所属", "in"), 14.0),
    ];
    for formula in &answer.formulas {
        columns.push(column(language.of(&formula.name).to_owned(), 10.0));
        columns.push(column(say(language, "上期得分", "score before"), 9.0));
        columns.push(column(say(language, "上期排名", "place before"), 9.0));
    }
    columns.extend(COLUMNS.iter().map(|measure| column(term(language, "measure", measure.slug()), 9.0)));
    columns.push(column(say(language, "处置时长中位数（小时）", "median handling time (hours)"), 12.0));
    let mut rows: Vec<Vec<LeagueCell>> =
        answer.subjects.iter().map(|subject| row(subject, language)).collect();
    let blanks = answer.formulas.len() * 3;
    let nobodys = say(language, "未归属", "nobody's");
    let all = say(language, "合计", "total");
    rows.push(sum(&answer.nobodys, nobodys, blanks));
    rows.push(sum(&answer.totals, all, blanks));
    League {
        name: say(language, "考核评比", "assessment"),
        title,
        heads: heads(answer, language),
        columns,
        rows,
        sums: 2,
        source: source(answer, site, language),
        notes: vec![formulas(answer, language), arithmetic(answer, &kind, language)],
    }
}

fn row(subject: &AssessedSubject, language: Language) -> Vec<LeagueCell> {
    let points = |points: Option<f64>| points.map_or(LeagueCell::Unknown, LeagueCell::Points);
    let place = |place: Option<usize>| place.map_or(LeagueCell::Unknown, |n| LeagueCell::Count(n as u64));
    let first = subject.scores.first();
    let parent = subject.parent.as_ref().map(|area| area.name.clone()).unwrap_or_default();
    let mut cells = vec![
        place(first.and_then(|score| score.place)),
        LeagueCell::Text(language.of(&subject.name).to_owned()),
        LeagueCell::Text(parent),
    ];
    for score in &subject.scores {
        cells.push(points(score.score.points.map(|points| points.0 as f64 / 100.0)));
        cells.push(points(score.previous_points));
        cells.push(place(score.previous_place));
    }
    cells.extend(counts(&subject.measures));
    cells
}

fn sum(counted: &AssessedCounts, name: String, blanks: usize) -> Vec<LeagueCell> {
    let mut cells = vec![LeagueCell::Text(String::new()), LeagueCell::Text(name)];
    cells.resize(3 + blanks, LeagueCell::Text(String::new()));
    cells.extend(counts(&counted.measures));
    cells
}

fn counts(measures: &Measures) -> impl Iterator<Item = LeagueCell> + '_ {
    let number = |cases: Option<u64>| cases.map_or(LeagueCell::Unknown, LeagueCell::Count);
    let hours = measures.median_handling().map(|micros| micros as f64 / 3_600_000_000.0);
    let median = hours.map_or(LeagueCell::Unknown, LeagueCell::Points);
    COLUMNS.iter().map(move |measure| number(measures.cases(*measure))).chain([median])
}

fn heads(answer: &AssessmentAnswer, language: Language) -> Vec<String> {
    let period = &answer.period;
    let mut lines = Vec::new();
    let (mut zh, mut en) = (
        format!("统计时段：{} 至 {}", period.first_day, period.last_day),
        format!("Period: {} to {}", period.first_day, period.last_day),
    );
    if !period.complete {
        zh.push_str(&format!("（未结束，统计至 {}）", readable(&period.until)));
        en.push_str(&format!(" (not over, counted until {})", readable(&period.until)));
    }
    if let Some(before) = &answer.previous {
        zh.push_str(&format!("；上期：{} 至 {}", before.first_day, readable_end(before)));
        en.push_str(&format!("; before: {} to {}", before.first_day, readable_end(before)));
    }
    lines.push(say(language, &zh, &en));
    if let Some(campaign) = &answer.campaign {
        let phase = answer.phase.as_ref().map(|phase| language.of(&phase.name).to_owned());
        let name = language.of(&campaign.name);
        lines.push(match (language, phase) {
            (Language::Zh, Some(phase)) => format!("创建活动：{name}（{phase}阶段）"),
            (Language::Zh, None) => format!("创建活动：{name}"),
            (Language::En, Some(phase)) => format!("Campaign: {name}, phase: {phase}"),
            (Language::En, None) => format!("Campaign: {name}"),
        });
    }
    lines.push(say(
        language,
        "计量单位：件（岗位为个，得分满分 100）；「—」为未知或件数不足不评分，不等于零",
        "Counted in cases (posts in posts, scores out of 100); — is unknown or too few cases for a score, not zero",
    ));
    lines
}

/// The last day, or the moment where a period that was cut off ends.
fn readable_end(period: &crate::app::answer::AssessedPeriod) -> String {
    if period.complete { period.last_day.clone() } else { readable(&period.until) }
}

/// `2026-11-24 08:00` of `2026-11-24T08:00:00+08:00`.
fn readable(time: &str) -> String {
    time.get(..16).unwrap_or(time).replace('T', " ")
}

fn source(answer: &AssessmentAnswer, site: &Words, language: Language) -> String {
    let (site, at) = (language.of(site), readable(&answer.as_of));
    match language {
        Language::Zh => format!(
            "数据来源：{site}网格管理系统，{at} 生成。只评点位、片区、单位和部门，不评个人；作废、并案、不予立案的只计上报；申诉另计。公式与算式见附表。"
        ),
        Language::En => format!(
            "Source: grid management of {site}, made at {at}. Places, units and departments only, no persons; void, joined and rejected cases count as reported only; appeals apart. Formulas and arithmetic on the other sheets."
        ),
    }
}

fn formulas(answer: &AssessmentAnswer, language: Language) -> LeagueNotes {
    let column = |zh: &str, en: &str, width| LeagueColumn { heading: say(language, zh, en), width };
    LeagueNotes {
        name: say(language, "评分公式", "formulas"),
        columns: vec![
            column("公式", "formula", 18.0),
            column("评分项", "term", 18.0),
            column("权重（%）", "weight (%)", 9.0),
            column("算法", "how", 60.0),
            column("依据与说明", "source and note", 60.0),
        ],
        rows: answer.formulas.iter().flat_map(|formula| formula_rows(formula, language)).collect(),
    }
}

fn formula_rows(formula: &Formula, language: Language) -> Vec<Vec<String>> {
    let mut about = formula.source.clone();
    if let Some(note) = &formula.note {
        about = format!("{about}\n{}", language.of(note));
    }
    for weight in &formula.categories {
        about = format!("{about}\n{} {}%：{}", weight.category, weight.percent, weight.source);
    }
    let each = formula.terms.iter().enumerate().map(|(number, term)| {
        vec![
            language.of(&formula.name).to_owned(),
            language.of(&term.name).to_owned(),
            term.weight.to_string(),
            how(&term.value, formula.least, language),
            if number == 0 { about.clone() } else { String::new() },
        ]
    });
    each.collect()
}

/// How a term is worked out, in words.
fn how(value: &Value, least: u64, language: Language) -> String {
    let name = |measure: &Measure| term(language, "measure", measure.slug());
    match value {
        Value::Rate { part, whole, inverted } => {
            let rate = format!("100 × {} ÷ {}", name(part), name(whole));
            let rate = if *inverted { format!("100 − {rate}") } else { rate };
            match language {
                Language::Zh => format!("{rate}；{}不足 {least} 件不评分", name(whole)),
                Language::En => format!("{rate}; no score below {least} of {}", name(whole)),
            }
        }
        Value::Bands { measure, bands } => {
            let each = bands.iter().map(|band| match (band.up_to, language) {
                (Some(most), _) => format!("≤{most} → {}", band.score),
                (None, Language::Zh) => format!("更多 → {}", band.score),
                (None, Language::En) => format!("more → {}", band.score),
            });
            format!("{}: {}", name(measure), each.collect::<Vec<_>>().join(", "))
        }
    }
}

fn arithmetic(answer: &AssessmentAnswer, kind: &str, language: Language) -> LeagueNotes {
    let column = |heading: String, width| LeagueColumn { heading, width };
    let mut rows = Vec::new();
    for subject in &answer.subjects {
        for (score, formula) in subject.scores.iter().zip(&answer.formulas) {
            let mut lines: Vec<&str> =
                score.score.terms.iter().map(|term| language.of(&term.words)).collect();
            lines.extend(score.score.reasons.iter().map(|reason| language.of(&reason.words)));
            rows.push(vec![
                language.of(&subject.name).to_owned(),
                language.of(&formula.name).to_owned(),
                language.of(&score.score.arithmetic).to_owned(),
                lines.join("\n"),
            ]);
        }
    }
    LeagueNotes {
        name: say(language, "得分算式", "arithmetic"),
        columns: vec![
            column(kind.to_owned(), 18.0),
            column(say(language, "公式", "formula"), 18.0),
            column(say(language, "得分", "score"), 36.0),
            column(say(language, "逐项", "term by term"), 70.0),
        ],
        rows,
    }
}

/// Name of the file without its ending, plain and as the browser shows it.
pub fn file_name(kind: SubjectKind) -> (String, String) {
    let name = label_in("subject", kind.slug()).map_or(kind.slug(), |term| term.zh);
    let local = format!("{name}考核评比").bytes().map(|byte| format!("%{byte:02X}")).collect();
    (format!("assessment-{}", kind.slug()), local)
}
