//! Why a campaign is refused. Every fault names its campaign and, where there is one, its phase.

use crate::domain::text::Words;
use thiserror::Error;

/// The first part is always the campaign's slug.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CampaignFault {
    #[error("listed twice")]
    Twice(String),
    #[error("a slug is made of small letters, digits and `_`: `{1}` is none")]
    Slug(String, String),
    #[error("`{1}` has no name in zh and en")]
    NoName(String, String),
    #[error("`{1}` has no source")]
    NoSource(String, String),
    #[error("phase `{1}` is listed twice")]
    PhaseTwice(String, String),
    #[error("phase `{1}` ends before it begins")]
    Backwards(String, String),
    #[error("phase `{1}` has a last day and no first day")]
    EndAlone(String, String),
    #[error("phases `{1}` and `{2}` share days; one campaign is in one phase at a time")]
    Overlap(String, String, String),
    #[error("phase `{1}`: unknown tier `{2}`; tiers are those of the limits")]
    UnknownTier(String, String, String),
    #[error("phase `{1}`: a patrol of no visits; leave it out")]
    NoVisits(String, String),
    #[error("`{1}`: unknown category `{2}`")]
    UnknownCategory(String, String, String),
    #[error("two sets of weights begin on {1}")]
    WeightsTwice(String, String),
    #[error("weights of {1}: category `{2}` has two")]
    CategoryTwice(String, String, String),
}

impl CampaignFault {
    /// Slug of the campaign to look at.
    pub fn entry(&self) -> &str {
        match self {
            Self::Twice(slug)
            | Self::Slug(slug, _)
            | Self::NoName(slug, _)
            | Self::NoSource(slug, _)
            | Self::PhaseTwice(slug, _)
            | Self::Backwards(slug, _)
            | Self::EndAlone(slug, _)
            | Self::Overlap(slug, ..)
            | Self::UnknownTier(slug, ..)
            | Self::NoVisits(slug, _)
            | Self::UnknownCategory(slug, ..)
            | Self::WeightsTwice(slug, _)
            | Self::CategoryTwice(slug, ..) => slug,
        }
    }

    /// Phase, set of weights or other part to look at, for forms.
    pub fn part(&self) -> Option<&str> {
        match self {
            Self::Twice(_) => None,
            Self::Slug(_, part)
            | Self::NoName(_, part)
            | Self::NoSource(_, part)
            | Self::PhaseTwice(_, part)
            | Self::Backwards(_, part)
            | Self::EndAlone(_, part)
            | Self::Overlap(_, part, _)
            | Self::UnknownTier(_, part, _)
            | Self::NoVisits(_, part)
            | Self::UnknownCategory(_, part, _)
            | Self::WeightsTwice(_, part)
            | Self::CategoryTwice(_, part, _) => Some(part),
        }
    }

    /// What is wrong, for people.
    pub fn words(&self) -> Words {
        let zh = match self {
            Self::Twice(_) => "重复列出".to_owned(),
            Self::Slug(_, part) => format!("代号只能用小写字母、数字和下划线：「{part}」不行"),
            Self::NoName(_, part) => format!("「{part}」缺少中文或英文名称"),
            Self::NoSource(_, part) => format!("「{part}」没有写明依据"),
            Self::PhaseTwice(_, part) => format!("阶段「{part}」重复列出"),
            Self::Backwards(_, part) => format!("阶段「{part}」的结束日期早于开始日期"),
            Self::EndAlone(_, part) => format!("阶段「{part}」只有结束日期，没有开始日期"),
            Self::Overlap(_, part, other) => {
                format!("阶段「{part}」与「{other}」日期重叠；同一活动同一天只能处于一个阶段")
            }
            Self::UnknownTier(_, part, tier) => format!("阶段「{part}」：没有时限档次「{tier}」"),
            Self::NoVisits(_, part) => format!("阶段「{part}」：巡查次数不能为零，不巡查请删去该项"),
            Self::UnknownCategory(_, part, category) => format!("「{part}」：没有事项类别「{category}」"),
            Self::WeightsTwice(_, from) => format!("有两组权重都从 {from} 起"),
            Self::CategoryTwice(_, part, category) => format!("{part} 的权重：类别「{category}」出现两次"),
        };
        Words::new(zh, self.to_string())
    }
}
