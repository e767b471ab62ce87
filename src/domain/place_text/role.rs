//! What a place is in the story: where the matter is, or where the caller lives, or what it is not.

use super::letters::{Letters, STOP, ends_clause, place_of};
use super::lexicon::word_at;
use crate::domain::text::Reason;
use std::ops::Range;

/// The part that a place plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Told as the place, under a heading or by a word: 事发地址, 地点.
    Told,
    Plain,
    /// Where the caller lives, works or comes from.
    Caller,
    /// Named after the matter, as a way, a comparison or a time past.
    Aside,
    /// Who is asked to act.
    Addressed,
    /// What it is not.
    Denied,
}

/// So many letters before a place are looked at for its part.
const BEFORE: usize = 14;
const BEHIND: usize = 5;

const TOLD: &[&str] = &[
    "事发地址",
    "事发地点",
    "事件地点",
    "问题地址",
    "问题地点",
    "发生地点",
    "发生地址",
    "案发地",
    "事发位置",
    "具体地址",
    "详细地址",
    "具体位置",
    "地点",
    "位置",
    "反映地址",
    "诉求地址",
    "现场地址",
    "地址",
];
const CALLER_HEADS: &[&str] = &[
    "联系地址",
    "家庭住址",
    "户籍地址",
    "户籍",
    "居住地址",
    "来电人地址",
    "诉求人地址",
    "通讯地址",
    "住址",
    "现住址",
    "工作单位",
];
const CALLER: &[&str] = &[
    "家住",
    "居住在",
    "居住于",
    "住在",
    "租住",
    "租房在",
    "现住",
    "人住",
    "我住",
    "们住",
    "生住",
    "士住",
    "也住",
    "都住",
    "家在",
    "我家是",
    "我是",
    "人系",
    "来电人是",
    "上班在",
    "上班的",
    "在职于",
    "工作在",
    "工作的",
    "任职于",
    "就职于",
    "开店在",
    "户籍在",
    "业主是",
    "老家",
    "搬到",
    "买的",
    "买了",
];
const CALLER_BEHIND: &[&str] = &[
    "业主",
    "居民",
    "住户",
    "租户",
    "村民",
    "的业主",
    "的居民",
    "的住户",
    "的租户",
    "的群众",
    "1名居民",
    "1位居民",
    "1名业主",
    "上班",
    "工作",
    "的老师",
    "的家长",
];
const ASIDE: &[&str] = &[
    "上次",
    "之前",
    "以前",
    "去年",
    "前年",
    "不像",
    "不如",
    "像",
    "跟上次",
    "比",
    "经过",
    "途经",
    "路过",
    "路经",
    "自从",
    "去过",
    "要去",
    "去",
    "前往",
    "送到",
    "送去",
    "回",
    "开往",
];
const DENIED: &[&str] =
    &["不是", "不在", "并非", "而非", "不属于", "除了", "除", "别去", "不是在", "并不是", "不是说", "没在"];

/// The part of the place whose words stand at `range`.
pub(super) fn role(letters: &Letters, range: &Range<usize>) -> Role {
    let start = range.start;
    if let Some(head) = heading(letters, start) {
        return head;
    }
    let clause = letters.clause_start(start).max(start.saturating_sub(BEFORE));
    let before = &letters.letters[clause..start];
    if is_denied(before) {
        return Role::Denied;
    }
    // A clause may begin with 住; elsewhere 堵住 and 占住 are no homes.
    let begins_so = before.first() == Some(&'住') && before.len() <= 2;
    if begins_so || ends_with(before, CALLER, 2) {
        return Role::Caller;
    }
    let behind = letters.rest(range.end);
    let behind = &behind[..BEHIND.min(behind.len())];
    if word_at(behind, CALLER_BEHIND).is_some() && !ends_with(before, &["反映", "影响", "导致"], 0) {
        return Role::Caller;
    }
    let asked = ["请", "由", "转", "交", "交由", "责成", "@", "派", "并转", "转交"];
    let acts = [
        "处理", "办理", "核实", "牵头", "限期", "核查", "负责", "调查", "尽快", "立即", "派人", "组织",
        "会同", "落实",
    ];
    if ends_with(before, &asked, 0) && word_at(behind, &acts).is_some() {
        return Role::Addressed;
    }
    if ends_with(before, ASIDE, 0) {
        return Role::Aside;
    }
    Role::Plain
}

