//! Formulas of the site: published to everybody, written by the administrator, each version from a day on.

use crate::app::answer::{ComingFormula, FormulaAnswer, FormulaCheck, FormulasAnswer};
use crate::app::campaign::other_slug;
use crate::app::error::{AppError, FieldError};
use crate::app::service::{Result, Service, stale};
use crate::app::viewer::Viewer;
use crate::domain::assessment::{Formula, FormulaBook, FormulaEdition, FormulaFault};
use jiff::civil::Date;
use serde_json::{Value, json};

/// What shall be written.
#[derive(Debug, Clone, Default)]
pub struct FormulaChange {
    /// None gives it up.
    pub formula: Option<Value>,
    /// Periods that end on this day or later are scored by it; today when absent.
    pub valid_from: Option<String>,
}

impl Service {
    /// Every version of every formula.
    pub(super) async fn formula_book(&self) -> Result<FormulaBook> {
        Ok(FormulaBook::new(&self.rulebook().formulas, self.store().formulas().await?))
    }

    /// The formulas that count for periods whose last day is `day`, today when absent.
    pub async fn formulas(&self, day: Option<Date>) -> Result<FormulasAnswer> {
        let day = day.unwrap_or_else(|| self.today());
        let book = self.formula_book().await?;
        let formulas = book.slugs().into_iter().filter_map(|slug| answer(&book, slug, day)).collect();
        Ok(FormulasAnswer { day: day.to_string(), formulas })
    }

    /// What is wrong with a formula; nothing is stored.
    pub fn check_formula(&self, text: Value) -> FormulaCheck {
        FormulaCheck { faults: self.checked_formula(text).err().unwrap_or_default() }
    }

    fn checked_formula(&self, text: Value) -> std::result::Result<Formula, Vec<FieldError>> {
        let formula: Formula = serde_json::from_value(text).map_err(|error| {
            vec![FieldError::new(
                "formula",
                "malformed",
                format!("格式有误：{error}"),
                format!("cannot be read: {error}"),
            )]
        })?;
        let mut faults = formula.faults(&self.rulebook().categories);
        let campaigns = &self.reference().campaigns;
        let stranger = formula.campaign.as_ref().filter(|slug| campaigns.get(slug).is_none());
        faults.extend(stranger.map(|slug| FormulaFault::UnknownCampaign(formula.slug.clone(), slug.clone())));
        let told = faults.iter().map(|fault| FieldError {
            field: format!("formula.{}", fault.field()),
            code: "faulty".into(),
            words: fault.words(),
            place: None,
        });
        let told: Vec<FieldError> = told.collect();
        if told.is_empty() { Ok(formula) } else { Err(told) }
    }

    /// Writes a version on the one that the caller knows. It may not begin in the past: what was published stays.
    pub async fn put_formula(
        &self,
        slug: &str,
        version: i64,
        change: FormulaChange,
        viewer: &Viewer,
    ) -> Result<FormulaAnswer> {
        let today = self.today();
        let mut faults = Vec::new();
        let formula = match change.formula.map(|text| self.checked_formula(text)) {
            None => None,
            Some(Ok(formula)) => Some(formula),
            Some(Err(found)) => {
                faults.extend(found);
                None
            }
        };
        if formula.as_ref().is_some_and(|formula| formula.slug != slug) {
            faults.push(other_slug("formula.slug", slug));
        }
        let valid_from = match change.valid_from.as_deref().map(str::parse::<Date>) {
            None => today,
            Some(Ok(day)) if day >= today => day,
            Some(Ok(_)) => {
                faults.push(FieldError::new(
                    "valid_from",
                    "in_the_past",
                    "生效日期不能早于今天：已公布的得分不再改变",
                    "may not be before today: published scores stay what they were",
                ));
                today
            }
            Some(Err(_)) => {
                faults.push(FieldError::new(
                    "valid_from",
                    "not_a_day",
                    "生效日期应如 2026-12-01",
                    "must be a day, 2026-12-01 for instance",
                ));
                today
            }
        };
        let book = self.formula_book().await?;
        if formula.is_none() && faults.is_empty() && book.newest(slug).is_none() {
            return Err(AppError::NotFound { kind: "formula", id: slug.to_owned() });
        }
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let edition = FormulaEdition {
            slug: slug.to_owned(),
            version: version.saturating_add(1),
            valid_from: Some(valid_from),
            formula,
        };
        let detail = json!({
            "version": edition.version,
            "valid_from": valid_from.to_string(),
            "given_up": edition.formula.is_none(),
        });
        let audit = self.audit_entry(&viewer.caller, "formula_changed", slug.to_owned(), detail);
        self.store().put_formula(&edition, valid_from, &audit).await.map_err(stale)?;
        let book = self.formula_book().await?;
        let not_found = || AppError::NotFound { kind: "formula", id: slug.to_owned() };
        answer(&book, slug, today).ok_or_else(not_found)
    }
}

fn answer(book: &FormulaBook, slug: &str, day: Date) -> Option<FormulaAnswer> {
    let newest = book.newest(slug)?;
    let held = book.edition_on(slug, day);
    let coming = newest.valid_from.filter(|from| *from > day);
    Some(FormulaAnswer {
        slug: slug.to_owned(),
        version: newest.version,
        formula: held.and_then(|edition| edition.formula.clone()),
        valid_from: held.and_then(|edition| edition.valid_from).map(|day| day.to_string()),
        coming: coming
            .map(|from| ComingFormula { valid_from: from.to_string(), formula: newest.formula.clone() }),
    })
}
