//! Where one ticket ends and the next begins in a pasted text.

use super::facts::NUMBER_HEADS;
use std::ops::Range;

/// Longest line that can be the name of whoever wrote the lines below it, in characters.
const LONGEST_SENDER: usize = 40;
/// Longest heading of a field that stands before its colon, in characters.
const LONGEST_HEAD: usize = 8;
/// What the headings of fields end with; 「王师傅：」 ends with none of them.
const FIELDS: &[&str] = &[
    "地址",
    "地点",
    "位置",
    "内容",
    "时间",
    "日期",
    "电话",
    "方式",
    "编号",
    "单号",
    "号码",
    "来源",
    "类别",
    "类型",
    "事项",
    "问题",
    "描述",
    "诉求",
    "要求",
    "姓名",
    "来电人",
    "诉求人",
    "联系人",
    "反映人",
    "投诉人",
    "标题",
    "主题",
    "备注",
    "附件",
    "单位",
    "区域",
    "辖区",
    "街道",
    "社区",
    "期限",
    "时限",
    "意见",
    "情况",
    "如下",
    "处理",
];

/// Bytes of each ticket in the order of the text, without the blanks around it. `names_place` tells whether a line names a
/// place: lines that do may each be a ticket, lines that do not belong to the one above. The cost is that of asking it once a
/// line.
///
/// The first of these that finds two tickets or more decides: the heading of a ticket number, numbered lines, the names and
/// times of a chat, blank lines and lines with places.
pub fn tickets_in(text: &str, names_place: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let lines = lines(text);
    let mut by_heading = headings(text, &lines);
    if by_heading.len() > 1 {
        // What stands before the first heading is part of its ticket: the time may come first.
        by_heading[0] = 0..0;
        return behind(text, &by_heading);
    }
    let by_number = numbered(text, &lines);
    if by_number.len() > 1 {
        return behind(text, &by_number);
    }
    let senders = senders(text, &lines);
    if senders.len() > 1 {
        let above = trimmed(text, 0..senders[0].start);
        return above.into_iter().chain(behind(text, &senders)).collect();
    }
    blocks(text, &lines, names_place)
}

/// Lines without their ends, the blank ones too.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut found = Vec::new();
    for piece in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let end = start + piece.len();
        found.push(start..start + piece.trim_end_matches(['\n', '\r', '\u{2028}', '\u{2029}']).len());
        start = end;
    }
    found
}

fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let part = text.get(range.clone())?;
    let start = range.start + (part.len() - part.trim_start().len());
    let end = start + part.trim().len();
    (start < end).then_some(start..end)
}

/// What stands behind each mark, up to the next.
fn behind(text: &str, marks: &[Range<usize>]) -> Vec<Range<usize>> {
    let ends = marks.iter().skip(1).map(|next| next.start).chain([text.len()]);
    marks.iter().zip(ends).filter_map(|(mark, end)| trimmed(text, mark.end..end)).collect()
}

/// Where the heading of a ticket number stands: at the start of a line, or in brackets. Only the heading that comes first
/// counts, since one ticket can bear numbers of several offices.
fn headings(text: &str, lines: &[Range<usize>]) -> Vec<Range<usize>> {
    let longest = |rest: &str| {
        NUMBER_HEADS.iter().filter(|head| rest.starts_with(**head)).max_by_key(|head| head.len()).copied()
    };
    let mut found: Vec<(usize, &str)> = Vec::new();
    for line in lines {
        let Some(own) = text.get(line.clone()) else { continue };
        let lead = own.len() - own.trim_start().len();
        let bracketed =
            own.match_indices(['【', '[', '［', '〔']).map(|(at, bracket)| (at, at + bracket.len()));
        for (at, inside) in [(lead, lead)].into_iter().chain(bracketed) {
            let head = own.get(inside..).and_then(longest);
            if let Some(head) = head
                && found.last().is_none_or(|last| last.0 < line.start + at)
            {
                found.push((line.start + at, head));
            }
        }
    }
    let Some(first) = found.first().map(|found| found.1) else { return Vec::new() };
    found.into_iter().filter(|found| found.1 == first).map(|found| found.0..found.0).collect()
}

/// The numbers of lines that count 1, 2, 3. What stands above the first is a heading for all and no ticket.
fn numbered(text: &str, lines: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut wanted = 1;
    let mut found = Vec::new();
    for line in lines {
        let Some(own) = text.get(line.clone()) else { continue };
        let lead = own.len() - own.trim_start().len();
        if let Some((number, length)) = enumerator(own.trim_start())
            && number == wanted
        {
            found.push(line.start..line.start + lead + length);
            wanted += 1;
        }
    }
    found
}

/// The number that a line begins with and its length in bytes: `1.`, `1、`, `（1）`, `①`, `一、`.
fn enumerator(line: &str) -> Option<(u32, usize)> {
    let first = line.chars().next()?;
    if let number @ 1..=20 = (first as u32).wrapping_sub('①' as u32).wrapping_add(1) {
        return Some((number, first.len_utf8()));
    }
    let opened = matches!(first, '(' | '（' | '【' | '第');
    let rest = if opened { &line[first.len_utf8()..] } else { line };
    const SPOKEN: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    let spoken =
        rest.chars().next().and_then(|letter| Some((SPOKEN.iter().position(|own| *own == letter)?, letter)));
    let (number, behind) = match spoken {
        Some((place, letter)) => (u32::try_from(place).ok()? + 1, &rest[letter.len_utf8()..]),
        None => {
            let digits = rest.len() - rest.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
            (rest.get(..digits).filter(|digits| digits.len() <= 3)?.parse().ok()?, &rest[digits..])
        }
    };
    let mark = behind.chars().next()?;
    let length = line.len() - behind.len() + mark.len_utf8();
    let after = line.get(length..)?.chars().next();
    let fits = match mark {
        ')' | '）' | '】' => true,
        '、' | '．' => !opened,
        // 1.5 is a number.
        '.' | '。' | ':' | '：' => !opened && !after.is_some_and(|letter| letter.is_ascii_digit()),
        '条' | '件' => first == '第',
        _ => false,
    };
    fits.then_some((number, length))
}

