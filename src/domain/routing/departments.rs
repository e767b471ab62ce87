//! The enforcement departments (执法部门) and which categories each is concerned with.

use crate::domain::category::Categories;
use crate::domain::text::Words;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A department as `departments.json` lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    pub slug: String,
    pub name: Words,
    /// A short name for a table head, 城管 for instance.
    pub short: Words,
    /// Categories (with their descendants) that the department is concerned with, also where it only supports.
    #[serde(default)]
    pub concerns: Vec<String>,
}

/// All departments, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Departments {
    list: Vec<Department>,
    by_category: HashMap<String, usize>,
}

impl Departments {
    /// A category that two departments claim goes to the first; the reader of the file refuses that.
    pub fn new(list: Vec<Department>) -> Self {
        let mut by_category = HashMap::new();
        for (i, department) in list.iter().enumerate() {
            for slug in &department.concerns {
                by_category.entry(slug.clone()).or_insert(i);
            }
        }
        Self { list, by_category }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Department> {
        self.list.iter()
    }

    pub fn slugs(&self) -> Vec<&str> {
        self.list.iter().map(|department| department.slug.as_str()).collect()
    }

    pub fn get(&self, slug: &str) -> Option<&Department> {
        self.list.iter().find(|department| department.slug == slug)
    }

    /// The department concerned with a category: that of the nearest ancestor that any names.
    pub fn concerned(&self, category: &str, categories: &Categories) -> Option<&Department> {
        let line = categories.ancestors(category);
        line.iter().find_map(|c| self.by_category.get(&c.slug)).map(|&i| &self.list[i])
    }
}
