//! Numbers as Chinese writes them: 三十二, 一百五, 二〇二六.

/// What one sign is worth, with whether it multiplies what stands before it.
fn sign(letter: char) -> Option<(u32, bool)> {
    Some(match letter {
        '零' | '〇' => (0, false),
        '一' => (1, false),
        '二' | '两' => (2, false),
        '三' => (3, false),
        '四' => (4, false),
        '五' => (5, false),
        '六' => (6, false),
        '七' => (7, false),
        '八' => (8, false),
        '九' => (9, false),
        '十' => (10, true),
        '百' => (100, true),
        '千' => (1000, true),
        _ => return None,
    })
}

pub(super) fn is_numeral(letter: char) -> bool {
    sign(letter).is_some()
}

/// Signs longer than this are no number that anybody says, and are written as they stand.
const MOST_SIGNS: usize = 12;

/// The digits of a run of numeral signs: 三十二 is 32, 二〇二六 is 2026, 一百五 is 150, 两三百 is 300. None for a run that
/// is no number.
pub(super) fn digits(run: &[char]) -> Option<String> {
    if run.is_empty() || run.len() > MOST_SIGNS {
        return None;
    }
    let signs: Vec<(u32, bool)> = run.iter().map(|&letter| sign(letter)).collect::<Option<_>>()?;
    if signs.iter().all(|(_, unit)| !unit) {
        return Some(signs.iter().map(|(value, _)| value.to_string()).collect());
    }
    let (mut total, mut waiting, mut last_unit) = (0_u32, None, 10_000_u32);
    for &(value, unit) in &signs {
        if !unit {
            waiting = Some(value);
            continue;
        }
        if value >= last_unit {
            return None;
        }
        total += waiting.take().unwrap_or(1) * value;
        last_unit = value;
    }
    // 一百五 leaves the ten out, 一百零五 does not.
    let named_zero = signs.len() > 1 && signs[signs.len() - 2] == (0, false);
    let step = if named_zero || last_unit == 10 { 1 } else { last_unit / 10 };
    Some((total + waiting.unwrap_or(0) * step).to_string())
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn numbers_are_read_as_they_are_said() {
        let told = |text: &str| digits(&text.chars().collect::<Vec<_>>());
        for (text, number) in [
            ("三", "3"),
            ("十", "10"),
            ("十二", "12"),
            ("三十二", "32"),
            ("一百", "100"),
            ("一百五", "150"),
            ("一百零五", "105"),
            ("一百二十五", "125"),
            ("两千零八", "2008"),
            ("二〇二六", "2026"),
            ("一一八", "118"),
            ("两三百", "300"),
        ] {
            assert_eq!(told(text).as_deref(), Some(number), "{text}");
        }
        for text in ["", "十百", "百千", "一二三四五六七八九零一二三"] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
