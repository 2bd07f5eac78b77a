//! The library of cryptography, which a feature selects.

#[cfg(feature = "aws-lc")]
pub(super) use {
    aws_lc_rs::{digest, hmac, rand, signature},
    webpki::aws_lc_rs as chains,
};
#[cfg(all(feature = "ring", not(feature = "aws-lc")))]
pub(super) use {
    ring::{digest, hmac, rand, signature},
    webpki::ring as chains,
};

#[cfg(not(any(feature = "ring", feature = "aws-lc")))]
compile_error!(
    "the feature `ws-security` needs a library of cryptography: enable `ring` or `aws-lc`"
);

use rand::{SecureRandom as _, SystemRandom};

use super::SecurityError;

/// Fills an array with random bytes.
pub(super) fn random<const LENGTH: usize>() -> Result<[u8; LENGTH], SecurityError> {
    let mut bytes = [0; LENGTH];
    fill(&mut bytes)?;
    Ok(bytes)
}

/// Fills a buffer with random bytes.
pub(super) fn fill(bytes: &mut [u8]) -> Result<(), SecurityError> {
    let failed = |_| SecurityError::invalid("cannot generate random numbers");
    SystemRandom::new().fill(bytes).map_err(failed)
}
