//! Parties and posts: the chain of the plan from the street's head down to the point heads, liaisons, jointly
//! responsible units, the departments, and whoever answers for a feature. Days count from the day of first load.

use super::areas::{COMMUNITY, EAST_COMMUNITY, Grid, NORTH_COMMUNITY, STREET, ZONES};
use super::names::Names;
use super::plan::STREETS;
use super::street_side::Front;
use super::write::Fields;
use serde_json::{Value, json};
use wangge::domain::feature::RoadClass;

/// Rows of the two files.
pub struct People {
    pub parties: Vec<Fields>,
    pub appointments: Vec<Fields>,
    names: Names,
}

/// A post about to be written.
#[derive(Clone, Default)]
struct Post<'a> {
    role: &'a str,
    target: Value,
    department: Option<&'a str>,
    unit: Option<&'a str>,
    person: Option<String>,
    title: Option<&'a str>,
    primary: bool,
    phone: Option<String>,
    from_days: i32,
    until_days: Option<i32>,
}

/// Units: key, name.
const UNITS: &[(&str, &str)] = &[
    ("u_district", "云湖区人民政府"),
    ("u_street", "明湖街道办事处"),
    ("u_community", "玉兰社区居民委员会"),
    ("u_north_community", "北苑社区居民委员会"),
    ("u_east_community", "东岭社区居民委员会"),
    ("u_education", "云湖区教育体育局"),
    ("u_housing", "云湖区住房和城乡建设局"),
    ("u_culture", "云湖区文化和旅游局"),
    ("u_water", "云湖区水务局"),
    ("u_agriculture", "云湖区农业农村局"),
    ("u_tax", "云湖区税务分局"),
    ("u_archive", "云湖区档案馆"),
    ("u_weather", "云湖区气象站"),
    ("u_library", "云湖区图书馆"),
    ("u_statistics", "云湖区统计局"),
    ("u_forestry", "云湖区林业和草原局"),
    ("u_school", "明湖中学"),
    ("u_primary", "学府小学"),
    ("u_clinic", "明湖街道卫生院"),
    ("u_industry", "云湖区工业和商务局"),
    ("u_telecom", "云湖通信公司明湖支局"),
    ("u_power", "云湖供电公司明湖供电所"),
    ("u_sanitation", "云湖区环境卫生管理站"),
    ("u_lighting", "云湖区路灯管理所"),
    ("u_police_tech", "明湖派出所技防室"),
    ("u_culture_ads", "明湖街道宣传办公室"),
    ("u_bus", "云湖公交公司"),
    ("u_post", "云湖邮政明湖支局"),
    ("u_water_works", "云湖区水务处"),
    ("u_selfrun", "梨园新村自管小组"),
];

const CONTRACTORS: &[(&str, &str)] = &[
    ("pm_hemu", "和睦物业服务公司"),
    ("pm_jiayuan", "嘉园物业服务公司"),
    ("cl_west", "净源保洁公司"),
    ("cl_east", "洁惠环卫服务公司"),
    ("cl_lanes", "玉兰社区保洁队"),
    ("op_market", "石桥农贸市场管理公司"),
    ("op_wares", "石桥小商品市场管理部"),
];

/// Departments: slug, key, name, whether each zone has its own officer.
const DEPARTMENTS: &[(&str, &str, &str, &[usize])] = &[
    ("chengguan", "d_chengguan", "明湖街道综合执法队", &[0, 1, 2, 3, 4]),
    ("police", "d_police", "明湖派出所", &[0, 1, 2, 3, 4]),
    ("market_regulation", "d_market", "明湖市场监督管理所", &[2, 3]),
    // One squad and one inspector for the whole community: their posts are inherited downward.
    ("traffic_police", "d_traffic", "云湖交警大队明湖中队", &[]),
    ("health", "d_health", "云湖区卫生健康综合监督所", &[]),
];

/// Each zone: unit of its head, the head's title, jointly responsible units.
const ZONE_UNITS: [(&str, &str, &[&str]); 5] = [
    ("u_education", "副局长", &["u_primary", "u_library"]),
    ("u_housing", "局长", &["u_school", "u_tax", "u_statistics"]),
    ("u_culture", "副局长", &["u_archive", "u_water_works"]),
    ("u_water", "副局长", &["u_industry", "u_power"]),
    ("u_agriculture", "局长", &["u_weather", "u_forestry", "u_clinic"]),
];

fn area(code: &str) -> Value {
    // Keys stand in alphabetical order, so that the text does not depend on how objects are kept.
    json!({"area": {"code": code, "scheme": "duty"}})
}

fn feature(layer: &str, code: &str) -> Value {
    json!({"feature": {"code": code, "layer": layer}})
}

