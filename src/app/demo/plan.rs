//! The life of a case, planned ahead: who does what after how long. Every plan follows the table of the lifecycle;
//! what would happen at or after the anchor is left out, so that recent cases are still open.

use super::generate::PlannedReport;
use super::model::{Habit, Source};
use super::random::Random;
use crate::domain::case::{CaseRole, Transition};
use crate::domain::instant::Instant;
use jiff::tz::TimeZone;

/// One step of the lifecycle.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedStep {
    /// Seconds after the step before, or after recording for the first.
    pub delay_s: i64,
    pub transition: Transition,
    pub role: CaseRole,
    /// Words for steps that need a reason, and for some that do not.
    pub note: Option<&'static str>,
}

const REJECTED: [&str; 4] = [
    "现场核实未发现该问题",
    "不属于受理范围，已告知上报人",
    "位于疏导区线内且在开放时段，核实合规",
    "描述不清，联系不上上报人",
];
const ON_SITE: [&str; 4] = ["劝导后当场撤离", "当场清理干净", "已现场规范摆放", "提醒店主后已收回"];
const HANDLED: Option<&str> = Some("已处置，现场已恢复");
const RETURNED: [&str; 3] = ["不在本单位责任范围", "位置有误，请重新派遣", "属其他部门职责"];
const SUSPENDED: [&str; 3] = ["已列入改造计划，待施工", "需业主大会表决，暂挂账", "等待上级资金安排"];
const REWORK: [&str; 3] = ["复查仍有残留", "问题反弹，需重新处置", "只处理了一部分"];
const SUPERVISED: [&str; 2] = ["多次未处置，请限期办理", "迎检重点路段，限期整改"];
const VOID: [&str; 2] = ["重复录入", "测试数据"];

struct Steps<'a> {
    steps: Vec<PlannedStep>,
    at_s: i64,
    end_s: i64,
    random: &'a mut Random,
}

