//! The path extractor of this service: axum's own, refusing with a problem document instead of plain text.
//! Query strings are read by [`Params`](super::params::Params), bodies by [`Fields`](super::body::Fields).

use super::problem::Problem;
use crate::app::AppError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// Parts of the path, percent-decoded.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl Path<String> {
    /// The id of a thing of a kind; a text that is no UUID names nothing that exists.
    pub fn id(&self, kind: &'static str) -> Result<Uuid, Problem> {
        Uuid::parse_str(&self.0).map_err(|_| AppError::NotFound { kind, id: self.0.clone() }.into())
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(Problem::malformed(
                "bad_path",
                "path",
                "地址中的编号无法识别，应为 UTF-8 编码",
                "The path cannot be read; it must be UTF-8",
            )),
        }
    }
}
