//! Accounts, devices, links, tokens and allowances: what was ended opens nothing, and nobody wins twice.

use super::builders::audit;
use super::{Database, on_both};
use uuid::Uuid;
use wangge::domain::account::{AccountRole, Scope};
use wangge::domain::instant::Instant;
use wangge::store::person::Erasure;
use wangge::store::{
    AccountEdit, Allowance, LinkPurpose, NewAccount, NewLink, NewSession, NewToken, Redeemed, StoreError,
};

const NOW: Instant = Instant(1_795_485_600_000_000);
const HOUR: i64 = 3600 * Instant::SECOND;

fn account(n: u128, login: &str, granted: &[AccountRole]) -> NewAccount {
    NewAccount {
        id: Uuid::from_u128(n),
        login: login.into(),
        name: "张三".into(),
        party: None,
        granted: granted.to_vec(),
        password: Some("$argon2id$".into()),
    }
}

fn session(n: u8, account: u128, at: Instant) -> NewSession {
    NewSession {
        token_hash: [n; 32],
        id: Uuid::from_u128(1000 + u128::from(n)),
        account: Uuid::from_u128(account),
        device: "Chrome · Windows".into(),
        address: "10.0.0.1".into(),
        at,
        idle_limit: HOUR,
        expires_at: Instant(at.micros() + 10 * HOUR),
        replaces: None,
    }
}

fn later(micros: i64) -> Instant {
    Instant(NOW.micros() + micros)
}

