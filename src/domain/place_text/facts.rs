//! What a ticket tells besides place and matter: its number, where it came from, when, and what of it is private.

use super::letters::{Letters, place_of};
use super::private::{MOST_PRIVATE, Private, private};
use super::times::{TimeKind, TimePhrase, times};
use crate::domain::instant::Instant;
use crate::domain::vocabulary::vocabulary;
use jiff::tz::TimeZone;
use std::ops::Range;

vocabulary! {
    /// Where a text seems to come from.
    TextSource {
        Hotline = "12345",
        Wechat = "wechat",
        Leader = "leader",
    }
}

/// The number of a ticket elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketNumber {
    pub number: String,
    /// Bytes of the text.
    pub span: Range<usize>,
}

/// What was read besides place and matter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TicketFacts {
    pub number: Option<TicketNumber>,
    pub source: Option<TextSource>,
    pub times: Vec<TimePhrase>,
    pub private: Vec<Private>,
    /// The text without what is private: this may go into a description.
    pub description: String,
}

impl TicketFacts {
    /// When it happened, if the text says so: the first time that is past and not a habit.
    pub fn occurred(&self) -> Option<&TimePhrase> {
        self.times.iter().find(|time| time.kind == TimeKind::Occurred)
    }
}

pub(super) const NUMBER_HEADS: &[&str] = &[
    "工单编号",
    "工单号",
    "受理编号",
    "受理单号",
    "案件编号",
    "诉求编号",
    "流水号",
    "单号",
    "编号",
    "工单",
    "信件编号",
    "转办单号",
    "任务号",
];
const LONGEST_NUMBER: usize = 40;
const HOTLINE: &[&str] = &[
    "12345",
    "工单",
    "诉求人",
    "来电人",
    "来电反映",
    "市民反映",
    "市民来电",
    "市长热线",
    "热线",
    "诉求",
    "受理编号",
    "回访",
    "反映内容",
    "投诉内容",
    "派单",
    "承办单位",
];
const LEADER: &[&str] = &[
    "批示",
    "领导",
    "交办",
    "转办",
    "请核实",
    "请城管",
    "请街道",
    "请社区",
    "请立即",
    "限期",
    "督办",
    "牵头",
    "请网格长",
    "反馈结果",
    "整改方案",
    "巡查发现",
    "并反馈",
    "迎检",
    "请今天",
    "书记",
    "区长",
    "主任要求",
    "请各",
];
const WECHAT: &[&str] = &[
    "@",
    "群里",
    "有没有人管",
    "谁管",
    "快来",
    "啊",
    "吧",
    "哦",
    "呢",
    "了呀",
    "嘛",
    "怎么办",
    "大家",
    "哈",
    "[图片]",
    "微信",
    "麻烦",
    "啥时候",
    "咋",
    "受不了",
    "！！",
];

/// Reads the facts. `now` is when the text came, `zone` that of the site. What lies behind the first `MOST_CHARACTERS`
/// characters is left out of the description, since nobody has looked there for private matters.
pub fn facts_in(text: &str, now: Instant, zone: &TimeZone) -> TicketFacts {
    let letters = Letters::of(text);
    let private = private(&letters, text);
    TicketFacts {
        number: number(&letters, text),
        source: source(&letters),
        times: times(&letters, now, zone),
        description: description(&letters, text, &private),
        private,
    }
}

fn number(letters: &Letters, text: &str) -> Option<TicketNumber> {
    for at in 0..letters.len() {
        let Some((_, length)) = super::lexicon::word_at(letters.rest(at), NUMBER_HEADS) else { continue };
        let mut start = at + length;
        while letters
            .get(start)
            .is_some_and(|letter| matches!(letter, ':' | ']' | '[' | ' ' | '#' | '为' | '是' | '('))
        {
            start += 1;
        }
        let rest = letters.rest(start);
        let length = rest
            .iter()
            .take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '/'))
            .count();
        let digits = rest[..length].iter().filter(|letter| letter.is_ascii_digit()).count();
        if digits >= 4 && length <= LONGEST_NUMBER {
            let span = letters.source(&(start..start + length));
            return Some(TicketNumber { number: text.get(span.clone())?.to_owned(), span });
        }
    }
    None
}

/// The source with the most telling words; ties go to the hotline, then to leaders, whose texts are told formally.
fn source(letters: &Letters) -> Option<TextSource> {
    let count =
        |words: &[&str]| words.iter().filter(|word| place_of(&letters.letters, word).is_some()).count();
    let counts = [
        (TextSource::Hotline, 2 * count(HOTLINE)),
        (TextSource::Leader, 2 * count(LEADER)),
        (TextSource::Wechat, count(WECHAT)),
    ];
    let most = counts.iter().map(|(_, count)| *count).max().filter(|most| *most > 0)?;
    counts.iter().find(|(_, count)| *count == most).map(|(source, _)| *source)
}

fn description(letters: &Letters, text: &str, private: &[Private]) -> String {
    let read = letters.source(&(0..letters.len())).end;
    let end =
        if private.len() < MOST_PRIVATE { read } else { private.last().map_or(read, |last| last.cut.end) };
    let mut told = String::with_capacity(end);
    let mut at = 0;
    for found in private {
        if let Some(kept) = text.get(at..found.cut.start.max(at)) {
            told.push_str(kept);
        }
        at = found.cut.end.max(at);
    }
    told.push_str(text.get(at..end).unwrap_or_default());
    told.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> TicketFacts {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        facts_in(text, Instant::parse("2026-11-24T10:00:00+08:00", &zone).unwrap(), &zone)
    }

    #[test]
    fn a_ticket_of_the_hotline_is_taken_apart() {
        let facts = read(
            "【工单编号】20261123004512【来电人】李先生【联系电话】19900001234【诉求内容】昨晚8点市民看到有人倒垃圾。",
        );
        assert_eq!(facts.number.as_ref().map(|number| number.number.as_str()), Some("20261123004512"));
        assert_eq!(facts.source, Some(TextSource::Hotline));
        assert_eq!(facts.private.len(), 2);
        assert_eq!(facts.description, "【工单编号】20261123004512【诉求内容】昨晚8点市民看到有人倒垃圾。");
        assert!(facts.occurred().is_some());
    }

    #[test]
    fn the_source_is_guessed_from_the_way_of_speaking() {
        assert_eq!(read("请城管中队牵头，三日内反馈").source, Some(TextSource::Leader));
        assert_eq!(read("@网格员 快来看看吧").source, Some(TextSource::Wechat));
        assert_eq!(read("路灯").source, None);
    }

    #[test]
    fn a_description_holds_no_phone_and_no_name() {
        let facts = read("市民李女士（电话0877-2901122）反映工地扬尘");
        assert_eq!(facts.description, "市民反映工地扬尘");
        let many = "电话19900001234，".repeat(60);
        assert!(!read(&many).description.contains("19900001234"));
    }
}
