//! Names of invented people, drawn without repetition, and invented phone numbers.

use std::collections::BTreeSet;
use wangge::app::demo::Random;

const SURNAMES: [&str; 48] = [
    "李", "王", "张", "杨", "陈", "刘", "赵", "黄", "周", "马", "普", "孔", "段", "尹", "沐", "郑", "徐",
    "何", "罗", "唐", "董", "施", "白", "钱", "孙", "范", "龚", "邱", "雷", "万", "木", "和", "者", "刀",
    "管", "岳", "柏", "武", "资", "谢", "聂", "代", "余", "飞", "戴", "冷", "矣", "官",
];
const FIRST: [&str; 36] = [
    "文", "建", "丽", "志", "春", "永", "晓", "国", "红", "玉", "家", "立", "海", "云", "思", "正", "雪",
    "光", "金", "秀", "加", "子", "若", "庆", "学", "宏", "艳", "应", "泽", "雨", "开", "兰", "树", "绍",
    "瑞", "自",
];
const SECOND: [&str; 36] = [
    "华", "明", "芬", "强", "萍", "祥", "燕", "林", "梅", "忠", "琼", "平", "涛", "芳", "贵", "清", "辉",
    "仙", "昌", "娟", "才", "蓉", "峰", "莲", "宁", "波", "珍", "良", "琳", "飞", "慧", "成", "霞", "军",
    "竹", "坤",
];

/// Draws names and numbers; the numbers are in ranges that no operator hands out in this form.
pub struct Names {
    random: Random,
    taken: BTreeSet<String>,
    mobiles: u32,
    desks: u32,
}

impl Names {
    pub fn new(seed: u64) -> Self {
        Self { random: Random::for_part(seed, "names"), taken: BTreeSet::new(), mobiles: 0, desks: 0 }
    }

    pub fn person(&mut self) -> String {
        loop {
            let surname = SURNAMES[self.random.below(SURNAMES.len())];
            let first = FIRST[self.random.below(FIRST.len())];
            let short = self.random.chance(0.16);
            let second = if short { "" } else { SECOND[self.random.below(SECOND.len())] };
            let name = format!("{surname}{first}{second}");
            if first != second && self.taken.insert(name.clone()) {
                return name;
            }
        }
    }

    /// A mobile number of the form 1990000xxxx.
    pub fn mobile(&mut self) -> String {
        self.mobiles += 1;
        format!("1990000{:04}", 1000 + self.mobiles)
    }

    /// A desk's number of the form 0877-290xxxx.
    pub fn desk(&mut self) -> String {
        self.desks += 1;
        format!("0877-290{:04}", 100 + self.desks)
    }
}
