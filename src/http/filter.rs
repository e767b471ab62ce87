//! The incident filter as query parameters: the same names on lists, exports, points, counts and hotspots.

use super::openapi::query_parameter;
use super::params::{Params, one_of};
use crate::app::{FieldError, IncidentFilter};
use crate::domain::deadline::DueStatus;
use crate::domain::feature::{Layer, ManagementType};
use utoipa::openapi::path::{Parameter, ParameterIn};

/// Takes the filter's parameters out of a query string. Slugs of categories, states and sources are checked by
/// the service, which knows them.
pub fn read(params: &mut Params, zone: &jiff::tz::TimeZone) -> IncidentFilter {
    let filter = IncidentFilter {
        bbox: params.bbox("bbox"),
        categories: params.list("category"),
        states: params.list("state"),
        area: params.text("area"),
        owner: params.text("owner"),
        sources: params.list("source"),
        from: params.instant("from", zone),
        to: params.instant("to", zone),
        overdue: params.flag("overdue"),
        text: params.text("q"),
        feature: feature(params),
        management_types: management_types(params),
        due_status: Vec::new(),
        desk: None,
        at: None,
        known_at: None,
    };
    if let (Some(from), Some(to)) = (filter.from, filter.to)
        && from > to
    {
        params.fail(FieldError::new(
            "to",
            "before_from",
            "结束时间早于开始时间",
            "The period ends before it begins",
        ));
    }
    filter
}

/// How cases stand against their limits: for lists and counts.
pub fn due_status(params: &mut Params) -> Vec<DueStatus> {
    let known: Vec<&str> = DueStatus::ALL.iter().map(|status| status.slug()).collect();
    let mut statuses = Vec::new();
    for slug in params.list("due_status") {
        match DueStatus::from_slug(&slug) {
            Some(status) => statuses.push(status),
            None => params.fail(one_of("due_status", &slug, &known)),
        }
    }
    statuses
}

/// `desk=own`: whether only the caller's own desk is asked for, on lists and counts.
pub fn own_desk(params: &mut Params) -> bool {
    match params.text("desk").as_deref() {
        None => false,
        Some("own") => true,
        Some(other) => {
            params.fail(one_of("desk", other, &["own"]));
            false
        }
    }
}

/// `feature=compound:C-07`: layer and code.
fn feature(params: &mut Params) -> Option<(String, String)> {
    let text = params.text("feature")?;
    let layers: Vec<&str> = Layer::ALL.iter().map(|layer| layer.slug()).collect();
    match text.split_once(':') {
        Some((layer, code)) if layers.contains(&layer) && !code.is_empty() => {
            Some((layer.to_owned(), code.to_owned()))
        }
        Some((layer, _)) if !layers.contains(&layer) => {
            params.fail(one_of("feature", layer, &layers));
            None
        }
        _ => {
            params.fail(FieldError::new(
                "feature",
                "not_a_feature",
                "feature 应为「图层：编号」，如 compound:C-07",
                "feature must be layer:code, for instance compound:C-07",
            ));
            None
        }
    }
}

fn management_types(params: &mut Params) -> Vec<String> {
    let types = params.list("management_type");
    let known: Vec<&str> = ManagementType::ALL.iter().map(|kind| kind.slug()).collect();
    for unknown in types.iter().filter(|kind| !known.contains(&kind.as_str())) {
        params.fail(one_of("management_type", unknown, &known));
    }
    types
}

/// The filter in the OpenAPI document.
pub struct FilterParams;

impl utoipa::IntoParams for FilterParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![
            query_parameter::<String>(
                "bbox",
                "范围：西，南，东，北",
                "Box: west,south,east,north in degrees",
            ),
            query_parameter::<Vec<String>>(
                "category",
                "事项类别（含下级），逗号分隔或重复",
                "Categories with their descendants; comma list or repeated",
            ),
            query_parameter::<Vec<String>>(
                "state",
                "状态；open 为未办结，closed 为已办结",
                "States, or the groups open and closed",
            ),
            query_parameter::<String>("area", "网格编号，任意层级", "Code of an area of any level"),
            query_parameter::<String>(
                "owner",
                "承办主体编号或执法部门代号",
                "Id of the acting party, or a department slug",
            ),
            query_parameter::<Vec<String>>("source", "来源", "Sources"),
            query_parameter::<String>(
                "from",
                "发生时间自（含），日期或带时区的时间",
                "Occurred at or after: a day in the site's zone, or RFC 3339",
            ),
            query_parameter::<String>("to", "发生时间至（不含）", "Occurred before"),
            query_parameter::<bool>("overdue", "是否超时", "Past the time limit"),
            query_parameter::<String>(
                "q",
                "编号、描述或地址中的文字",
                "Part of number, description or address",
            ),
            query_parameter::<String>(
                "feature",
                "所在要素「图层：编号」",
                "Feature that the incident lies in, layer:code",
            ),
            query_parameter::<Vec<String>>(
                "management_type",
                "所在小区的管理类型",
                "Management types of the compound that the incident lies in",
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(query: &str) -> Result<IncidentFilter, Vec<String>> {
        let mut params = Params::parse(query);
        let filter = read(&mut params, &jiff::tz::TimeZone::UTC);
        params.finish().map(|()| filter).map_err(|problem| {
            problem.errors.iter().map(|error| format!("{}:{}", error.field, error.code)).collect()
        })
    }

    #[test]
    fn every_documented_parameter_is_read() {
        use utoipa::IntoParams;
        let values = [
            ("bbox", "102.5,24.3,102.6,24.4"),
            ("from", "2026-11-01"),
            ("to", "2026-11-24"),
            ("overdue", "true"),
            ("feature", "compound:C-1"),
            ("management_type", "unmanaged"),
        ];
        let query: Vec<String> = FilterParams::into_params(|| None)
            .iter()
            .map(|parameter| {
                let value = values.iter().find(|(name, _)| *name == parameter.name).map_or("x", |(_, v)| *v);
                format!("{}={value}", parameter.name)
            })
            .collect();
        let filter = read_all(&query.join("&")).expect("all known");
        assert_eq!(filter.feature, Some(("compound".into(), "C-1".into())));
        assert_eq!(filter.overdue, Some(true));
        assert_eq!(filter.text.as_deref(), Some("x"));
    }

    #[test]
    fn a_period_that_ends_before_it_begins_and_unknown_words_are_refused_together() {
        let faults = read_all("from=2026-11-24&to=2026-11-01&management_type=wild&feature=moon:1");
        assert_eq!(
            faults,
            Err(vec!["feature:unknown".into(), "management_type:unknown".into(), "to:before_from".into()])
        );
    }
}
