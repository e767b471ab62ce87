//! Cases that the demo is shown with: on the ground of those whom its accounts belong to, in every state, some in warning
//! and some overdue, with photos. What people do in them `stage` does through the service.

use super::busiest::{Wanted, Work};
use super::pictures::Subject;
use crate::domain::case::Transition;
use crate::domain::duty::Role;

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Public,
    /// The community's office.
    Clerk,
    /// Who acts in the case.
    Handler,
    /// 点长 of the point that it lies in.
    Finder,
    /// 小组联络员 of the point, or where nobody is, the office.
    Liaison,
    /// 片长, or where nobody is, the office.
    Leader,
}

/// One step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move {
    pub who: Who,
    pub does: Transition,
    /// Minutes after the step before, or after the report.
    pub after_min: i64,
    pub note: Option<&'static str>,
}

/// Whose ground, so that he acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    PointHead,
    PropertyManager,
    Enforcement,
    /// Where the scene of this key took place.
    Of(&'static str),
}

/// When it was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// So that the case is well within its limit on the day that the demo begins with.
    OnTime,
    Warning,
    Overdue,
    /// Hours before that day.
    Before(i64),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Scene {
    pub key: &'static str,
    pub ground: Ground,
    pub category: &'static str,
    pub source: &'static str,
    /// Where on the ground, behind its name.
    pub spot: &'static str,
    pub text: &'static str,
    pub when: When,
    /// What its photos show; they come with the report, and afterwards from who handled it.
    pub photos: Option<Subject>,
    /// A `merge` joins the scene whose ground it has.
    pub moves: &'static [Move],
}

impl Ground {
    /// The post whose busiest holder has this ground.
    pub(super) fn post(self) -> Option<Wanted> {
        let wanted = |role, department| Some(Wanted { role, department, work: Work::Acting });
        match self {
            Self::PointHead => wanted(Role::PointHead, None),
            Self::PropertyManager => wanted(Role::PropertyManager, None),
            Self::Enforcement => wanted(Role::Enforcement, Some("chengguan")),
            Self::Of(_) => None,
        }
    }
}

const fn by(who: Who, does: Transition, after_min: i64) -> Move {
    Move { who, does, after_min, note: None }
}

const fn says(who: Who, does: Transition, after_min: i64, note: &'static str) -> Move {
    Move { who, does, after_min, note: Some(note) }
}

use Ground::{Enforcement, Of, PointHead, PropertyManager};
use Transition as T;
use When::{Before, OnTime, Overdue, Warning};
use Who::{Clerk, Finder, Handler, Leader, Liaison, Public};

const FILED: Move = by(Clerk, T::File, 60);
const SENT: Move = by(Clerk, T::Dispatch, 12);
const TAKEN: Move = by(Handler, T::Accept, 45);

