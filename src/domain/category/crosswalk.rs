//! The mechanical part of the crosswalk from the 2013-style set to the 2026 one. The classes moved (01 → 06,
//! 02 → 07, 04 → 09) and the number within the class grew from two digits to three. Every 2026 entry that was
//! read and has a 2013 entry follows this rule, so codes derived with it are offered, marked as derived.

/// The 2026 code of a four-digit 2013-style code; none where no rule is known (其他 and local extensions, and the
/// classes whose new number nobody has read).
pub fn gb2026_from_gb2013(code: &str) -> Option<String> {
    let (class, number) = code.split_at_checked(2)?;
    if number.len() != 2 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let class = match class {
        "01" => "06",
        "02" => "07",
        "04" => "09",
        _ => return None,
    };
    Some(format!("{class}0{number}"))
}
