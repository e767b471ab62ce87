//! The words of the field (design section 1): identifiers with their official terms. The API and the web take
//! their labels from here. An identifier that two vocabularies share (`unit` is a scheme and a kind of party) is
//! told apart by its group; without one the first entry answers.

use crate::domain::text::Words;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// One word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Term {
    /// The vocabulary that the identifier belongs to: `role`, `state`, `layer` and so on.
    pub group: &'static str,
    pub identifier: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

const fn e(group: &'static str, identifier: &'static str, zh: &'static str, en: &'static str) -> Term {
    Term { group, identifier, zh, en }
}

/// Every word, grouped.
#[rustfmt::skip]
pub const TERMS: &[Term] = &[
    e("grid", "area", "网格", "area"),
    e("grid", "level", "层级", "level"),
    e("level", "district", "区", "district"),
    e("level", "street", "街道", "street"),
    e("level", "community", "社区（一级网格）", "community"),
    e("level", "zone", "片区（二级网格）", "zone"),
    e("level", "point", "点位（三级网格）", "point"),
    e("grid", "scheme", "网格体系", "scheme"),
    e("scheme", "duty", "责任网格", "duty grid"),
    e("scheme", "governance", "综治网格", "governance grid"),
    e("scheme", "unit", "单元网格", "unit grid"),
    e("grid", "edition", "网格版本", "edition"),
    e("grid", "draft", "草稿", "draft"),
    e("grid", "layer", "图层", "layer"),
    e("grid", "feature", "要素", "feature"),
    e("layer", "road", "道路", "road"),
    e("layer", "compound", "小区", "compound"),
    e("layer", "building", "楼栋", "building"),
    e("layer", "market", "市场", "market"),
    e("layer", "vending_zone", "疏导区", "vending zone"),
    e("layer", "frontage", "门前三包", "shop frontage"),
    e("layer", "facility", "设施", "facility"),
    e("layer", "focus_spot", "卫生死角", "focus spot"),
    e("layer", "site", "实地考察点", "inspection site"),
    e("layer", "resident_group", "居民小组", "residents' group"),
    e("grid", "management_type", "管理类型", "management type"),
    e("management_type", "managed", "物业", "property company"),
    e("management_type", "self_managed", "自管", "self-managed"),
    e("management_type", "trusteeship", "社区代管", "community trusteeship"),
    e("management_type", "semi_managed", "半无人管", "semi-managed"),
    e("management_type", "unmanaged", "无人管", "unmanaged"),
    e("management_type", "abandoned", "物业撤场", "abandoned by its manager"),
    e("management_type", "enterprise", "改制企业生活区", "former enterprise quarter"),
    e("management_type", "unit_housing", "单位住宅", "unit housing"),
    e("management_type", "open", "开放式", "open"),
    e("management_type", "unknown", "未知", "unknown"),
    e("road_class", "main", "主干道", "main road"),
    e("road_class", "secondary", "次干道", "secondary road"),
    e("road_class", "lane", "背街小巷", "back lane"),
    e("side_rule", "centre_line", "以道路中线为界", "up to the centre line"),
    e("side_rule", "near_kerb", "以近侧路缘为界", "up to the near kerb"),
    e("side_rule", "one_owner", "整条道路归一方", "one owner for the whole road"),
    e("side", "north", "北", "north"),
    e("side", "northeast", "东北", "north-east"),
    e("side", "east", "东", "east"),
    e("side", "southeast", "东南", "south-east"),
    e("side", "south", "南", "south"),
    e("side", "southwest", "西南", "south-west"),
    e("side", "west", "西", "west"),
    e("side", "northwest", "西北", "north-west"),
    e("duty", "party", "主体", "party"),
    e("duty", "post", "岗位", "post"),
    e("party_kind", "person", "个人", "person"),
    e("party_kind", "unit", "单位", "unit"),
    e("party_kind", "department", "执法部门", "department"),
    e("party_kind", "contractor", "承包单位", "contractor"),
    e("duty", "appointment", "任职", "appointment"),
    e("post_state", "filled", "在任", "filled"),
    e("post_state", "person_pending", "单位已定、人员待定", "unit named, person pending"),
    e("post_state", "vacant", "空缺", "vacant"),
    e("role", "grid_chief", "网格长", "grid chief"),
    e("role", "zone_head", "片长", "zone head"),
    e("role", "point_head", "点长", "point head"),
    e("role", "group_lead", "网格组长", "group lead"),
    e("role", "street_liaison", "街道联络领导", "street liaison"),
    e("role", "community_liaison", "社区联络领导", "community liaison"),
    e("role", "group_liaison", "小组联络员", "group liaison"),
    e("role", "first_responsible", "第一责任人", "first responsible"),
    e("role", "directly_responsible", "直接责任人", "directly responsible"),
    e("role", "jointly_responsible", "共同责任人", "jointly responsible"),
    e("role", "enforcement", "执法责任人", "enforcement officer"),
    e("role", "property_manager", "物业服务企业", "property manager"),
    e("role", "cleaner", "保洁单位", "cleaning contractor"),
    e("role", "operator", "市场开办方", "market operator"),
    e("role", "frontage_party", "三包责任人", "frontage party"),
    e("role", "owner_party", "产权单位", "owner"),
    e("department", "chengguan", "城管", "urban management"),
    e("department", "police", "公安", "police"),
    e("department", "traffic_police", "交警", "traffic police"),
    e("department", "market_regulation", "市场监管", "market regulation"),
    e("department", "health", "卫生健康", "health"),
    e("category", "category", "事项类别", "category"),
    e("kind", "incident", "问题", "incident"),
    e("kind", "check_item", "检查项", "check item"),
    e("category", "remedy", "处理方式", "remedy"),
    e("remedy", "enforcement", "执法", "enforcement"),
    e("remedy", "cleaning", "保洁", "cleaning"),
    e("remedy", "maintenance", "维护", "maintenance"),
    e("remedy", "persuasion", "劝导", "persuasion"),
    e("remedy", "organising", "组织", "organising"),
    e("code_set", "cjt2007", "CJ/T 214-2007", "CJ/T 214-2007"),
    e("code_set", "gb2013", "GB/T 30428.2-2013", "GB/T 30428.2-2013"),
    e("code_set", "gb2026", "GB/T 47678.5-2026", "GB/T 47678.5-2026"),
    e("confidence", "read", "已读原文或公开代码", "read"),
    e("confidence", "secondary", "二手来源", "secondary source"),
    e("confidence", "derived", "按对照规则推得", "derived"),
    e("trade", "small_restaurant", "小餐饮", "small restaurant"),
    e("trade", "small_food_shop", "小食品店", "small food shop"),
    e("trade", "small_beauty", "小美容美发", "small hairdresser or beauty shop"),
    e("trade", "small_bathhouse", "小浴室", "small bathhouse"),
    e("trade", "small_hotel", "小旅店", "small hotel"),
    e("trade", "small_dance_hall", "小歌舞厅", "small dance hall"),
    e("trade", "small_internet_cafe", "小网吧", "small internet café"),
    e("trade", "grocery", "超市百货", "grocery"),
    e("trade", "fruit", "水果店", "fruit shop"),
    e("trade", "hardware", "五金家具", "hardware"),
    e("trade", "clothing", "服装布艺", "clothing"),
    e("trade", "stationery", "文具书店", "stationery"),
    e("trade", "phone", "手机店", "phone shop"),
    e("trade", "pharmacy", "药店", "pharmacy"),
    e("trade", "clinic", "诊所", "clinic"),
    e("trade", "vehicle", "汽修电动车", "vehicle repair"),
    e("trade", "service", "其他服务", "other service"),
    e("routing", "block", "块", "territorial owner"),
    e("routing", "line", "条", "department concerned"),
    e("routing", "routing", "派单规则", "routing"),
    e("outcome", "inside", "网格内", "inside"),
    e("outcome", "nearest", "就近认定", "nearest"),
    e("outcome", "outside", "网格外", "outside"),
    e("outcome", "near_border", "临界", "near a border"),
    e("outcome", "remainder", "未划部分", "undrawn remainder"),
    e("verdict", "compliant", "合规", "compliant"),
    e("verdict", "over_line", "超线", "over the line"),
    e("verdict", "over_time", "超时", "over time"),
    e("limit_unit", "urgent_hours", "紧急工作时", "urgent hours"),
    e("limit_unit", "work_hours", "工作时", "working hours"),
    e("limit_unit", "work_days", "工作日", "working days"),
    e("limit_unit", "days", "自然日", "days"),
    e("case", "report", "上报", "report"),
    e("case", "incident", "问题", "incident"),
    e("case", "case", "案件", "case"),
    e("state", "reported", "上报", "reported"),
    e("state", "filed", "立案", "filed"),
    e("state", "dispatched", "派遣", "dispatched"),
    e("state", "handled", "处置", "handled"),
    e("state", "closed", "结案", "closed"),
    e("state", "handled_on_site", "自行处置", "handled on site"),
    e("state", "rejected", "不予立案", "rejected"),
    e("state", "suspended", "挂账", "suspended"),
    e("state", "void", "作废", "void"),
    e("state", "merged", "并案", "merged"),
    e("transition", "file", "立案", "file"),
    e("transition", "reject", "不予立案", "reject"),
    e("transition", "dispatch", "派遣", "dispatch"),
    e("transition", "accept", "接收", "accept"),
    e("transition", "return", "退回", "return"),
    e("transition", "handle", "处置", "handle"),
    e("transition", "handle_on_site", "自行处置", "handle on site"),
    e("transition", "rework", "返工", "rework"),
    e("transition", "suspend", "挂账", "suspend"),
    e("transition", "resume", "恢复", "resume"),
    e("transition", "close", "结案", "close"),
    e("transition", "void", "作废", "void"),
    e("transition", "merge", "并案", "merge"),
    e("transition", "supervise", "督办", "supervise"),
    e("transition", "urge", "催办", "urge"),
    e("event", "incident_reported", "已上报", "incident reported"),
    e("event", "case_filed", "已立案", "case filed"),
    e("event", "case_rejected", "已决定不予立案", "case rejected"),
    e("event", "case_dispatched", "已派遣", "case dispatched"),
    e("event", "case_accepted", "已接收", "case accepted"),
    e("event", "case_returned", "已退回", "case returned"),
    e("event", "case_handled", "已处置", "case handled"),
    e("event", "case_handled_on_site", "已自行处置", "handled on site"),
    e("event", "case_reworked", "已返工", "sent back for rework"),
    e("event", "case_suspended", "已挂账", "case suspended"),
    e("event", "case_resumed", "已恢复", "case resumed"),
    e("event", "case_closed", "已结案", "case closed"),
    e("event", "case_voided", "已作废", "case voided"),
    e("event", "case_merged", "已并案", "case merged"),
    e("event", "case_supervised", "已督办", "case supervised"),
    e("event", "case_urged", "已催办", "case urged"),
    e("event", "case_reassigned", "已随网格调整改派", "reassigned with the grid"),
    e("case_role", "system", "系统", "system"),
    e("case_role", "public", "公众", "public"),
    e("case_role", "clerk", "受理派遣员", "clerk"),
    e("case_role", "handler", "处置方", "handler"),
    e("case_role", "checker", "核查员", "checker"),
    e("case_role", "leader", "领导", "leader"),
    e("reporter", "resident", "居民", "resident"),
    e("reporter", "grid_worker", "网格员", "grid worker"),
    e("case", "pre_check", "核实", "pre-check"),
    e("case", "post_check", "核查", "post-check"),
    e("case", "relapse", "反弹回潮", "relapse"),
    e("facility_kind", "box", "箱", "cabinet"),
    e("facility_kind", "bin", "果皮箱", "litter bin"),
    e("facility_kind", "pole", "杆", "pole"),
    e("facility_kind", "ad_board", "广告牌", "ad board"),
    e("facility_kind", "kiosk", "亭", "kiosk"),
    e("facility_kind", "letterbox", "信报箱", "letterbox"),
    e("facility_kind", "smoking_area", "吸烟区", "smoking area"),
    e("facility_kind", "transformer", "变压器箱", "transformer"),
    e("facility_kind", "lamp", "路灯", "street lamp"),
    e("facility_kind", "collection_point", "垃圾收集点", "collection point"),
    e("site_kind", "toilet", "公厕", "public toilet"),
    e("site_kind", "school", "学校", "school"),
    e("site_kind", "school_gate", "校门口", "school gate"),
    e("site_kind", "kindergarten", "幼儿园", "kindergarten"),
    e("site_kind", "bank", "银行", "bank"),
    e("site_kind", "crossing", "路口", "crossing"),
    e("site_kind", "market", "市场", "market"),
    e("site_kind", "station", "车站", "station"),
    e("site_kind", "bus_stop", "公交站", "bus stop"),
    e("site_kind", "compound_gate", "小区门口", "compound gate"),
    e("site_kind", "hospital", "医院", "hospital"),
    e("site_kind", "hotel", "宾馆", "hotel"),
    e("site_kind", "cinema", "影院", "cinema"),
    e("site_kind", "park", "公园", "park"),
    e("site_kind", "square", "广场", "square"),
    e("site_kind", "supermarket", "超市", "supermarket"),
    e("site_kind", "police_station", "派出所", "police station"),
    e("site_kind", "service_station", "为民服务站", "service station"),
    e("site_kind", "volunteer_station", "志愿服务站", "volunteer station"),
    e("focus_kind", "dead_corner", "卫生死角", "neglected corner"),
    e("focus_kind", "blind_spot", "视野盲区", "blind spot"),
    e("focus_kind", "green_belt", "绿化带", "green belt"),
    e("focus_state", "open", "未整治", "open"),
    e("focus_state", "fixed", "已整治", "fixed"),
    e("focus_state", "relapsed", "反弹", "relapsed"),
    e("committee", "none", "未成立", "none"),
    e("committee", "formed", "已成立", "formed"),
    e("committee", "unknown", "未知", "unknown"),
    e("source", "public", "群众上报", "public"),
    e("source", "staff", "工作人员", "staff"),
    e("source", "patrol", "巡查", "patrol"),
    e("source", "12345", "12345 热线", "12345 hotline"),
    e("source", "wechat", "微信", "WeChat"),
    e("source", "leader", "领导交办", "from a leader"),
    e("source", "demo", "演示", "demo"),
    e("campaign", "campaign", "创建活动", "campaign"),
    e("campaign", "phase", "阶段", "phase"),
    e("campaign", "civilised_city", "创文", "civilised city campaign"),
    e("campaign", "hygienic_city", "创卫", "hygienic city campaign"),
    e("message", "channel", "消息通道", "channel"),
    e("channel", "webhook", "通用回调", "webhook"),
    e("channel", "wecom", "企业微信机器人", "WeCom robot"),
    e("channel", "dingtalk", "钉钉机器人", "DingTalk robot"),
    e("channel", "feishu", "飞书机器人", "Feishu robot"),
    e("channel", "email", "电子邮件", "e-mail"),
    e("severity", "notice", "通知", "notice"),
    e("severity", "task", "待办", "task"),
    e("severity", "warning", "警示", "warning"),
    e("mail_security", "plain", "不加密", "unencrypted"),
    e("mail_security", "starttls", "STARTTLS", "STARTTLS"),
    e("mail_security", "tls", "TLS", "TLS"),
    e("language", "zh", "中文", "Chinese"),
    e("language", "en", "英文", "English"),
];

