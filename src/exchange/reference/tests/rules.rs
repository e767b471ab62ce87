//! Each rule that the plan asks for, on the shipped files.

use super::town::{Town, actor, area, codes};
use crate::domain::category::Remedy;
use crate::domain::duty::{PostState, Role};
use crate::domain::feature::{Layer, ManagementType};
use crate::domain::routing::{Limit, LimitUnit};

const CHENGGUAN: &str = "enforcement:chengguan";
const TRAFFIC: &str = "enforcement:traffic_police";
const HEALTH: &str = "enforcement:health";
const MARKET: &str = "enforcement:market_regulation";
const ZONE: &str =
    r#"{"weekdays":[1,2,3,4,5],"hours":[["06:30","09:30"],["17:00","20:00"]],"season":["03-01","11-30"]}"#;

#[test]
fn vending_goes_to_chengguan_with_the_citys_limit() {
    for category in ["street_vending", "itinerant_vending"] {
        let a = Town::new().route(category, None);
        assert_eq!((actor(&a).as_str(), a.department.as_deref()), (CHENGGUAN, Some("chengguan")));
        assert_eq!(a.limit, Some(Limit { amount: 2, unit: LimitUnit::UrgentHours }));
        assert_eq!(a.block.map(|block| block.role), Some(Role::PointHead));
    }
}

fn vending_zone(at: &'static str, distance_m: f64) -> Town {
    Town::new().with(Layer::VendingZone, "V1", distance_m, ZONE, None).at(at)
}

#[test]
fn near_a_vending_zone_the_line_is_asked_and_position_alone_dismisses_nothing() {
    for distance in [0.0, 29.0] {
        // A Tuesday in March at seven, the zone is open.
        let a = vending_zone("2026-03-10T07:00:00+08:00", distance).route("street_vending", None);
        let question = a.question.as_ref().unwrap();
        assert_eq!(question.code, "line_side");
        let options: Vec<_> = question.options.iter().map(|option| option.words.zh.as_str()).collect();
        assert_eq!(options, ["线内", "线外"]);
        assert!(question.options[0].outcome.zh.starts_with("合规"));
        assert!(question.options[1].outcome.zh.starts_with("超线"));
        assert_eq!((actor(&a).as_str(), a.verdict), (CHENGGUAN, None));
    }
    let far = vending_zone("2026-03-10T07:00:00+08:00", 31.0).route("street_vending", None);
    assert_eq!((far.rule.as_str(), far.question), ("vending", None));
}

#[test]
fn the_answer_gives_compliant_over_line_or_over_time() {
    let verdict = |at, answer| vending_zone(at, 0.0).route("street_vending", Some(answer)).verdict;
    let open = "2026-03-10T07:00:00+08:00";
    assert_eq!(verdict(open, "inside").as_deref(), Some("compliant"));
    assert_eq!(verdict(open, "outside").as_deref(), Some("over_line"));
    for closed in [
        "2026-03-10T09:30:00+08:00", // the end of the span is outside it
        "2026-03-14T07:00:00+08:00", // a Saturday
        "2026-12-01T07:00:00+08:00", // after the season
    ] {
        assert_eq!(verdict(closed, "inside").as_deref(), Some("over_time"), "{closed}");
        assert_eq!(verdict(closed, "outside").as_deref(), Some("over_line"), "{closed}");
    }
    let a = vending_zone(open, 0.0).route("street_vending", Some("inside"));
    assert_eq!((actor(&a).as_str(), a.question), (CHENGGUAN, None));
}

#[test]
fn a_vending_zone_without_hours_gives_no_verdict_for_a_stall_inside() {
    let town = Town::new().with(Layer::VendingZone, "V1", 0.0, "{}", None);
    assert_eq!(town.route("street_vending", Some("inside")).verdict, None);
    assert_eq!(town.route("street_vending", Some("outside")).verdict.as_deref(), Some("over_line"));
}

#[test]
fn an_answer_that_is_no_option_leaves_the_question_open() {
    let a = vending_zone("2026-03-10T07:00:00+08:00", 0.0).route("street_vending", Some("maybe"));
    assert!(a.question.is_some() && codes(&a).contains(&"answer_unknown"));
}

#[test]
fn trading_outside_the_door_goes_to_the_frontage_party_and_repeated_to_chengguan() {
    let town = Town::new().with(Layer::Frontage, "F1", 6.0, "{}", Some(Role::FrontageParty));
    let a = town.route("shop_outside", None);
    assert_eq!((actor(&a).as_str(), a.department.as_deref()), ("frontage_party", Some("chengguan")));
    let a = town.repeated(2).route("shop_outside", None);
    assert_eq!((actor(&a).as_str(), a.copies[0].role), (CHENGGUAN, Role::FrontageParty));
    assert_eq!(actor(&Town::new().route("shop_outside", None)), "point_head");
    assert_eq!(actor(&Town::new().repeated(3).route("shop_outside", None)), CHENGGUAN);
}