/// Lines that only name who wrote what follows: 「王师傅 10:23」, 「网格员小李：」.
fn senders(text: &str, lines: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut blank_before = true;
    let mut found = Vec::new();
    for line in lines {
        let own = text.get(line.clone()).unwrap_or_default().trim();
        if is_sender(own, blank_before) {
            found.push(line.clone());
        }
        blank_before = own.is_empty();
    }
    found
}

fn is_sender(line: &str, blank_before: bool) -> bool {
    if line.is_empty() || line.chars().take(LONGEST_SENDER + 1).count() > LONGEST_SENDER {
        return false;
    }
    if let Some(name) = line.strip_suffix([':', '：']) {
        let short = name.chars().count() <= 2 * LONGEST_HEAD && !name.contains(['，', '。', ',', '：', ':']);
        return blank_before
            && short
            && !name.is_empty()
            && !FIELDS.iter().any(|field| name.ends_with(field));
    }
    let Some((name, time)) = line.rsplit_once([' ', '\u{3000}', '\t']) else { return false };
    let parts: Vec<&str> = time.split(':').collect();
    let figures =
        |part: &&str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    (2..=3).contains(&parts.len()) && parts.iter().all(figures) && !name.contains(['，', '。', '！', '？'])
}

/// Whether a line is a field of a form: 「地点：…」, 「【诉求内容】…」.
fn is_field(line: &str) -> bool {
    let line = line.trim_start();
    if let Some(inside) = line.strip_prefix(['【', '[', '［']) {
        return inside.chars().take(LONGEST_HEAD + 1).any(|letter| matches!(letter, '】' | ']' | '］'));
    }
    let head: String =
        line.chars().take(LONGEST_HEAD + 1).take_while(|letter| !matches!(letter, ':' | '：')).collect();
    head.chars().count() <= LONGEST_HEAD && FIELDS.iter().any(|field| head.ends_with(field))
}

fn blocks(text: &str, lines: &[Range<usize>], names_place: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for block in lines.split(|line| text.get(line.clone()).is_none_or(|own| own.trim().is_empty())) {
        let (Some(first), Some(last)) = (block.first(), block.last()) else { continue };
        let field = |line: &Range<usize>| text.get(line.clone()).is_some_and(is_field);
        if let Some(before) = found.last_mut()
            && field(first)
        {
            before.end = last.end;
            continue;
        }
        let mut starts: Vec<usize> = Vec::new();
        if !block.iter().any(field) {
            let placed = block.iter().filter(|line| text.get((*line).clone()).is_some_and(&names_place));
            starts.extend(placed.map(|line| line.start));
        }
        match starts.first_mut() {
            Some(own) => *own = first.start,
            None => starts.push(first.start),
        }
        let ends = starts.iter().copied().skip(1).chain([last.end]).collect::<Vec<_>>();
        found.extend(starts.into_iter().zip(ends).map(|(start, end)| start..end));
    }
    found.into_iter().filter_map(|range| trimmed(text, range)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        tickets_in(text, |line| line.contains('路')).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn one_ticket_stays_one() {
        assert!(split(" \n\r\n").is_empty());
        assert_eq!(split("  玉兰路路灯坏了 "), ["玉兰路路灯坏了"]);
        let form = "工单编号：A1\n事发地址：玉兰路\n\n诉求内容：路灯不亮\n明湖路也不亮";
        assert_eq!(split(form), [form]);
        assert_eq!(split("玉兰路口\n有人摆摊\n请处理"), ["玉兰路口\n有人摆摊\n请处理"]);
    }

    #[test]
    fn headings_numbers_chats_and_blank_lines_part_tickets() {
        assert_eq!(
            split("【工单编号】A1【内容】玉兰路【工单编号】A2【内容】明湖路"),
            ["【工单编号】A1【内容】玉兰路", "【工单编号】A2【内容】明湖路"]
        );
        assert_eq!(
            split("请处理：\n1. 玉兰路1.5米深坑\n2、明湖路口\n路灯不亮"),
            ["玉兰路1.5米深坑", "明湖路口\n路灯不亮"]
        );
        assert_eq!(split("①玉兰路 \n②明湖路"), ["玉兰路", "明湖路"]);
        assert_eq!(
            split("王师傅 10:23\n玉兰路坏了\n李姐 2026/11/24 10:25:01\n明湖路"),
            ["玉兰路坏了", "明湖路"]
        );
        assert_eq!(split("王师傅:\n玉兰路坏了\n\n李姐：\n明湖路"), ["玉兰路坏了", "明湖路"]);
        assert_eq!(split("玉兰路坏了\n臭\n\n厕所堵了"), ["玉兰路坏了\n臭", "厕所堵了"]);
        assert_eq!(
            split("大家好\n玉兰路坏了\n很黑\n明湖路有人摆摊"),
            ["大家好\n玉兰路坏了\n很黑", "明湖路有人摆摊"]
        );
    }

    #[test]
    fn figures_at_the_start_of_a_line_are_not_always_its_number() {
        for line in ["1.5米", "12345热线", "3栋2单元", "2026年", "第", "①", "（", "1"] {
            let told = enumerator(line).map(|(number, _)| number);
            assert_eq!(told, if line == "①" { Some(1) } else { None }, "{line}");
        }
    }
}