static BY_IDENTIFIER: LazyLock<HashMap<&'static str, &'static Term>> = LazyLock::new(|| {
    let mut map = HashMap::new();
    for term in TERMS {
        map.entry(term.identifier).or_insert(term);
    }
    map
});

/// The term of an identifier, `point_head`, or of a qualified one, `party_kind.unit`. None for unknown words.
pub fn label(identifier: &str) -> Option<&'static Term> {
    match identifier.split_once('.') {
        Some((group, identifier)) => label_in(group, identifier),
        None => BY_IDENTIFIER.get(identifier).copied(),
    }
}

/// The term of an identifier within a group.
pub fn label_in(group: &str, identifier: &str) -> Option<&'static Term> {
    TERMS.iter().find(|term| term.group == group && term.identifier == identifier)
}

/// A label that always answers: the term, or the identifier itself where it is no word of ours, as the slug of
/// a department that a city added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label<'a> {
    pub zh: &'a str,
    pub en: &'a str,
}

/// See [`Label`].
pub fn words(identifier: &str) -> Label<'_> {
    label(identifier)
        .map_or(Label { zh: identifier, en: identifier }, |term| Label { zh: term.zh, en: term.en })
}

impl From<Label<'_>> for Words {
    fn from(label: Label<'_>) -> Self {
        Self::new(label.zh, label.en)
    }
}

/// The words of an identifier as an owned value, for answers. See [`words`].
pub fn term(identifier: &str) -> Words {
    words(identifier).into()
}

/// Every identifier with its words; the first term of an identifier that stands in several groups.
pub fn all() -> impl Iterator<Item = (&'static str, Words)> {
    BY_IDENTIFIER.iter().map(|(identifier, term)| (*identifier, Words::new(term.zh, term.en)))
}

#[cfg(test)]
mod tests;
