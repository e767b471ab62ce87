//! A device in words, from what its browser says of itself, so that people recognise their own in the list.

/// `Chrome · Windows` and the like; what is not recognised is told as a browser or a program.
pub fn device_words(user_agent: &str) -> String {
    let has = |part: &str| user_agent.contains(part);
    let first =
        |known: &[(&str, &'static str)]| known.iter().find(|(part, _)| has(part)).map(|(_, name)| *name);
    // Each of these names the browsers after it as well, so the order decides.
    let browser = first(&[
        ("MicroMessenger", "微信"),
        ("DingTalk", "钉钉"),
        ("Lark/", "飞书"),
        ("MQQBrowser", "QQ浏览器"),
        ("QQBrowser", "QQ浏览器"),
        ("UCBrowser", "UC浏览器"),
        ("MiuiBrowser", "小米浏览器"),
        ("HuaweiBrowser", "华为浏览器"),
        ("360SE", "360浏览器"),
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = first(&[
        ("HarmonyOS", "HarmonyOS"),
        ("OpenHarmony", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "?".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_devices_are_told_as_people_call_them() {
        let told = |agent: &str| device_words(agent);
        assert_eq!(
            told("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/109.0 Safari/537.36"),
            "Chrome · Windows"
        );
        assert_eq!(
            told(
                "Mozilla/5.0 (Linux; Android 12; M2012K11AC) Chrome/107 Mobile Safari/537.36 MicroMessenger/8.0"
            ),
            "微信 · Android"
        );
        assert_eq!(
            told("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1"),
            "Safari · iPhone"
        );
        assert_eq!(told("curl/8.5"), "curl");
        assert_eq!(told(""), "?");
    }
}
