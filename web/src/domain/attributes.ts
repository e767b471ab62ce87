// What a feature has on record, as rows of words. Unknown stays unknown; internal keys and geometry are left out. Pure.
import type { Words } from '../api/types';

export interface Row { key: string; label: Words; value: Words }

const LABELS: Record<string, Words> = {
  address: { zh: '地址', en: 'Address' }, class: { zh: '等级', en: 'Class' }, width_m: { zh: '宽度', en: 'Width' }, side_rule: { zh: '分界规则', en: 'Side rule' },
  buildings: { zh: '楼栋', en: 'Buildings' }, units: { zh: '单元', en: 'Units' }, households: { zh: '户数', en: 'Households' }, people: { zh: '人数', en: 'People' },
  property_company: { zh: '物业公司', en: 'Property company' }, committee: { zh: '业主委员会', en: 'Owners’ committee' }, self_haul: { zh: '自运垃圾', en: 'Hauls own rubbish' },
  compound: { zh: '所属小区', en: 'Compound' }, number: { zh: '楼号', en: 'Number' }, floors: { zh: '层数', en: 'Floors' }, stalls: { zh: '摊位', en: 'Stalls' }, hours: { zh: '时段', en: 'Hours' },
  goods: { zh: '品类', en: 'Goods' }, season: { zh: '季节', en: 'Season' }, weekdays: { zh: '星期', en: 'Weekdays' }, shop: { zh: '店名', en: 'Shop' }, trade: { zh: '行业', en: 'Trade' },
  kind: { zh: '种类', en: 'Kind' }, condition: { zh: '状况', en: 'Condition' }, state: { zh: '现状', en: 'State' },
};
const VALUES: Record<string, Words> = {
  main: { zh: '主干道', en: 'main road' }, secondary: { zh: '次干道', en: 'secondary road' }, lane: { zh: '背街小巷', en: 'lane' },
  centre_line: { zh: '以中心线为界', en: 'centre line' }, near_kerb: { zh: '以近侧路沿为界', en: 'near kerb' }, one_owner: { zh: '整路一家负责', en: 'one owner' },
  none: { zh: '未成立', en: 'none' }, formed: { zh: '已成立', en: 'formed' }, unknown: { zh: '未知', en: 'unknown' }, true: { zh: '是', en: 'yes' }, false: { zh: '否', en: 'no' },
  toilet: { zh: '公厕', en: 'public toilet' }, school: { zh: '学校', en: 'school' }, bank: { zh: '银行', en: 'bank' }, crossing: { zh: '路口', en: 'crossing' }, market: { zh: '市场', en: 'market' },
  station: { zh: '车站', en: 'station' }, park: { zh: '公园', en: 'park' }, hospital: { zh: '医院', en: 'hospital' }, open: { zh: '未整治', en: 'open' }, fixed: { zh: '已整治', en: 'fixed' }, relapsed: { zh: '反弹', en: 'relapsed' },
  box: { zh: '箱体', en: 'box' }, bin: { zh: '垃圾桶', en: 'bin' }, pole: { zh: '杆', en: 'pole' }, ad_board: { zh: '广告牌', en: 'ad board' }, kiosk: { zh: '亭', en: 'kiosk' }, smoking_area: { zh: '吸烟区', en: 'smoking area' },
  transformer: { zh: '变压器', en: 'transformer' }, good: { zh: '完好', en: 'good' }, damaged: { zh: '破损', en: 'damaged' },
};
const HIDDEN: ReadonlySet<string> = new Set(['axis', 'code', 'name', 'layer', 'management_type', 'owner_label', 'geometry', 'operator', 'owner', 'party', 'cleaner', 'attributes']);
const WEEK = { zh: ['一', '二', '三', '四', '五', '六', '日'], en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] };
const UNITS: Record<string, Words> = { width_m: { zh: ' 米', en: ' m' }, households: { zh: ' 户', en: '' }, buildings: { zh: ' 栋', en: '' }, units: { zh: ' 个', en: '' }, people: { zh: ' 人', en: '' }, stalls: { zh: ' 个', en: '' }, floors: { zh: ' 层', en: '' } };

export function rows(attributes: Record<string, unknown>, term: (slug: string) => Words | null): Row[] {
  return Object.entries(attributes).flatMap(([key, value]): Row[] => {
    if (HIDDEN.has(key) || value === undefined) return [];
    const label = LABELS[key] ?? term(key);
    // A key without a word would be noise for a reader, whatever it means to a machine.
    if (!label) return [];
    return [{ key, label, value: worded(key, value, term) }];
  });
}

function worded(key: string, value: unknown, term: (slug: string) => Words | null): Words {
  if (value === null || value === '') return { zh: '未知', en: 'unknown' };
  if (key === 'weekdays' && Array.isArray(value)) {
    const pick = (lang: 'zh' | 'en'): string => value.map((day) => WEEK[lang][Number(day) - 1] ?? '').join(lang === 'zh' ? '、' : ' ');
    return { zh: value.length === 7 ? '每天' : `周${pick('zh')}`, en: value.length === 7 ? 'every day' : pick('en') };
  }
  if (key === 'hours' && Array.isArray(value)) {
    const text = value.map((span) => (Array.isArray(span) ? span.join('–') : String(span))).join(' ');
    return { zh: text, en: text };
  }
  if (key === 'season' && Array.isArray(value)) return { zh: value.join(' 至 '), en: value.join(' to ') };
  if (Array.isArray(value)) {
    const parts = value.map((one) => worded(key, one, term));
    return { zh: parts.map((p) => p.zh).join('、'), en: parts.map((p) => p.en).join(', ') };
  }
  if (typeof value === 'object') {
    const words = value as Partial<Words>;
    return typeof words.zh === 'string' ? { zh: words.zh, en: words.en ?? words.zh } : { zh: '有', en: 'on record' };
  }
  const text = String(value);
  const known = VALUES[text] ?? term(text);
  if (known) return known;
  const unit = typeof value === 'number' ? UNITS[key] : undefined;
  return { zh: text + (unit?.zh ?? ''), en: text + (unit?.en ?? '') };
}