impl People {
    pub fn build(
        grid: &Grid,
        fronts: &[Front],
        facility_owners: &[(String, &'static str)],
        seed: u64,
    ) -> Self {
        let mut people = Self { parties: vec![], appointments: vec![], names: Names::new(seed) };
        people.bodies();
        people.community();
        people.zones(grid);
        people.enforcement();
        people.roads();
        people.compounds();
        people.fronts_and_facilities(fronts, facility_owners);
        people
    }

    fn bodies(&mut self) {
        let party = |key: &str, kind: &str, name: &str| {
            Fields::default().with("key", key).with("kind", kind).with("name", name)
        };
        self.parties
            .extend(UNITS.iter().map(|(key, name)| party(key, "unit", name).with("public_name", true)));
        self.parties.extend(DEPARTMENTS.iter().map(|(slug, key, name, _)| {
            party(key, "department", name).with("department", *slug).with("public_name", true)
        }));
        self.parties.extend(
            CONTRACTORS.iter().map(|(key, name)| party(key, "contractor", name).with("public_name", true)),
        );
    }

    /// A new person of a unit; returns the key.
    fn person(&mut self, unit: &str, public: bool) -> String {
        let key = format!("p{:03}", self.parties.len());
        let (name, mobile) = (self.names.person(), self.names.mobile());
        self.parties.push(
            Fields::default()
                .with("key", key.as_str())
                .with("kind", "person")
                .with("name", name)
                .with("unit", unit)
                .with("public_name", public)
                .with("mobile", mobile),
        );
        key
    }

    /// Writes a post; a post with somebody in it gets a duty phone unless it brings one.
    fn appoint(&mut self, post: Post<'_>) {
        let phone = post.phone.or_else(|| post.unit.map(|_| self.names.desk()));
        self.appointments.push(
            Fields::default()
                .with("role", post.role)
                .with("target", post.target)
                .with_known("department", post.department)
                .with_known("unit", post.unit)
                .with_known("person", post.person)
                .with_known("title", post.title)
                .with("primary", post.primary)
                .with_known("duty_phone", phone)
                .with("from_days", post.from_days)
                .with_known("until_days", post.until_days),
        );
    }

    /// A post with a new person in it.
    fn fill(
        &mut self,
        role: &str,
        target: Value,
        unit: &str,
        title: Option<&str>,
        primary: bool,
        from_days: i32,
    ) {
        let person = Some(self.person(unit, role != "frontage_party"));
        self.appoint(Post {
            role,
            target,
            unit: Some(unit),
            person,
            title,
            primary,
            from_days,
            ..Post::default()
        });
    }

    fn community(&mut self) {
        self.fill("first_responsible", area(STREET), "u_street", Some("街道办事处主任"), true, -640);
        for (code, unit) in [
            (COMMUNITY, "u_community"),
            (NORTH_COMMUNITY, "u_north_community"),
            (EAST_COMMUNITY, "u_east_community"),
        ] {
            self.fill("grid_chief", area(code), "u_district", Some("副区长"), true, -420);
            self.fill("street_liaison", area(code), "u_street", Some("街道党工委副书记"), true, -420);
            self.fill("directly_responsible", area(code), unit, Some("社区党总支书记"), true, -760);
        }
        self.fill("group_lead", area(COMMUNITY), "u_community", Some("网格组长"), true, -300);
    }

    fn zones(&mut self, grid: &Grid) {
        for (i, zone) in ZONES.iter().enumerate() {
            let (unit, title, joint) = ZONE_UNITS[i];
            match zone.code {
                // This post changed hands last month: the predecessor's row ends where the successor's begins.
                "YL2" => {
                    let before = Some(self.person(unit, true));
                    let phone = Some(self.names.desk());
                    let post = Post {
                        role: "zone_head",
                        target: area(zone.code),
                        unit: Some(unit),
                        person: before,
                        title: Some(title),
                        primary: true,
                        phone: phone.clone(),
                        from_days: -420,
                        until_days: Some(-24),
                        ..Post::default()
                    };
                    let person = Some(self.person(unit, true));
                    let after = Post { person, from_days: -24, until_days: None, ..post.clone() };
                    self.appoint(post);
                    self.appoint(after);
                }
                // The unit is named, the person is not yet.
                "YL4" => self.appoint(Post {
                    role: "zone_head",
                    target: area(zone.code),
                    unit: Some(unit),
                    title: Some(title),
                    primary: true,
                    from_days: -12,
                    ..Post::default()
                }),
                _ => self.fill("zone_head", area(zone.code), unit, Some(title), true, -420),
            }
            self.fill("community_liaison", area(zone.code), "u_community", Some("社区副主任"), true, -420);
            for (k, joint) in joint.iter().enumerate() {
                self.fill("jointly_responsible", area(zone.code), joint, Some("负责人"), k == 0, -400);
            }
            let points: Vec<&str> = grid
                .areas
                .iter()
                .filter(|a| a.level == "point" && a.parent.as_deref() == Some(zone.code))
                .map(|a| a.code.as_str())
                .collect();
            for (k, code) in points.iter().enumerate() {
                self.point(code, unit, joint[k % joint.len()], k);
            }
        }
    }

    fn point(&mut self, code: &str, unit: &str, joint: &str, k: usize) {
        let vacant =
            |role| Post { role, target: area(code), primary: true, from_days: -35, ..Post::default() };
        // Two posts are known to be vacant: a point head and a group liaison.
        if code == "YL5-07" {
            self.appoint(vacant("point_head"));
        } else {
            self.fill("point_head", area(code), unit, None, true, -420 + 3 * k as i32);
            self.fill("point_head", area(code), "u_community", Some("社区干部"), false, -420);
            if k.is_multiple_of(3) {
                self.fill("point_head", area(code), joint, None, false, -210);
            }
        }
        if code == "YL3-06" {
            self.appoint(vacant("group_liaison"));
        } else {
            self.fill("group_liaison", area(code), "u_community", Some("小组长"), true, -420);
        }
    }

    fn enforcement(&mut self) {
        for (slug, key, _, own) in DEPARTMENTS {
            let mut post = |target: Value, title: &'static str| {
                let person = Some(self.person(key, true));
                self.appoint(Post {
                    role: "enforcement",
                    target,
                    department: Some(slug),
                    unit: Some(key),
                    person,
                    title: Some(title),
                    primary: true,
                    from_days: -380,
                    ..Post::default()
                });
            };
            post(area(STREET), "队长");
            post(area(COMMUNITY), "网格责任人");
            for &i in *own {
                post(area(ZONES[i].code), "片区责任人");
            }
        }
    }

    fn roads(&mut self) {
        // One person answers at each contractor, for all of its roads.
        let contacts: Vec<(String, String)> = ["cl_west", "cl_east", "cl_lanes"]
            .iter()
            .map(|key| (self.person(key, true), self.names.desk()))
            .collect();
        for street in STREETS.iter().filter(|street| !street.code.starts_with('N')) {
            let middle = street.through.iter().map(|p| p[0]).sum::<f64>() / street.through.len() as f64;
            let i = match street.class {
                RoadClass::Lane => 2,
                _ if middle > 600.0 => 1,
                _ => 0,
            };
            self.appoint(Post {
                role: "cleaner",
                target: feature("road", street.code),
                unit: Some(["cl_west", "cl_east", "cl_lanes"][i]),
                person: Some(contacts[i].0.clone()),
                title: Some("保洁班长"),
                primary: true,
                phone: Some(contacts[i].1.clone()),
                from_days: -330,
                ..Post::default()
            });
        }
    }

    fn compounds(&mut self) {
        for (code, role, unit, title) in [
            ("C01", "property_manager", "pm_hemu", "项目经理"),
            ("C02", "property_manager", "pm_jiayuan", "项目经理"),
            ("C03", "property_manager", "pm_hemu", "项目经理"),
            ("C15", "property_manager", "u_selfrun", "自管小组组长"),
            ("C17", "property_manager", "u_community", "代管负责人"),
            // The supervising body of a restructured enterprise, the unit of a unit's housing.
            ("C04", "owner_party", "u_industry", "企业科科长"),
            ("C05", "owner_party", "u_industry", "改制办主任"),
            ("C06", "owner_party", "u_water_works", "后勤科科长"),
            ("C07", "owner_party", "u_school", "总务主任"),
        ] {
            self.fill(role, feature("compound", code), unit, Some(title), true, -360);
        }
        // The company that withdrew: its post ended and nobody followed.
        let person = Some(self.person("pm_jiayuan", true));
        self.appoint(Post {
            role: "property_manager",
            target: feature("compound", "C14"),
            unit: Some("pm_jiayuan"),
            person,
            title: Some("项目经理"),
            primary: true,
            from_days: -700,
            until_days: Some(-150),
            ..Post::default()
        });
        self.fill("operator", feature("market", "M01"), "op_market", Some("市场经理"), true, -500);
        self.fill("operator", feature("market", "M02"), "op_wares", Some("市场经理"), true, -260);
    }

    fn fronts_and_facilities(&mut self, fronts: &[Front], owners: &[(String, &'static str)]) {
        for front in fronts {
            let key = format!("s_{}", front.code.to_lowercase());
            self.parties.push(
                Fields::default()
                    .with("key", key.as_str())
                    .with("kind", "unit")
                    .with("name", front.shop)
                    .with("public_name", true),
            );
            self.fill("frontage_party", feature("frontage", &front.code), &key, Some("店主"), true, -240);
        }
        // One desk for each owner of facilities.
        let mut desks: Vec<(&str, String, String)> = Vec::new();
        for (code, owner) in owners {
            let (person, phone) = match desks.iter().find(|desk| desk.0 == *owner) {
                Some((_, person, phone)) => (person.clone(), phone.clone()),
                None => {
                    let desk = (self.person(owner, true), self.names.desk());
                    desks.push((owner, desk.0.clone(), desk.1.clone()));
                    desk
                }
            };
            self.appoint(Post {
                role: "owner_party",
                target: feature("facility", code),
                unit: Some(owner),
                person: Some(person),
                title: Some("维护负责人"),
                primary: true,
                phone: Some(phone),
                from_days: -500,
                ..Post::default()
            });
        }
    }
}
