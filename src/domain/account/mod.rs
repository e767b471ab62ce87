//! Who uses the service: the roles that an account may have.

pub mod role;

pub use role::AccountRole;