#[rustfmt::skip]
pub(super) const SCENES: &[Scene] = &[
    Scene { key: "rubble-warning", ground: PointHead, category: "accumulated_waste", source: "public", spot: "围墙边",
        text: "{where}堆着装修渣土和旧家具，好几天没有清走", when: Warning, photos: Some(Subject::Rubble),
        moves: &[FILED, SENT, TAKEN] },
    Scene { key: "rubble-overdue", ground: PointHead, category: "accumulated_waste", source: "12345", spot: "巷口",
        text: "{where}的渣土堆了半个月，下雨天泥水流到路上", when: Overdue, photos: Some(Subject::Rubble),
        moves: &[FILED, SENT, TAKEN, by(Public, T::Urge, 11_000), says(Leader, T::Supervise, 1_500, "多次催办未处置，请两日内清完")] },
    Scene { key: "rubble-new", ground: PointHead, category: "accumulated_waste", source: "wechat", spot: "空地",
        text: "{where}有人倒了两车碎砖", when: OnTime, photos: Some(Subject::Rubble),
        moves: &[FILED, SENT] },
    Scene { key: "rubbish-handled", ground: PointHead, category: "exposed_rubbish", source: "public", spot: "垃圾桶旁",
        text: "{where}的垃圾袋散了一地，有味道", when: Before(31), photos: Some(Subject::Rubbish),
        moves: &[FILED, SENT, TAKEN, says(Handler, T::Handle, 170, "垃圾已清运，地面冲洗干净")] },
    Scene { key: "rubbish-rework", ground: PointHead, category: "exposed_rubbish", source: "wechat", spot: "墙角",
        text: "{where}又有烂菜叶和剩饭", when: Before(56), photos: Some(Subject::Rubbish),
        moves: &[FILED, SENT, TAKEN, says(Handler, T::Handle, 200, "已清扫"),
            says(Liaison, T::Rework, 1_100, "墙角还有残留的菜叶，请再清一次")] },
    Scene { key: "bicycles-on-site", ground: PointHead, category: "bicycle_parking", source: "patrol", spot: "人行道",
        text: "{where}电动车乱停成一片", when: Before(14), photos: Some(Subject::Bicycles),
        moves: &[says(Finder, T::HandleOnSite, 15, "已现场规范摆放")] },
    Scene { key: "bicycles-sampled", ground: PointHead, category: "bicycle_parking", source: "patrol", spot: "菜店门前",
        text: "{where}共享单车倒了一地", when: Before(80), photos: Some(Subject::Bicycles),
        moves: &[says(Finder, T::HandleOnSite, 20, "已扶正并挪进划线区"), by(Leader, T::Sample, 1_600)] },
    Scene { key: "rubbish-closed", ground: PointHead, category: "exposed_rubbish", source: "public", spot: "楼梯口",
        text: "{where}堆了很多生活垃圾，没有人收", when: Before(200), photos: Some(Subject::Rubbish),
        moves: &[FILED, SENT, TAKEN, says(Handler, T::Handle, 180, "已清运并张贴提示"), by(Liaison, T::Close, 400)] },
    Scene { key: "rubbish-relapse", ground: Of("rubbish-closed"), category: "exposed_rubbish", source: "public", spot: "楼梯口",
        text: "{where}上周才清过，现在又堆满了垃圾", when: Before(15), photos: Some(Subject::Rubbish),
        moves: &[FILED, SENT] },
    Scene { key: "rubbish-reported", ground: PointHead, category: "exposed_rubbish", source: "public", spot: "公厕旁",
        text: "{where}有人丢了一大包剩饭剩菜", when: Before(7), photos: Some(Subject::Rubbish), moves: &[] },
    Scene { key: "rubbish-joined", ground: Of("rubbish-reported"), category: "exposed_rubbish", source: "wechat", spot: "公厕旁",
        text: "{where}垃圾很臭，请派人来看", when: Before(6), photos: None,
        moves: &[says(Clerk, T::Merge, 25, "与此前上报为同一问题")] },
    Scene { key: "corner-filed", ground: PointHead, category: "hygiene_corner", source: "public", spot: "楼后",
        text: "{where}成了卫生死角，有碎玻璃和杂草", when: Before(8), photos: None, moves: &[FILED] },
    Scene { key: "bicycles-rejected", ground: PointHead, category: "bicycle_parking", source: "12345", spot: "路口",
        text: "{where}停了很多电动车", when: Before(38), photos: Some(Subject::Bicycles),
        moves: &[says(Clerk, T::Reject, 90, "现场核实，车辆均停在划线区内")] },
    Scene { key: "typed-void", ground: PointHead, category: "bin_overflow", source: "wechat", spot: "路口",
        text: "{where}试填", when: Before(62), photos: None, moves: &[says(Clerk, T::Void, 30, "测试数据")] },
    Scene { key: "rubble-suspended", ground: PointHead, category: "accumulated_waste", source: "public", spot: "旧车棚旁",
        text: "{where}拆下来的砖瓦一直堆着", when: Before(300), photos: Some(Subject::Rubble),
        moves: &[FILED, SENT, TAKEN, says(Clerk, T::Suspend, 1_500, "清运须业主出资，待业主大会表决")] },
    Scene { key: "compound-warning", ground: PropertyManager, category: "accumulated_waste", source: "public", spot: "车库入口",
        text: "{where}堆着业主装修的渣土，没有围挡", when: Warning, photos: Some(Subject::Rubble),
        moves: &[FILED, SENT, TAKEN] },
    Scene { key: "compound-overdue", ground: PropertyManager, category: "accumulated_waste", source: "12345", spot: "后门",
        text: "{where}的枯枝和旧沙发一个月没有清", when: Overdue, photos: Some(Subject::Rubble),
        moves: &[FILED, SENT, TAKEN, by(Public, T::Urge, 11_200)] },
    Scene { key: "compound-new", ground: PropertyManager, category: "accumulated_waste", source: "wechat", spot: "花坛边",
        text: "{where}倒了一堆花盆土和碎瓷砖", when: OnTime, photos: None, moves: &[FILED, SENT] },
    Scene { key: "lane-handled", ground: PropertyManager, category: "fire_lane_blocked", source: "public", spot: "单元门前",
        text: "{where}消防通道被轿车堵住", when: Before(33), photos: Some(Subject::FireLane),
        moves: &[FILED, SENT, by(Handler, T::Accept, 10), says(Handler, T::Handle, 40, "车主已挪车，加装了隔离桩")] },
    Scene { key: "ads-returned", ground: PropertyManager, category: "small_ads", source: "patrol", spot: "围墙",
        text: "{where}贴了一排开锁广告", when: Before(34), photos: None,
        moves: &[FILED, SENT, says(Handler, T::Return, 90, "贴在围墙外侧，不在小区管理范围")] },
    Scene { key: "shed-warning", ground: Enforcement, category: "illegal_building", source: "public", spot: "楼顶",
        text: "{where}有人搭了彩钢棚", when: Warning, photos: Some(Subject::Shed),
        moves: &[FILED, SENT, TAKEN, says(Handler, T::AskHelp, 1_400, "请点长到场配合丈量")] },
    Scene { key: "shed-overdue", ground: Enforcement, category: "illegal_building", source: "12345", spot: "院内",
        text: "{where}占用公共地方搭了砖房", when: Overdue, photos: Some(Subject::Shed),
        moves: &[FILED, SENT, TAKEN, says(Leader, T::Supervise, 31_200, "迎检重点路段，请限期拆除")] },
    Scene { key: "shed-new", ground: Enforcement, category: "illegal_building", source: "patrol", spot: "后院",
        text: "{where}正在加围栏和棚架", when: OnTime, photos: None, moves: &[FILED, SENT] },
    Scene { key: "shed-suspended", ground: Enforcement, category: "illegal_building", source: "public", spot: "一楼门外",
        text: "{where}加盖了阳光房", when: Before(494), photos: None,
        moves: &[FILED, SENT, TAKEN, says(Clerk, T::Suspend, 3_000, "产权有争议，待规划部门答复")] },
    Scene { key: "stall-handled", ground: Enforcement, category: "street_vending", source: "public", spot: "路边",
        text: "{where}烧烤摊占了半条人行道", when: Before(30), photos: Some(Subject::Stall),
        moves: &[by(Clerk, T::File, 15), by(Clerk, T::Dispatch, 5), by(Handler, T::Accept, 10),
            says(Handler, T::Handle, 50, "已劝离摊位，桌椅收回店内")] },
    Scene { key: "stall-closed", ground: Enforcement, category: "street_vending", source: "wechat", spot: "校门外",
        text: "{where}放学时摊点挡路", when: Before(105), photos: Some(Subject::Stall),
        moves: &[by(Clerk, T::File, 15), by(Clerk, T::Dispatch, 5), by(Handler, T::Accept, 10),
            says(Handler, T::Handle, 60, "摊位已引导进疏导区"), by(Liaison, T::Close, 300)] },
];
