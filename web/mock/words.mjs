// Vocabularies of the mock: the same slugs as the service, with words in both languages.

export const words = (zh, en) => ({ zh, en });

export const STATES = [
  ["reported", "上报", "Reported", true],
  ["filed", "立案", "Filed", true],
  ["dispatched", "派遣", "Dispatched", true],
  ["handled", "处置", "Handled", true],
  ["closed", "结案", "Closed", false],
  ["handled_on_site", "自行处置", "Handled on site", false],
  ["rejected", "不予立案", "Rejected", false],
  ["suspended", "挂账", "Suspended", true],
  ["void", "作废", "Void", false],
  ["merged", "并案", "Merged", false],
].map(([slug, zh, en, open]) => ({ slug, words: words(zh, en), open }));

export const DEPARTMENTS = [
  ["chengguan", "城市管理", "Urban management", "城管"],
  ["police", "公安", "Police", "公安"],
  ["traffic_police", "交通警察", "Traffic police", "交警"],
  ["market_regulation", "市场监督管理", "Market regulation", "市监"],
  ["health", "卫生健康", "Health", "卫健"],
].map(([slug, zh, en, short]) => ({ slug, name: words(zh, en), short: words(short, en) }));

export const ROLES = {
  first_responsible: words("第一责任人", "First responsible"),
  grid_chief: words("网格长", "Grid chief"),
  street_liaison: words("街道联络领导", "Street liaison"),
  directly_responsible: words("直接责任人", "Directly responsible"),
  zone_head: words("片长", "Zone head"),
  community_liaison: words("社区联络领导", "Community liaison"),
  jointly_responsible: words("共同责任人", "Jointly responsible"),
  point_head: words("点长", "Point head"),
  group_liaison: words("小组联络员", "Group liaison"),
  enforcement: words("执法责任人", "Enforcement"),
  property_manager: words("物业服务企业", "Property manager"),
  frontage_party: words("三包责任人", "Shop-front party"),
};

export const POST_STATES = {
  filled: words("在岗", "Filled"),
  person_pending: words("单位已定，人员待定", "Unit named, person pending"),
  vacant: words("空缺", "Vacant"),
};

// slug, zh, en, parent, remedy, department that enforces, picture, keywords
const CATEGORY_ROWS = [
  ["street_order", "街面秩序", "Street order", null, "enforcement", "chengguan", null, []],
  ["street_vending", "占道经营", "Street occupation", "street_order", "enforcement", "chengguan", 1, ["摆摊", "占道"]],
  ["unlicensed_vendor", "无照游商", "Unlicensed vendor", "street_order", "enforcement", "chengguan", 2, ["流动摊贩"]],
  ["shop_spill", "店外经营", "Trading outside the shop", "street_order", "enforcement", "chengguan", 3, ["出店", "门前三包"]],
  ["parking", "机动车乱停放", "Illegal parking", "street_order", "enforcement", "traffic_police", 4, ["停车", "违停"]],
  ["illegal_building", "违法建设", "Illegal building", "street_order", "enforcement", "chengguan", 5, ["违建", "搭建"]],
  ["sanitation", "环境卫生", "Sanitation", null, "cleaning", null, null, []],
  ["exposed_rubbish", "暴露垃圾", "Exposed rubbish", "sanitation", "cleaning", null, 6, ["垃圾"]],
  ["road_dirt", "道路不洁", "Dirty road", "sanitation", "cleaning", null, 7, ["扫地"]],
  ["graffiti", "乱张贴小广告", "Posters and graffiti", "sanitation", "cleaning", null, 8, ["牛皮癣", "小广告"]],
  ["facilities", "公用设施", "Public facilities", null, "maintenance", null, null, []],
  ["facility_damage", "设施破损", "Damaged facility", "facilities", "maintenance", null, 9, ["井盖", "路灯"]],
  ["greenery_damage", "毁绿占绿", "Damaged greenery", "facilities", "maintenance", null, 10, ["绿化"]],
  ["conduct", "文明行为", "Conduct", null, "persuasion", null, null, []],
  ["indoor_smoking", "室内吸烟", "Smoking indoors", "conduct", "enforcement", "health", 11, ["抽烟", "控烟"]],
  ["dogs", "不文明养犬", "Dogs off the lead", "conduct", "persuasion", "police", 12, ["狗"]],
];

export const CATEGORIES = CATEGORY_ROWS.map(([slug, zh, en, parent, remedy, department, picture, keywords]) => ({
  slug,
  kind: "incident",
  parent,
  name: words(zh, en),
  remedy,
  department,
  codes: [],
  keywords,
  picture,
}));

export const PICTURES = CATEGORIES.filter((one) => one.picture)
  .sort((a, b) => a.picture - b.picture)
  .map((one) => one.slug);

/** The slug itself and everything below it. */
export function withDescendants(slug) {
  const found = new Set([slug]);
  for (const one of CATEGORIES) if (found.has(one.parent)) found.add(one.slug);
  return found;
}

export const LAYER_WORDS = {
  road: words("道路", "Roads"),
  compound: words("小区", "Compounds"),
  market: words("市场", "Markets"),
  vending_zone: words("疏导区", "Vending zones"),
  site: words("实地考察点", "Inspection sites"),
};