/// The part that a heading gives: 【事发地址】, 地点：.
fn heading(letters: &Letters, start: usize) -> Option<Role> {
    let mut at = start;
    // Back over what stands between the heading's end and the name, such as the city's name.
    let mut passed = 0;
    while at > 0 && passed <= BEFORE && !matches!(letters.letters[at - 1], ':' | ']') {
        if letters.letters[at - 1] == STOP {
            return None;
        }
        at -= 1;
        passed += 1;
    }
    if at == 0 || passed > BEFORE {
        return None;
    }
    let end = at - 1;
    let begin =
        letters.letters[..end].iter().rposition(|&letter| ends_clause(letter)).map_or(0, |place| place + 1);
    let head = &letters.letters[begin.max(end.saturating_sub(8))..end];
    let holds = |words: &[&str]| words.iter().any(|word| place_of(head, word).is_some());
    if holds(CALLER_HEADS) {
        Some(Role::Caller)
    } else if holds(TOLD) {
        Some(Role::Told)
    } else {
        None
    }
}

/// Whether letters end with a word, `slack` letters before the end at most.
/// Before 除: a word for taking away, which denies nothing. 拆除某巷的棚子 is about that lane.
const REMOVING: &str = "拆清扫消铲解排删破切去驱移废铲根";

fn is_denied(before: &[char]) -> bool {
    DENIED.iter().any(|word| {
        let length = word.chars().count();
        (0..=1).any(|off| {
            let Some(start) = before.len().checked_sub(length + off) else { return false };
            let stands = before[start..start + length].iter().copied().eq(word.chars());
            let removing = start > 0 && REMOVING.contains(before[start - 1]);
            stands && !(*word == "除" && removing)
        })
    })
}

fn ends_with(letters: &[char], words: &[&str], slack: usize) -> bool {
    words.iter().any(|word| {
        let length = word.chars().count();
        (0..=slack).any(|off| {
            letters.len() >= length + off
                && letters[letters.len() - length - off..letters.len() - off].iter().copied().eq(word.chars())
        })
    })
}

impl Role {
    /// What becomes of a score.
    pub fn weigh(self, score: f64) -> f64 {
        match self {
            Self::Told => (score + 0.06).min(0.99),
            Self::Plain => score,
            Self::Aside => score * 0.8,
            Self::Caller => score * 0.4,
            Self::Addressed => score * 0.5,
            Self::Denied => score * 0.1,
        }
    }

    pub fn reason(self) -> Option<Reason> {
        Some(match self {
            Self::Told => {
                Reason::new("told_as_place", "文中写明是事发地点", "the text gives it as the place")
            }
            Self::Caller => Reason::new(
                "place_of_caller",
                "像是来电人的住处或单位，不一定是事发地点",
                "this seems to be where the caller lives or works, not necessarily the place",
            ),
            Self::Aside => Reason::new("named_in_passing", "只是顺带提到", "named in passing only"),
            Self::Addressed => {
                Reason::new("asked_to_act", "是被请求办理的一方", "this is who is asked to act")
            }
            Self::Denied => Reason::new("denied", "文中说不是这里", "the text says that it is not here"),
            Self::Plain => return None,
        })
    }
}

/// Words that make the caller's home the place: 楼下, 小区内.
pub(super) fn speaks_of_home(letters: &Letters) -> bool {
    const AT_HOME: &[&str] = &[
        "楼下",
        "楼上",
        "小区内",
        "小区里",
        "院内",
        "院子里",
        "院里",
        "楼道",
        "单元门",
        "我们小区",
        "本小区",
        "该小区",
        "小区的",
        "家门口",
        "楼栋",
        "隔壁邻居",
        "楼顶",
        "本栋",
        "该栋",
        "物业",
        "我们楼",
        "我们院",
        "本院",
    ];
    (0..letters.len()).any(|at| word_at(letters.rest(at), AT_HOME).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, name: &str) -> Role {
        let letters = Letters::of(text);
        let at = place_of(&letters.letters, name).unwrap();
        role(&letters, &(at..at + name.chars().count()))
    }

    #[test]
    fn the_part_of_a_place_is_read_from_the_words_around_it() {
        for (text, name, part) in [
            ("来电人家住桂香庭，反映", "桂香庭", Role::Caller),
            ("家住桂香庭的业主不敢开窗", "桂香庭", Role::Caller),
            ("桂香庭业主反映夜市油烟", "桂香庭", Role::Caller),
            ("【事发地址】玉兰社区桂香庭", "桂香庭", Role::Told),
            ("地点：桂香庭", "桂香庭", Role::Told),
            ("联系地址：桂香庭", "桂香庭", Role::Caller),
            ("不是桂香庭，是荷塘里", "桂香庭", Role::Denied),
            ("不是桂香庭，是荷塘里", "荷塘里", Role::Plain),
            ("请北苑社区限期规范", "北苑社区", Role::Addressed),
            ("路过桂香庭看到", "桂香庭", Role::Aside),
            ("桂香庭门口有人摆摊", "桂香庭", Role::Plain),
        ] {
            assert_eq!(told(text, name), part, "{text}");
        }
    }
}