#[test]
fn graffiti_on_a_shop_front_goes_to_its_party_and_repeated_to_chengguan() {
    for category in ["small_ads", "graffiti"] {
        let town = Town::new().with(Layer::Frontage, "F1", 2.0, "{}", Some(Role::FrontageParty));
        assert_eq!(actor(&town.route(category, None)), "frontage_party");
        assert_eq!(actor(&town.repeated(2).route(category, None)), CHENGGUAN);
    }
}

#[test]
fn graffiti_and_damage_on_a_facility_go_to_its_owner_also_beside_a_shop() {
    for category in ["small_ads", "graffiti", "facility_damage", "lamp_out"] {
        let town = Town::new().with(Layer::Frontage, "F1", 1.0, "{}", Some(Role::FrontageParty)).with(
            Layer::Facility,
            "B1",
            3.0,
            r#"{"kind":"box"}"#,
            Some(Role::OwnerParty),
        );
        assert_eq!(actor(&town.route(category, None)), "owner_party", "{category}");
        assert_eq!(actor(&town.repeated(5).route(category, None)), "owner_party", "{category}");
    }
    let board =
        Town::new().with(Layer::Facility, "B2", 3.0, r#"{"kind":"ad_board"}"#, Some(Role::OwnerParty));
    assert_eq!(actor(&board.route("sign_damage", None)), "owner_party");
}

#[test]
fn who_makes_small_ads_is_for_chengguan() {
    let town = Town::new().with(Layer::Facility, "B1", 1.0, "{}", Some(Role::OwnerParty));
    assert_eq!(actor(&town.route("small_ads_making", None)), CHENGGUAN);
}

#[test]
fn a_market_hall_goes_to_its_operator_with_market_regulation() {
    for category in ["exposed_rubbish", "dirty_road", "market_hygiene", "piled_goods", "small_ads", "other"] {
        let town = Town::new().with(Layer::Market, "M1", 0.0, "{}", Some(Role::Operator)).on_road(true);
        let a = town.route(category, None);
        assert_eq!((actor(&a).as_str(), a.department.as_deref()), ("operator", Some("market_regulation")));
        assert_eq!(a.copies[0].department.as_deref(), Some("market_regulation"));
    }
    let beside = Town::new().with(Layer::Market, "M1", 4.0, "{}", Some(Role::Operator));
    assert_eq!(actor(&beside.route("exposed_rubbish", None)), "point_head");
}

#[test]
fn road_dirt_goes_to_the_roads_cleaner_and_the_community_checks() {
    for category in ["dirty_road", "road_spill"] {
        let a = Town::new().on_road(false).route(category, None);
        assert_eq!(actor(&a), "cleaner");
        assert_eq!(
            a.checker.map(|checker| (checker.role, checker.target)),
            Some((Role::DirectlyResponsible, area("C")))
        );
    }
    assert_eq!(actor(&Town::new().on_road(true).route("exposed_rubbish", None)), "cleaner");
    assert_eq!(actor(&Town::new().on_road(false).route("exposed_rubbish", None)), "point_head");
}

#[test]
fn parking_on_the_carriageway_is_the_traffic_polices_and_on_the_footway_chengguans() {
    for category in ["vehicle_parking", "bicycle_parking"] {
        let a = Town::new().on_road(true).route(category, None);
        assert_eq!((actor(&a).as_str(), a.question), (TRAFFIC, None));
        let beside = Town::new().on_road(false);
        let a = beside.route(category, None);
        assert_eq!((actor(&a).as_str(), a.question.unwrap().code.as_str()), (CHENGGUAN, "parking_place"));
        let a = beside.route(category, Some("carriageway"));
        assert_eq!((actor(&a).as_str(), a.department.as_deref()), (TRAFFIC, Some("traffic_police")));
        let a = beside.route(category, Some("footway"));
        assert_eq!((actor(&a).as_str(), a.department.as_deref()), (CHENGGUAN, Some("chengguan")));
    }
}

/// Who manages a compound of the type, when every party that may is in office.
fn manager(kind: ManagementType) -> (&'static str, Option<Role>) {
    match kind {
        ManagementType::Managed | ManagementType::SelfManaged => {
            ("property_manager", Some(Role::PropertyManager))
        }
        ManagementType::UnitHousing | ManagementType::Enterprise => ("owner_party", Some(Role::OwnerParty)),
        ManagementType::Trusteeship => ("directly_responsible", None),
        _ => ("point_head", None),
    }
}

#[test]
fn rubbish_and_parking_in_a_compound_go_to_who_manages_it() {
    for &kind in ManagementType::ALL {
        let (expected, party) = manager(kind);
        for category in ["exposed_rubbish", "accumulated_waste", "uncollected_rubbish", "vehicle_parking"] {
            let a = Town::new().compound(kind.slug(), party).route(category, None);
            assert_eq!(actor(&a), expected, "{} {category}", kind.slug());
        }
    }
}

#[test]
fn in_an_unmanaged_compound_the_point_head_organises_and_the_community_liaison_is_copied() {
    for kind in ["unmanaged", "semi_managed", "abandoned"] {
        let a = Town::new().compound(kind, None).route("exposed_rubbish", None);
        let copied: Vec<_> = a.copies.iter().map(|copy| copy.role).collect();
        assert_eq!((actor(&a).as_str(), copied), ("point_head", vec![Role::CommunityLiaison]));
    }
}

#[test]
fn an_enterprise_compound_whose_body_is_recorded_as_manager_is_found_too() {
    let a = Town::new().compound("enterprise", Some(Role::PropertyManager)).route("exposed_rubbish", None);
    assert_eq!(actor(&a), "property_manager");
}

#[test]
fn a_compound_without_management_type_is_unknown_not_unmanaged() {
    let a = Town::new().with(Layer::Compound, "X1", 0.0, "{}", None).route("exposed_rubbish", None);
    assert_eq!((a.rule.as_str(), actor(&a).as_str()), ("compound-unknown", "point_head"));
}

#[test]
fn a_managed_compound_without_manager_falls_back_to_the_point_head_and_says_so() {
    let a = Town::new().compound("managed", None).route("exposed_rubbish", None);
    assert_eq!(actor(&a), "point_head");
    assert_eq!(codes(&a), ["inside", "features", "rule", "vacant", "holder", "fallback", "limit"]);
}

#[test]
fn illegal_building_goes_to_chengguan_everywhere() {
    let places = [
        Town::new(),
        Town::new().compound("managed", Some(Role::PropertyManager)),
        Town::new().with(Layer::Market, "M1", 0.0, "{}", Some(Role::Operator)),
        Town::new().with(Layer::Facility, "B1", 0.0, "{}", Some(Role::OwnerParty)),
        Town::new().with(Layer::Frontage, "F1", 0.0, "{}", Some(Role::FrontageParty)),
        Town::new().on_road(true),
    ];
    for town in places {
        for category in ["illegal_building", "illegal_building_in_progress"] {
            let a = town.route(category, None);
            assert_eq!((actor(&a).as_str(), a.rule.as_str()), (CHENGGUAN, "illegal-building"));
        }
    }
}

#[test]
fn every_category_of_enforcement_goes_to_a_department_in_every_place() {
    let party = Some(Role::PropertyManager);
    let towns = [
        Town::new(),
        Town::new().compound("managed", party),
        Town::new().compound("unmanaged", None),
        Town::new().with(Layer::Market, "M1", 0.0, "{}", Some(Role::Operator)),
        Town::new().with(Layer::Facility, "B1", 0.0, r#"{"kind":"ad_board"}"#, Some(Role::OwnerParty)),
        Town::new().with(Layer::Frontage, "F1", 0.0, "{}", Some(Role::FrontageParty)),
        Town::new().on_road(true),
    ];
    for town in &towns {
        for category in town.reference.categories.iter().filter(|c| c.remedy == Some(Remedy::Enforcement)) {
            let a = town.route(&category.slug, None);
            assert_eq!(a.actor.unwrap().role, Role::Enforcement, "{}", category.slug);
        }
    }
}

#[test]
fn smoking_indoors_goes_to_health() {
    let town = Town::new().compound("managed", Some(Role::PropertyManager));
    assert_eq!(actor(&town.route("smoking_indoors", None)), HEALTH);
}

#[test]
fn hygiene_of_the_seven_small_trades_goes_by_trade() {
    let trades = [
        ("small_restaurant", MARKET),
        ("small_food_shop", MARKET),
        ("small_beauty", HEALTH),
        ("small_bathhouse", HEALTH),
        ("small_hotel", HEALTH),
        ("small_dance_hall", HEALTH),
        ("small_internet_cafe", HEALTH),
    ];
    for (trade, expected) in trades {
        let attributes = format!(r#"{{"trade":"{trade}"}}"#);
        let town = Town::new().with(Layer::Frontage, "F1", 3.0, &attributes, Some(Role::FrontageParty));
        let a = town.route("small_trade_hygiene", None);
        assert_eq!((actor(&a).as_str(), a.question), (expected, None), "{trade}");
    }
    let a = Town::new().route("small_trade_hygiene", None);
    assert_eq!(a.question.unwrap().code, "trade");
    assert_eq!(actor(&Town::new().route("small_trade_hygiene", Some("food"))), MARKET);
    assert_eq!(actor(&Town::new().route("small_trade_hygiene", Some("public_place"))), HEALTH);
}

#[test]
fn everything_else_goes_to_the_point_head() {
    for category in ["other", "begging", "abandoned_vehicle", "stairway_clutter", "exposed_rubbish", "pests"]
    {
        let a = Town::new().route(category, None);
        assert_eq!((actor(&a).as_str(), a.rule.as_str()), ("point_head", "general"), "{category}");
    }
}

#[test]
fn vacant_posts_are_passed_over_upward_to_the_community_and_each_step_is_told() {
    let a = Town::new().without(Role::PointHead).route("other", None);
    assert_eq!(actor(&a), "zone_head");
    assert_eq!(codes(&a), ["inside", "features", "rule", "vacant", "holder", "fallback", "limit_unknown"]);
    let town = Town::new().without(Role::PointHead).without(Role::ZoneHead);
    let a = town.route("other", None);
    assert_eq!(actor(&a), "directly_responsible");
    assert_eq!(codes(&a).iter().filter(|code| **code == "vacant").count(), 2);
    assert_eq!(a.block.map(|block| block.role), Some(Role::DirectlyResponsible));
}

#[test]
fn with_nobody_in_office_the_community_is_named_without_an_appointment() {
    let mut town = Town::new();
    town.appointments.clear();
    let holder = town.route("other", None).actor.unwrap();
    assert_eq!((holder.role, &holder.target), (Role::DirectlyResponsible, &area("C")));
    assert_eq!((holder.state, holder.appointment), (PostState::Vacant, None));
}

#[test]
fn a_department_with_nobody_leaves_the_matter_to_the_territory_and_stays_named() {
    let a = Town::new().without(Role::Enforcement).route("street_vending", None);
    assert_eq!((actor(&a).as_str(), a.department.as_deref()), ("point_head", Some("chengguan")));
    assert!(codes(&a).contains(&"department_gap") && codes(&a).contains(&"fallback"));
}

#[test]
fn outside_every_area_nobody_acts_and_the_reason_says_so() {
    let mut town = Town::new();
    town.areas.clear();
    let a = town.route("street_vending", None);
    assert_eq!((a.actor, a.block, a.rule.as_str()), (None, None, "outside"));
    assert_eq!(a.reasons[0].code, "outside");
}

#[test]
fn an_unknown_limit_is_no_limit_and_says_unknown() {
    let a = Town::new().route("road_damage", None);
    assert_eq!(a.limit, None);
    assert!(a.reasons.last().unwrap().words.zh.contains("未知"));
}

#[test]
fn reasons_never_carry_a_phone_and_speak_both_languages() {
    let mut town = Town::new().compound("unmanaged", None).on_road(true);
    for post in &mut town.appointments {
        post.duty_phone = Some("0877-5550123".to_owned());
    }
    for category in town.reference.categories.iter() {
        for reason in town.route(&category.slug, None).reasons {
            assert!(!reason.words.zh.is_empty() && !reason.words.en.is_empty());
            assert!(!reason.words.zh.contains("5550123"), "{reason:?}");
        }
    }
}

#[test]
fn two_compounds_at_one_spot_are_a_tie_that_goes_to_the_community() {
    let town = Town::new()
        .with(Layer::Compound, "X1", 0.0, r#"{"management_type":"managed"}"#, Some(Role::PropertyManager))
        .with(Layer::Compound, "X2", 0.0, r#"{"management_type":"unit_housing"}"#, Some(Role::OwnerParty));
    let a = town.route("exposed_rubbish", None);
    assert_eq!((actor(&a).as_str(), a.rule.as_str()), ("directly_responsible", "tie"));
    assert!(codes(&a).contains(&"tie"));
}

#[test]
fn of_two_shops_the_nearer_one_answers() {
    let town = Town::new().with(Layer::Frontage, "F1", 6.0, "{}", Some(Role::FrontageParty)).with(
        Layer::Frontage,
        "F2",
        2.0,
        "{}",
        Some(Role::FrontageParty),
    );
    let holder = town.route("shop_outside", None).actor.unwrap();
    assert!(format!("{:?}", holder.target).contains("F2"));
}
