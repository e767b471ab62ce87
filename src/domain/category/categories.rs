//! The tree of categories, checked once when it is built, then read without failing.

use super::{CODE_SETS, Category, Code};
use std::collections::{BTreeMap, HashMap};
use thiserror::Error;

/// Why a list of categories is not a tree.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CategoryFault {
    #[error("category `{0}` is listed twice")]
    Duplicate(String),
    #[error("category `{slug}` names the unknown parent `{parent}`")]
    UnknownParent { slug: String, parent: String },
    #[error("category `{0}` is its own ancestor")]
    Cycle(String),
    #[error("categories `{first}` and `{second}` both have picture {picture}")]
    PictureTaken { picture: u8, first: String, second: String },
    #[error("category `{slug}` has picture {picture}; pictures are numbered 1 to 12")]
    PictureOutOfRange { slug: String, picture: u8 },
    #[error("category `{slug}` has a code of the unknown set `{set}`")]
    UnknownSet { slug: String, set: String },
    #[error("categories `{first}` and `{second}` both have code {code}")]
    CodeTaken { code: String, first: String, second: String },
}

impl CategoryFault {
    /// Slug of the entry to look at.
    pub fn entry(&self) -> &str {
        match self {
            Self::Duplicate(slug) | Self::Cycle(slug) => slug,
            Self::UnknownParent { slug, .. } => slug,
            Self::PictureOutOfRange { slug, .. } | Self::UnknownSet { slug, .. } => slug,
            Self::PictureTaken { second, .. } | Self::CodeTaken { second, .. } => second,
        }
    }
}

/// All categories, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Categories {
    list: Vec<Category>,
    by_slug: HashMap<String, usize>,
    parent: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    by_code: BTreeMap<String, usize>,
}

impl Categories {
    /// Checks slugs, parents, cycles, pictures and codes, and reports every fault at once.
    pub fn build(list: Vec<Category>) -> Result<Self, Vec<CategoryFault>> {
        let mut faults = Vec::new();
        let mut by_slug = HashMap::new();
        for (i, category) in list.iter().enumerate() {
            if by_slug.insert(category.slug.clone(), i).is_some() {
                faults.push(CategoryFault::Duplicate(category.slug.clone()));
            }
        }
        let mut parent = vec![None; list.len()];
        let mut children = vec![Vec::new(); list.len()];
        for (i, category) in list.iter().enumerate() {
            let Some(name) = &category.parent else { continue };
            match by_slug.get(name) {
                Some(&p) => {
                    parent[i] = Some(p);
                    children[p].push(i);
                }
                None => faults
                    .push(CategoryFault::UnknownParent { slug: category.slug.clone(), parent: name.clone() }),
            }
        }
        for start in 0..list.len() {
            let mut at = parent[start];
            // A chain longer than the list has met some category twice.
            let mut steps = 0;
            while let Some(i) = at {
                steps += 1;
                if i == start || steps > list.len() {
                    faults.push(CategoryFault::Cycle(list[start].slug.clone()));
                    break;
                }
                at = parent[i];
            }
        }
        let mut by_code = BTreeMap::new();
        let mut pictures: BTreeMap<u8, usize> = BTreeMap::new();
        for (i, category) in list.iter().enumerate() {
            let slug = || category.slug.clone();
            if let Some(picture) = category.picture {
                if !(1..=12).contains(&picture) {
                    faults.push(CategoryFault::PictureOutOfRange { slug: slug(), picture });
                }
                if let Some(first) = pictures.insert(picture, i) {
                    let first = list[first].slug.clone();
                    faults.push(CategoryFault::PictureTaken { picture, first, second: slug() });
                }
            }
            for code in &category.codes {
                if !CODE_SETS.iter().any(|set| set.slug == code.set) {
                    faults.push(CategoryFault::UnknownSet { slug: slug(), set: code.set.clone() });
                }
                let qualified = code.qualified();
                if let Some(first) = by_code.insert(qualified.clone(), i) {
                    let first = list[first].slug.clone();
                    faults.push(CategoryFault::CodeTaken { code: qualified, first, second: slug() });
                }
            }
        }
        if faults.is_empty() { Ok(Self { list, by_slug, parent, children, by_code }) } else { Err(faults) }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Category> {
        self.list.iter()
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn get(&self, slug: &str) -> Option<&Category> {
        self.by_slug.get(slug).map(|&i| &self.list[i])
    }

    /// The category itself, then its parents up to the root; empty for an unknown slug.
    pub fn ancestors(&self, slug: &str) -> Vec<&Category> {
        let first = self.by_slug.get(slug).copied();
        std::iter::successors(first, |&i| self.parent[i]).map(|i| &self.list[i]).collect()
    }

    /// 1 for a root, 2 for its children and so on; 0 for an unknown slug.
    pub fn depth(&self, slug: &str) -> usize {
        let first = self.by_slug.get(slug).copied();
        std::iter::successors(first, |&i| self.parent[i]).count()
    }

    pub fn roots(&self) -> impl Iterator<Item = &Category> {
        self.list.iter().filter(|category| category.parent.is_none())
    }

    pub fn children(&self, slug: &str) -> Vec<&Category> {
        let found = self.by_slug.get(slug).map_or(&[][..], |&i| &self.children[i][..]);
        found.iter().map(|&i| &self.list[i]).collect()
    }

    /// The category itself and everything below it, depth first.
    pub fn descendants(&self, slug: &str) -> Vec<&Category> {
        let mut found = Vec::new();
        let mut waiting: Vec<usize> = self.by_slug.get(slug).copied().into_iter().collect();
        while let Some(i) = waiting.pop() {
            found.push(&self.list[i]);
            waiting.extend(self.children[i].iter().rev());
        }
        found
    }

    /// The twelve everyday ones of the report screen, by number.
    pub fn pictures(&self) -> Vec<&Category> {
        let mut found: Vec<&Category> = self.list.iter().filter(|c| c.picture.is_some()).collect();
        found.sort_by_key(|c| c.picture);
        found
    }

    /// By a qualified code such as `gb2013:0406`.
    pub fn by_code(&self, qualified: &str) -> Option<&Category> {
        self.by_code.get(qualified).map(|&i| &self.list[i])
    }

    /// The code of another set for the same category. Sets meet through our slugs: a code without a category
    /// in the other set has no counterpart.
    pub fn counterpart(&self, qualified: &str, set: &str) -> Option<&Code> {
        self.by_code(qualified)?.codes.iter().find(|code| code.set == set)
    }
}