impl Steps<'_> {
    /// Adds a step after some hours; false once the anchor is reached.
    fn add(
        &mut self,
        hours: f64,
        transition: Transition,
        role: CaseRole,
        note: Option<&'static str>,
    ) -> bool {
        let delay_s = (hours * 3600.0).max(20.0) as i64;
        self.at_s = self.at_s.saturating_add(delay_s);
        if self.at_s >= self.end_s {
            self.at_s = i64::MAX;
            return false;
        }
        self.steps.push(PlannedStep { delay_s, transition, role, note });
        true
    }

    fn note(&mut self, notes: &[&'static str]) -> Option<&'static str> {
        self.random.pick(notes).copied()
    }

    /// Around a median, seldom more than five times it.
    fn about(&mut self, median: f64) -> f64 {
        median * libm::exp(0.8 * self.random.normal())
    }
}

/// Steps for one report. `report.steps` is not read.
pub fn plan_steps(
    source: &Source,
    habit: &Habit,
    report: &PlannedReport,
    anchor: Instant,
    zone: &TimeZone,
    random: &mut Random,
) -> Vec<PlannedStep> {
    let end_s = (anchor.micros() - report.recorded_at.micros()) / Instant::SECOND;
    let mut steps = Steps { steps: Vec::new(), at_s: 0, end_s, random };
    let before_filing = steps.random.unit();
    let desk = hours_until_desk(report.recorded_at, zone);
    if report.merge_into.is_some() {
        let wait = steps.random.between(0.1, 3.0);
        steps.add(wait, Transition::Merge, CaseRole::Clerk, Some("与此前上报为同一问题"));
    } else if report.source == "patrol" && before_filing < habit.on_site * 2.0 {
        let note = steps.note(&ON_SITE);
        let wait = steps.random.between(0.05, 0.4);
        steps.add(wait, Transition::HandleOnSite, CaseRole::Finder, note);
    } else if before_filing > 1.0 - habit.rejected {
        let note = steps.note(&REJECTED);
        let wait = desk + steps.about(2.0);
        steps.add(wait, Transition::Reject, CaseRole::Clerk, note);
    } else if before_filing > 0.99 - habit.rejected {
        let note = steps.note(&VOID);
        let wait = desk + steps.about(1.0);
        steps.add(wait, Transition::Void, CaseRole::Clerk, note);
    } else {
        // The patrol files by phone at any hour; everything else waits for the community's desk.
        let desk = if report.source == "patrol" { 0.0 } else { desk };
        filed(source, habit, desk, end_s, &mut steps);
    }
    steps.steps
}

/// Hours until the community's desk is open, which it is from 8:30 to 18:00; 0 while it is.
fn hours_until_desk(at: Instant, zone: &TimeZone) -> f64 {
    let local = at.timestamp().to_zoned_datetime(zone.clone()).time();
    let hour = f64::from(local.hour()) + f64::from(local.minute()) / 60.0;
    match hour {
        hour if hour < 8.5 => 8.5 - hour,
        hour if hour < 18.0 => 0.0,
        hour => 32.5 - hour,
    }
}

/// From filing on.
fn filed(source: &Source, habit: &Habit, desk: f64, end_s: i64, steps: &mut Steps<'_>) -> Option<()> {
    let go = |steps: &mut Steps<'_>, hours: f64, transition, role, note| {
        steps.add(hours, transition, role, note).then_some(())
    };
    let (file, dispatch) = (desk + steps.about(2.5), steps.random.between(0.02, 0.5));
    go(steps, file, Transition::File, CaseRole::Clerk, None)?;
    go(steps, dispatch, Transition::Dispatch, CaseRole::Clerk, None)?;
    if steps.random.chance(0.06) {
        let (note, wait) = (steps.note(&RETURNED), steps.about(3.0));
        go(steps, wait, Transition::Return, CaseRole::Handler, note)?;
        go(steps, 0.4, Transition::Dispatch, CaseRole::Clerk, None)?;
    }
    if steps.random.chance(source.stuck) {
        // Nobody takes it up; the reporter and a leader ask after it.
        let wait = steps.about(70.0);
        go(steps, wait, Transition::Urge, CaseRole::Public, None)?;
        if steps.random.chance(0.6) {
            let (note, wait) = (steps.note(&SUPERVISED), steps.about(60.0));
            go(steps, wait, Transition::Supervise, CaseRole::Leader, note)?;
        }
        // Old ones have mostly been settled since.
        let left_lying = if end_s < 45 * 86_400 { 0.8 } else { 0.3 };
        if steps.random.chance(left_lying) {
            return Some(());
        }
        let wait = steps.about(habit.handling_hours * 6.0);
        go(steps, wait, Transition::Accept, CaseRole::Handler, None)?;
    } else {
        let wait = steps.about((habit.handling_hours * 0.2).min(4.0));
        go(steps, wait, Transition::Accept, CaseRole::Handler, None)?;
    }
    if steps.random.chance(habit.suspended) {
        let (note, wait) = (steps.note(&SUSPENDED), steps.about(20.0));
        go(steps, wait, Transition::Suspend, CaseRole::Clerk, note)?;
        let wait = steps.about(24.0 * 60.0);
        go(steps, wait, Transition::Resume, CaseRole::Clerk, None)?;
    }
    // Where cases get stuck, the others take their time too.
    let wait = steps.about(habit.handling_hours * (1.0 + 8.0 * source.stuck));
    go(steps, wait, Transition::Handle, CaseRole::Handler, HANDLED)?;
    if steps.random.chance(0.09) {
        let (note, wait) = (steps.note(&REWORK), steps.about(8.0));
        go(steps, wait, Transition::Rework, CaseRole::Checker, note)?;
        let wait = steps.about(habit.handling_hours * 0.7);
        go(steps, wait, Transition::Handle, CaseRole::Handler, HANDLED)?;
    }
    let wait = steps.about(9.0);
    go(steps, wait, Transition::Close, CaseRole::Checker, None)
}
