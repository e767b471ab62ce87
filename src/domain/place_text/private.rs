//! Phone numbers, names and numbers of callers in a text, so that they go to the reporter and not into the description (R11).

use super::letters::{Letters, ends_clause};
use super::lexicon::word_at;
use crate::domain::vocabulary::vocabulary;
use std::ops::Range;

vocabulary! {
    /// What is private.
    PrivateKind {
        Phone = "phone",
        Name = "name",
        /// 身份证号
        IdNumber = "id_number",
        /// Where the caller lives, when the ticket has a field for it.
        HomeAddress = "home_address",
    }
}

/// Something private in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Private {
    pub kind: PrivateKind,
    /// As it stands, a phone number without separators.
    pub value: String,
    /// Bytes of the text that hold it.
    pub span: Range<usize>,
    /// Bytes to leave out of a description: with its heading.
    pub cut: Range<usize>,
}

/// Findings after this many are not looked for; `description` then shows nothing at all of what follows.
pub(super) const MOST_PRIVATE: usize = 32;

const SURNAMES: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊甄家封储靳段焦巴弓牧车侯宓全班仰秋仲伊宫宁仇栾甘厉戎武符刘景詹束龙叶幸司黎乔苍双闻莘党翟谭贡劳申冉桑桂牛寿通边燕冀尚农温庄晏柴瞿阎连习艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越隆师巩聂晁敖融冷辛阚那简饶空曾沙养鞠须丰巢关查红游竺权盖益桓公付肖代涂";
const TITLES: &[&str] = &[
    "先生", "女士", "小姐", "某某", "某", "同志", "师傅", "阿姨", "大爷", "大妈", "大姐", "大哥", "婆婆",
    "老人",
];
const CALLERS: &[&str] = &[
    "来电人姓名",
    "诉求人姓名",
    "联系人姓名",
    "来电人",
    "诉求人",
    "反映人",
    "投诉人",
    "举报人",
    "联系人",
    "报料人",
    "申请人",
    "咨询人",
    "姓名",
    "市民",
    "网友",
    "来信人",
];
/// Before the speaker's own name.
const INTRODUCED: &[&str] = &["我叫", "本人叫", "名叫"];
const PHONES: &[&str] = &[
    "联系电话",
    "联系方式",
    "来电号码",
    "来电电话",
    "手机号码",
    "手机号",
    "手机",
    "电话号码",
    "电话",
    "tel",
    "诉求人电话",
    "回访电话",
    "号码",
];
const HOMES: &[&str] =
    &["联系地址", "家庭住址", "户籍地址", "户籍", "居住地址", "通讯地址", "来电人地址", "诉求人地址", "住址"];

/// Everything private, in the order of the text.
pub(super) fn private(letters: &Letters, text: &str) -> Vec<Private> {
    let mut found: Vec<Private> = Vec::new();
    let mut at = 0;
    while at < letters.len() && found.len() < MOST_PRIVATE {
        let hit = number(letters, at).or_else(|| name(letters, at)).or_else(|| home(letters, at));
        match hit {
            Some((kind, range, cut)) => {
                let span = letters.source(&range);
                let raw = text.get(span.clone()).unwrap_or_default();
                let value = match kind {
                    PrivateKind::Phone => {
                        letters.letters[range.clone()].iter().filter(|letter| **letter != ' ').collect()
                    }
                    _ => raw.trim().to_owned(),
                };
                found.push(Private { kind, value, span, cut: letters.source(&bracketed(letters, cut)) });
                at = range.end;
            }
            None => at += 1,
        }
    }
    found
}

type Hit = (PrivateKind, Range<usize>, Range<usize>);

/// Mobile numbers, lines with area code, numbers behind 电话, identity numbers.
fn number(letters: &Letters, at: usize) -> Option<Hit> {
    // A number that is glued to letters is a number still: tel19900001234.
    if !letters.is_figure(at) || (at > 0 && letters.is_figure(at - 1)) {
        return None;
    }
    let head = head_before(letters, at, PHONES);
    let (mut start, mut end) = (at, at);
    let mut digits = String::new();
    let mut dashes = Vec::new();
    while let Some(letter) = letters.get(end) {
        let joins = matches!(letter, '-' | ' ') && letters.is_figure(end + 1);
        if letters.is_figure(end) {
            digits.push(letter);
        } else if joins && matches!(digits.as_str(), "86" | "0086") {
            // The country before a number.
            digits.clear();
            start = end + 1;
        } else if joins && dashes.len() < 3 && kind_of(&digits, &dashes, head.is_some()).is_none() {
            dashes.push(digits.len());
        } else if letter == 'x' && digits.len() == 17 {
            digits.push('x');
        } else {
            break;
        }
        end += 1;
    }
    let kind = kind_of(&digits, &dashes, head.is_some())?;
    Some((kind, start..end, head.unwrap_or(at)..end))
}

/// What some digits are, with the places of the separators between them; `headed` says that they stand behind 电话.
fn kind_of(digits: &str, dashes: &[usize], headed: bool) -> Option<PrivateKind> {
    let birth = || digits[6..14].parse::<u32>().is_ok_and(|birth| (19_000_101..=20_991_231).contains(&birth));
    let with_area_code = digits.starts_with('0') && !digits.starts_with("00");
    match digits.len() {
        18 if birth() && !digits.starts_with("20") => Some(PrivateKind::IdNumber),
        11 if digits.starts_with('1') && !digits[1..].starts_with(['0', '1', '2']) => {
            Some(PrivateKind::Phone)
        }
        10..=12 if with_area_code && matches!(dashes.first(), Some(3 | 4)) => Some(PrivateKind::Phone),
        10..=12 if with_area_code && dashes.is_empty() && headed => Some(PrivateKind::Phone),
        7..=8 if headed && !with_area_code => Some(PrivateKind::Phone),
        _ => None,
    }
}

