//! The one TLS set-up of outgoing connections, HTTP and mail alike: rustls with ring, named here so that no process-wide
//! default has to be installed. Trusted are the machine's certificates and those that configuration adds (a city's own
//! authority); a bare container without any gets Mozilla's list.

use super::sender::SetupError;
use crate::domain::text::Words;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;

/// `extra` holds PEM certificates, perhaps none.
pub(super) fn client(extra: &[u8]) -> Result<ClientConfig, SetupError> {
    let mut roots = RootCertStore::empty();
    // Certificates that cannot be read are skipped: a machine's store holds all sorts.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    let unreadable = |error: &dyn std::fmt::Display| {
        SetupError(Words::new(
            format!("附加的信任证书无法读取（应为 PEM）：{error}"),
            format!("the extra trusted certificates cannot be read (PEM is expected): {error}"),
        ))
    };
    for certificate in CertificateDer::pem_slice_iter(extra) {
        let certificate = certificate.map_err(|error| unreadable(&error))?;
        roots.add(certificate).map_err(|error| unreadable(&error))?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| unreadable(&error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}
