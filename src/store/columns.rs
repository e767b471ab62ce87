//! Domain values as columns: closed vocabularies travel as their slug, instants as microseconds.

use super::ChangeKind;
use crate::domain::case::{EventKind, State};
use crate::domain::duty::{PartyKind, Role};
use crate::domain::feature::Layer;
use crate::domain::grid::{Level, Scheme};
use crate::domain::instant::Instant;
use crate::domain::photo::{DraftState, North, PhotoKind, PlacedBy};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Encode, Type};

macro_rules! slug_columns {
    ($($type:ty),+ $(,)?) => { $(
        impl<DB: Database> Type<DB> for $type where String: Type<DB> {
            fn type_info() -> DB::TypeInfo {
                <String as Type<DB>>::type_info()
            }

            fn compatible(given: &DB::TypeInfo) -> bool {
                <String as Type<DB>>::compatible(given)
            }
        }

        impl<'r, DB: Database> Decode<'r, DB> for $type where String: Decode<'r, DB> {
            fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
                let slug = <String as Decode<'r, DB>>::decode(value)?;
                Self::from_slug(&slug).ok_or_else(|| format!("{slug:?} is not a {}", stringify!($type)).into())
            }
        }

        impl<'q, DB: Database> Encode<'q, DB> for $type where String: Encode<'q, DB> {
            fn encode_by_ref(&self, buffer: &mut DB::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
                <String as Encode<'q, DB>>::encode(self.slug().to_owned(), buffer)
            }
        }
    )+ };
}

slug_columns!(
    ChangeKind, State, EventKind, PartyKind, Role, Layer, Level, Scheme, PhotoKind, North, DraftState,
    PlacedBy
);

impl<DB: Database> Type<DB> for Instant
where
    i64: Type<DB>,
{
    fn type_info() -> DB::TypeInfo {
        <i64 as Type<DB>>::type_info()
    }

    fn compatible(given: &DB::TypeInfo) -> bool {
        <i64 as Type<DB>>::compatible(given)
    }
}

impl<'r, DB: Database> Decode<'r, DB> for Instant
where
    i64: Decode<'r, DB>,
{
    fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(Self(<i64 as Decode<'r, DB>>::decode(value)?))
    }
}

impl<'q, DB: Database> Encode<'q, DB> for Instant
where
    i64: Encode<'q, DB>,
{
    fn encode_by_ref(&self, buffer: &mut DB::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <i64 as Encode<'q, DB>>::encode(self.0, buffer)
    }
}