/// 来电人李先生, 【来电人】杨女士, 市民王某, 联系人：张晓梅.
fn name(letters: &Letters, at: usize) -> Option<Hit> {
    let first = letters.get(at)?;
    if !SURNAMES.contains(first) {
        return None;
    }
    let head = head_before(letters, at, CALLERS);
    let marked = at > 0 && matches!(letters.get(at - 1), Some(':' | ']'));
    let rest = letters.rest(at + 1);
    let titled = word_at(rest, TITLES).map(|(_, length)| at + 1 + length);
    // 李晓红女士
    let given = |count: usize| {
        let behind = rest.get(count..)?;
        let (_, length) = word_at(behind, &["先生", "女士", "同志", "小姐"])?;
        rest[..count].iter().all(|letter| is_han(*letter)).then_some(at + 1 + count + length)
    };
    let end = titled.or_else(|| given(1)).or_else(|| given(2));
    if let Some(end) = end {
        // 某 is also 某处, 某些: a name only behind a word for a caller.
        let sure = head.is_some()
            || letters.letters[at + 1..end].ends_with(&['先', '生'])
            || letters.letters[at + 1..end].ends_with(&['女', '士']);
        return sure.then(|| (PrivateKind::Name, at..end, head.filter(|_| marked).unwrap_or(at)..end));
    }
    let head = head.filter(|_| marked).or_else(|| head_before(letters, at, INTRODUCED))?;
    let length =
        letters.rest(at).iter().take_while(|letter| is_han(**letter) && !ends_clause(**letter)).count();
    (2..=4).contains(&length).then(|| (PrivateKind::Name, at..at + length, head..at + length))
}

/// What stands in a field for the caller's address.
fn home(letters: &Letters, at: usize) -> Option<Hit> {
    if at == 0 || !matches!(letters.get(at - 1), Some(':' | ']')) {
        return None;
    }
    let head = head_before(letters, at, HOMES)?;
    let length = letters.rest(at).iter().take_while(|letter| !ends_clause(**letter)).count();
    (length > 0).then(|| (PrivateKind::HomeAddress, at..at + length, head..at + length))
}

/// Where one of some headings begins that ends right before `at`, with a colon, bracket or space between.
fn head_before(letters: &Letters, at: usize, heads: &[&str]) -> Option<usize> {
    let mut end = at;
    while end > 0 && at - end < 3 && matches!(letters.letters[end - 1], ':' | ']' | ' ' | '(' | '是' | '为')
    {
        end -= 1;
    }
    let before = &letters.letters[..end];
    let length = heads
        .iter()
        .filter(|head| before.ends_with(&head.chars().collect::<Vec<_>>()))
        .map(|head| head.chars().count())
        .max()?;
    Some(end - length)
}

/// With the brackets that would stand empty.
fn bracketed(letters: &Letters, cut: Range<usize>) -> Range<usize> {
    let before = cut.start.checked_sub(1).and_then(|at| letters.get(at));
    let after = letters.get(cut.end);
    match (before, after) {
        (Some('('), Some(')')) => cut.start - 1..cut.end + 1,
        (Some('['), _) => cut.start - 1..cut.end,
        _ => cut,
    }
}

fn is_han(letter: char) -> bool {
    matches!(letter, '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(PrivateKind, String)> {
        private(&Letters::of(text), text).into_iter().map(|found| (found.kind, found.value)).collect()
    }

    #[test]
    fn callers_and_their_numbers_are_found() {
        use PrivateKind::{HomeAddress, IdNumber, Name, Phone};
        let own = |list: &[(PrivateKind, &str)]| {
            list.iter().map(|(kind, value)| (*kind, (*value).to_owned())).collect::<Vec<_>>()
        };
        for (text, wanted) in [
            (
                "【来电人】李先生【联系电话】19900001234【诉求】",
                own(&[(Name, "李先生"), (Phone, "19900001234")]),
            ),
            ("市民李女士（电话0877-2901122）反映", own(&[(Name, "李女士"), (Phone, "0877-2901122")])),
            ("来电人王某，家住", own(&[(Name, "王某")])),
            ("联系人：张晓梅 199 0000 5678", own(&[(Name, "张晓梅"), (Phone, "19900005678")])),
            ("家庭住址：桂香庭3栋，反映", own(&[(HomeAddress, "桂香庭3栋")])),
            ("身份证530499199001011234", own(&[(IdNumber, "530499199001011234")])),
            ("53049919900101123x", own(&[(IdNumber, "53049919900101123x")])),
            ("530499 19900101 1234", own(&[(IdNumber, "530499 19900101 1234")])),
            ("联系 19900001234 19900005678", own(&[(Phone, "19900001234"), (Phone, "19900005678")])),
            ("0877-2901122 19900005678", own(&[(Phone, "0877-2901122"), (Phone, "19900005678")])),
            ("手机+86 199-0000-5678", own(&[(Phone, "199-0000-5678")])),
            ("我叫张晓梅，住在这里", own(&[(Name, "张晓梅")])),
        ] {
            assert_eq!(told(text), wanted, "{text}");
        }
    }

    #[test]
    fn offices_places_and_ticket_numbers_stay() {
        for text in [
            "张书记批示",
            "工单编号20261123004512",
            "王家巷某处",
            "市民反映马路",
            "坐标102.5413489,24.3493741",
            "和平街71号",
            "12345热线",
        ] {
            assert!(told(text).is_empty(), "{text}: {:?}", told(text));
        }
    }
}