on_both! {
    async fn a_login_belongs_to_one_account(database: &Database) {
        let store = database.open().await;
        assert!(!store.has_accounts().await.unwrap());
        store.create_account(&account(1, "zhang", &[AccountRole::GridWorker]), &audit(1, NOW)).await.unwrap();
        let again = store.create_account(&account(2, "zhang", &[]), &audit(2, NOW)).await.unwrap_err();
        assert!(matches!(again, StoreError::Unique { .. }), "{again:?}");
        let stored = store.account_by_login("zhang").await.unwrap().unwrap();
        assert_eq!((stored.id, stored.version, stored.granted), (Uuid::from_u128(1), 1, vec![AccountRole::GridWorker]));
        assert_eq!(store.accounts().await.unwrap().len(), 1);
        assert!(store.has_accounts().await.unwrap());
        // The refused one left nothing in the log.
        assert_eq!(store.audit_entries(10).await.unwrap().len(), 1);
    }

    async fn an_edit_on_an_old_version_changes_nothing(database: &Database) {
        let store = database.open().await;
        store.create_account(&account(1, "a", &[AccountRole::Administrator]), &audit(1, NOW)).await.unwrap();
        let edit = AccountEdit {
            id: Uuid::from_u128(1),
            version: 1,
            name: "李四".into(),
            party: Some(Uuid::from_u128(9)),
            granted: vec![AccountRole::Administrator, AccountRole::Auditor],
            disabled_at: None,
            sign_out: false,
        };
        assert_eq!(store.edit_account(&edit, &audit(2, NOW)).await.unwrap(), 2);
        let stale = store.edit_account(&edit, &audit(3, NOW)).await.unwrap_err();
        assert!(matches!(stale, StoreError::Conflict { current: 2 }), "{stale:?}");
        let nobody = AccountEdit { id: Uuid::from_u128(5), ..edit };
        assert!(matches!(store.edit_account(&nobody, &audit(4, NOW)).await, Err(StoreError::NotFound)));
        let stored = store.account(Uuid::from_u128(1)).await.unwrap().unwrap();
        assert_eq!((stored.name.as_str(), stored.party, stored.version), ("李四", Some(Uuid::from_u128(9)), 2));
    }

    async fn the_last_administrator_stays(database: &Database) {
        let store = database.open().await;
        for (n, login) in [(1, "a"), (2, "b")] {
            store.create_account(&account(n, login, &[AccountRole::Administrator]), &audit(n, NOW)).await.unwrap();
        }
        let disable = |n: u128, version| AccountEdit {
            id: Uuid::from_u128(n),
            version,
            name: "x".into(),
            party: None,
            granted: vec![AccountRole::Administrator],
            disabled_at: Some(NOW),
            sign_out: true,
        };
        store.begin_session(&session(1, 1, NOW), &audit(10, NOW)).await.unwrap();
        store.edit_account(&disable(1, 1), &audit(11, NOW)).await.unwrap();
        assert!(store.session(&[1; 32]).await.unwrap().is_none(), "disabling signs out");
        let last = store.edit_account(&disable(2, 1), &audit(12, NOW)).await.unwrap_err();
        assert!(matches!(last, StoreError::Check { .. }), "{last:?}");
        let demoted = AccountEdit { granted: vec![], disabled_at: None, ..disable(2, 1) };
        assert!(store.edit_account(&demoted, &audit(13, NOW)).await.is_err());
        assert!(store.account(Uuid::from_u128(2)).await.unwrap().unwrap().disabled_at.is_none());
    }

    async fn a_session_ends_by_time_by_its_owner_and_by_the_next_sign_in(database: &Database) {
        let store = database.open().await;
        for (n, login) in [(1, "a"), (2, "b")] {
            store.create_account(&account(n, login, &[]), &audit(n, NOW)).await.unwrap();
        }
        store.begin_session(&session(1, 1, NOW), &audit(10, NOW)).await.unwrap();
        let row = store.session(&[1; 32]).await.unwrap().unwrap();
        assert!(row.holds_at(NOW) && row.holds_at(later(HOUR - 1)) && !row.holds_at(later(HOUR)));
        store.session_seen(row.id, later(HOUR - 1)).await.unwrap();
        assert!(store.session(&[1; 32]).await.unwrap().unwrap().holds_at(later(HOUR)));
        assert!(store.knows_address(Uuid::from_u128(1), "10.0.0.1").await.unwrap());
        assert!(!store.knows_address(Uuid::from_u128(2), "10.0.0.1").await.unwrap());
        // The same browser signs in again: its former session is gone.
        let next = NewSession { replaces: Some([1; 32]), ..session(2, 1, later(1)) };
        store.begin_session(&next, &audit(11, later(1))).await.unwrap();
        assert!(store.session(&[1; 32]).await.unwrap().is_none());
        store.begin_session(&session(3, 1, later(2)), &audit(12, later(2))).await.unwrap();
        // Nobody ends what is another's.
        assert!(!store.end_session(Uuid::from_u128(2), next.id, &audit(13, later(3))).await.unwrap());
        assert_eq!(store.sessions_of(Uuid::from_u128(1), later(3)).await.unwrap().len(), 2);
        assert_eq!(store.end_other_sessions(Uuid::from_u128(1), Some(next.id), &audit(14, later(3))).await.unwrap(), 1);
        assert!(store.session(&[3; 32]).await.unwrap().is_none());
        // A later sign-in sweeps what has run out.
        store.begin_session(&session(4, 2, later(20 * HOUR)), &audit(15, later(20 * HOUR))).await.unwrap();
        assert!(store.session(&[2; 32]).await.unwrap().is_none());
    }

    async fn a_link_opens_once_and_the_older_one_not_at_all(database: &Database) {
        let store = database.open().await;
        let link = |n: u8, account: Option<u128>| NewLink {
            token_hash: [n; 32],
            account: account.map(Uuid::from_u128),
            purpose: if account.is_some() { LinkPurpose::Invite } else { LinkPurpose::Setup },
            at: NOW,
            expires_at: later(HOUR),
        };
        store.create_link(&link(1, None), None, &audit(1, NOW)).await.unwrap();
        store.create_link(&link(2, None), None, &audit(2, NOW)).await.unwrap();
        assert!(store.open_link(&[1; 32], NOW).await.unwrap().is_none());
        assert!(store.open_link(&[2; 32], later(HOUR)).await.unwrap().is_none(), "too old");
        let first = Redeemed::Account(account(7, "admin", &[AccountRole::Administrator]));
        store.redeem_link(&[2; 32], &first, &session(1, 7, NOW), &audit(3, NOW)).await.unwrap();
        let other = Redeemed::Account(account(8, "other", &[AccountRole::Administrator]));
        let twice = store.redeem_link(&[2; 32], &other, &session(2, 8, NOW), &audit(4, NOW)).await.unwrap_err();
        assert!(matches!(twice, StoreError::NotFound), "{twice:?}");
        assert_eq!(store.accounts().await.unwrap().len(), 1);
        // A reset ends the sessions that were there.
        store.create_link(&link(3, Some(7)), None, &audit(5, NOW)).await.unwrap();
        let reset = Redeemed::Password { account: Uuid::from_u128(7), hash: "new".into() };
        store.redeem_link(&[3; 32], &reset, &session(3, 7, later(1)), &audit(6, later(1))).await.unwrap();
        assert!(store.session(&[1; 32]).await.unwrap().is_none());
        assert!(store.session(&[3; 32]).await.unwrap().is_some());
        assert_eq!(store.account(Uuid::from_u128(7)).await.unwrap().unwrap().password.as_deref(), Some("new"));
    }

    async fn a_login_taken_leaves_the_link_and_everything_else_as_it_was(database: &Database) {
        let store = database.open().await;
        store.create_account(&NewAccount { password: None, ..account(1, "a", &[]) }, &audit(1, NOW)).await.unwrap();
        let link = NewLink {
            token_hash: [1; 32],
            account: None,
            purpose: LinkPurpose::Setup,
            at: NOW,
            expires_at: later(HOUR),
        };
        store.create_link(&link, None, &audit(2, NOW)).await.unwrap();
        let taken = Redeemed::Account(account(2, "a", &[AccountRole::Administrator]));
        let refused = store.redeem_link(&[1; 32], &taken, &session(1, 2, NOW), &audit(3, NOW)).await.unwrap_err();
        assert!(matches!(refused, StoreError::Unique { .. }), "{refused:?}");
        assert!(store.open_link(&[1; 32], NOW).await.unwrap().is_some());
        assert!(store.session(&[1; 32]).await.unwrap().is_none());
    }

    async fn tokens_belong_to_their_account(database: &Database) {
        let store = database.open().await;
        for (n, login) in [(1, "a"), (2, "b")] {
            store.create_account(&account(n, login, &[]), &audit(n, NOW)).await.unwrap();
        }
        let token = NewToken {
            token_hash: [9; 32],
            id: Uuid::from_u128(90),
            account: Uuid::from_u128(1),
            name: "大屏".into(),
            scopes: vec![Scope::Read, Scope::Report],
            expires_at: Some(later(HOUR)),
        };
        store.create_token(&token, &audit(10, NOW)).await.unwrap();
        store.token_used(token.id, later(5)).await.unwrap();
        let row = store.token(&[9; 32]).await.unwrap().unwrap();
        assert_eq!((row.scopes, row.last_used_at), (token.scopes.clone(), Some(later(5))));
        assert!(store.tokens_of(Uuid::from_u128(2)).await.unwrap().is_empty());
        assert!(!store.end_token(Uuid::from_u128(2), token.id, &audit(11, NOW)).await.unwrap());
        assert!(store.end_token(Uuid::from_u128(1), token.id, &audit(12, NOW)).await.unwrap());
        assert!(store.token(&[9; 32]).await.unwrap().is_none());
    }

    async fn an_allowance_gives_its_burst_and_then_one_an_interval(database: &Database) {
        let store = database.open().await;
        let allowance = |n: u8| Allowance { key: [n; 32], burst: 3, interval: 10 * Instant::SECOND };
        let take = async |which: &[Allowance], at: Instant| store.take_allowances(which, at).await.unwrap();
        for _ in 0..3 {
            assert_eq!(take(&[allowance(1)], NOW).await, Ok(()));
        }
        assert_eq!(take(&[allowance(1)], NOW).await, Err(later(10 * Instant::SECOND)));
        assert_eq!(take(&[allowance(1)], later(10 * Instant::SECOND)).await, Ok(()));
        assert!(take(&[allowance(1)], later(10 * Instant::SECOND)).await.is_err());
        // What is refused for one reason takes nothing for another.
        for _ in 0..5 {
            assert!(take(&[allowance(2), allowance(1)], later(10 * Instant::SECOND)).await.is_err());
        }
        for _ in 0..3 {
            assert_eq!(take(&[allowance(2)], later(10 * Instant::SECOND)).await, Ok(()));
        }
        store.give_back_allowances(&[allowance(2)]).await.unwrap();
        assert_eq!(take(&[allowance(2)], later(10 * Instant::SECOND)).await, Ok(()));
        store.sweep_allowances(later(HOUR)).await.unwrap();
        for _ in 0..3 {
            assert_eq!(take(&[allowance(1)], later(HOUR)).await, Ok(()));
        }
    }

    async fn a_person_that_is_erased_leaves_no_name_and_no_way_in(database: &Database) {
        let store = database.open().await;
        let party = Uuid::from_u128(77);
        store.create_account(&NewAccount { party: Some(party), ..account(1, "zhang", &[]) }, &audit(1, NOW)).await.unwrap();
        store.begin_session(&session(1, 1, NOW), &audit(2, NOW)).await.unwrap();
        let erasure = Erasure { party: Some(party), accounts: vec![Uuid::from_u128(1)], secrets: vec![] };
        store.erase_person(&erasure, &audit(3, NOW)).await.unwrap();
        let left = store.account(Uuid::from_u128(1)).await.unwrap().unwrap();
        assert_eq!((left.name.as_str(), left.password, left.disabled_at), ("", None, Some(NOW)));
        assert!(!left.login.contains("zhang"));
        assert!(store.session(&[1; 32]).await.unwrap().is_none());
    }
}
