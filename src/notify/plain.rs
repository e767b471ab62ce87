//! Text that cannot be taken for anything but text: values of a template, Markdown, header lines, answers of a server.

/// Longest value that a template takes in, in characters.
const MOST_LETTERS: usize = 120;

/// A value as it goes into a template: one line, no invisible or direction-changing characters, no number that could be
/// a phone or an identity card, no web address that a reader would make clickable, at most 120 characters.
pub fn value(text: &str) -> String {
    cut(&masked(&line(text)).replace("://", "：//"), MOST_LETTERS)
}

/// One line: control, invisible and direction-changing characters and line ends become single spaces.
pub fn line(text: &str) -> String {
    let spaced: String = text.chars().map(|letter| if is_hidden(letter) { ' ' } else { letter }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same, with line ends kept as `\n`.
pub fn lines(text: &str) -> String {
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// At most `most` characters, the last one `…` where something is left out.
pub fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => text.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
    }
}

/// At most `most` bytes of UTF-8, ending in `…` where something is left out.
pub fn cut_bytes(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(most.saturating_sub('…'.len_utf8()));
    format!("{}…", &text[..end])
}

/// Text for Markdown of the group robots. Their dialects know no reliable escape, so every character that could begin
/// markup, a link, a mention or a tag becomes its full-width twin, which reads the same.
pub fn markdown(text: &str) -> String {
    let mut letters = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(letter) = letters.next() {
        out.push(match letter {
            '*' | '_' | '`' | '[' | ']' | '(' | ')' | '<' | '>' | '#' | '|' | '~' | '\\' | '@' | '&'
            | '!' | '{' | '}' => wide(letter),
            // `https://…` would become a link.
            ':' if letters.peek() == Some(&'/') => '：',
            _ => letter,
        });
    }
    out
}

/// The full-width form of a printable ASCII character.
fn wide(letter: char) -> char {
    u32::from(letter).checked_add(0xFEE0).and_then(char::from_u32).unwrap_or(letter)
}

/// Characters that are not seen, or that turn the order of what follows.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Hides mobile numbers (11 digits from 13 to 19) and identity card numbers (18 places), should a name hold one.
fn masked(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < letters.len() {
        let run = letters[at..].iter().take_while(|letter| letter.is_ascii_digit()).count();
        let with_check = run + usize::from(run == 17 && matches!(letters.get(at + run), Some('x' | 'X')));
        let is_phone = run == 11 && letters[at] == '1' && matches!(letters[at + 1], '3'..='9');
        if is_phone || with_check == 18 {
            out.push_str("***");
        } else {
            out.extend(&letters[at..at + with_check.max(1)]);
        }
        at += with_check.max(1);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_visible_line() {
        assert_eq!(value("南门\r\nBcc: a@b.cn\u{202E}\u{0007} 东侧"), "南门 Bcc: a@b.cn 东侧");
        assert_eq!(value(&"网".repeat(300)).chars().count(), 120);
        assert!(value(&"网".repeat(300)).ends_with('…'));
        assert_eq!(value("领奖 https://evil.cn/x"), "领奖 https：//evil.cn/x");
    }

    #[test]
    fn numbers_of_persons_are_hidden_and_numbers_of_things_are_not() {
        assert_eq!(value("张家 13800138000"), "张家 ***");
        assert_eq!(value("11010519491231002X"), "***");
        assert_eq!(value("110105194912310021号"), "***号");
        for kept in ["260601-00012", "12345 热线", "330102001001", "110105194912310"] {
            assert_eq!(value(kept), kept);
        }
    }

    #[test]
    fn markdown_keeps_the_words_and_loses_the_markup() {
        assert_eq!(
            markdown("[点我](https://evil.cn) **急** <@all> #1"),
            "［点我］（https：//evil.cn） ＊＊急＊＊ ＜＠all＞ ＃1"
        );
        assert_eq!(markdown("人民路 12-3 号，东侧 50%"), "人民路 12-3 号，东侧 50%");
    }

    #[test]
    fn bytes_are_cut_between_characters() {
        assert_eq!(cut_bytes("网格网格", 12), "网格网格");
        assert_eq!(cut_bytes("网格网格", 11), "网格…");
        assert_eq!(cut_bytes("网格网格", 3), "…");
    }
}
