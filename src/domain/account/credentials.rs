//! What a login name and a password may look like.

/// Fewest characters of a password (NIST SP 800-63B asks for 8 where nothing else is asked; this is the only factor).
pub const SHORTEST_PASSWORD: usize = 10;
/// Most characters: a hash takes any length, a form does not.
pub const LONGEST_PASSWORD: usize = 128;
/// Most characters of a login name.
pub const LONGEST_LOGIN: usize = 64;

/// Why a password is not good enough. Nothing is asked of its characters: that makes people write `Passw0rd!`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeakPassword {
    TooShort,
    TooLong,
    /// Among the first that are tried: a common one, one character again and again, a run of the keyboard or of
    /// numbers, or the login name.
    TooCommon,
}

impl WeakPassword {
    pub fn code(self) -> &'static str {
        match self {
            Self::TooShort => "too_short",
            Self::TooLong => "too_long",
            Self::TooCommon => "too_common",
        }
    }
}

/// Parts that the most common passwords are made of; what is left of a password without them has to be long enough.
const COMMON: &[&str] = &[
    "password",
    "passw0rd",
    "qwertyuiop",
    "qwerty",
    "asdfghjkl",
    "asdfgh",
    "zxcvbnm",
    "zxcvbn",
    "1qaz2wsx",
    "qazwsx",
    "1q2w3e4r",
    "1q2w3e",
    "abc123",
    "admin123",
    "admin",
    "root",
    "woaini",
    "iloveyou",
    "5201314",
    "wangge",
    "shequ",
    "welcome",
    "letmein",
    "login",
    "guest",
    "test",
    "user",
];
/// Characters that must be left when the common parts are gone.
const FEWEST_OWN: usize = 4;

/// Judges a new password for a login.
pub fn check_password(password: &str, login: &str) -> Result<(), WeakPassword> {
    let length = password.chars().count();
    if length < SHORTEST_PASSWORD {
        return Err(WeakPassword::TooShort);
    }
    if length > LONGEST_PASSWORD {
        return Err(WeakPassword::TooLong);
    }
    let mut rest = password.to_lowercase();
    let login = login.to_lowercase();
    for part in COMMON.iter().copied().chain((login.len() >= 3).then_some(login.as_str())) {
        rest = rest.replace(part, "");
    }
    if own_characters(&rest) < FEWEST_OWN { Err(WeakPassword::TooCommon) } else { Ok(()) }
}

/// Characters that do not merely continue a run: in `aaaa`, `1234` and `4321` only the first counts.
fn own_characters(text: &str) -> usize {
    let codes: Vec<i64> = text.chars().map(|c| i64::from(u32::from(c))).collect();
    let continues = |pair: &[i64]| (pair[1] - pair[0]).abs() <= 1;
    codes.len().min(1) + codes.windows(2).filter(|pair| !continues(pair)).count()
}

/// A login name as it is stored and compared: without space around, in lower case. None for a name that is empty,
/// too long, or holds space or control characters.
pub fn login_name(text: &str) -> Option<String> {
    let name = text.trim().to_lowercase();
    let sound = !name.is_empty()
        && name.chars().count() <= LONGEST_LOGIN
        && name.chars().all(|c| !c.is_control() && !c.is_whitespace());
    sound.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_tried_first_is_refused() {
        let common =
            ["password123456", "1234567890", "aaaaaaaaaaaa", "Admin123admin", "qwertyuiop12", "zhangsan123"];
        for password in common {
            assert_eq!(check_password(password, "zhangsan"), Err(WeakPassword::TooCommon), "{password}");
        }
        assert_eq!(check_password("k7!Tz", "li"), Err(WeakPassword::TooShort));
        assert_eq!(check_password(&"x7".repeat(65), "li"), Err(WeakPassword::TooLong));
    }

    #[test]
    fn long_words_of_any_script_are_good() {
        for password in
            ["明天早上扫完北苑路的落叶", "correct horse battery", "T4-okri-lemu", "红塔山下有三条狗和猫"]
        {
            assert_eq!(check_password(password, "zhangsan"), Ok(()), "{password}");
        }
    }

    #[test]
    fn names_are_compared_without_case_and_space_around() {
        assert_eq!(login_name(" Zhang.San "), Some("zhang.san".to_owned()));
        assert_eq!(login_name("张三"), Some("张三".to_owned()));
        for bad in ["", "  ", "a b", "a\u{0}b", &"x".repeat(65)] {
            assert_eq!(login_name(bad), None, "{bad:?}");
        }
    }
}
