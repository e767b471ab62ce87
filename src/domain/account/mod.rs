//! Who uses the service: the roles that an account may have, which of them follow from its posts, and what a login
//! name and a password may look like.

pub mod credentials;
pub mod from_posts;
pub mod role;
pub mod roles;
pub mod scope;

pub use role::AccountRole;
pub use roles::Roles;
pub use scope::Scope;
