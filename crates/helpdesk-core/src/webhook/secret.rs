//! A secret in the URL, for vendors that do not sign.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use super::{Inbound, Rejection};
use crate::{Error, Result};

/// A secret that is part of the URL a vendor calls: a path segment, or the value of a query
/// parameter. It is compared in constant time.
#[derive(Clone)]
pub struct SharedSecret(SecretString);

impl SharedSecret {
    /// The fewest characters a secret may have: 192 bits in the least dense form, hexadecimal
    /// digits, are 48; 32 characters of base64 carry as much.
    pub const MINIMUM_LENGTH: usize = 32;

    /// Takes a secret. Shorter than [`Self::MINIMUM_LENGTH`] characters, or with other characters
    /// than letters, digits, `-` and `_`, is a configuration error.
    pub fn new(secret: SecretString) -> Result<Self> {
        let text = secret.expose_secret();
        if text.len() < Self::MINIMUM_LENGTH {
            return Err(Error::config(
                "webhook_secret",
                "must be at least 32 characters long; generate one",
            ));
        }
        if !text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        {
            return Err(Error::config(
                "webhook_secret",
                "may hold letters, digits, `-` and `_` only",
            ));
        }
        Ok(Self(secret))
    }

    /// A new secret with 256 random bits, in hexadecimal digits.
    pub fn generate() -> Result<Self> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).map_err(|error| {
            Error::new(crate::ErrorKind::Internal, "the machine gave no randomness")
                .with_source(error.to_string())
        })?;
        let mut text = String::with_capacity(64);
        for byte in bytes {
            text.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
            text.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        }
        Ok(Self(SecretString::from(text)))
    }

    /// The secret, to build the URL that is given to the vendor.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// The URL to give to the vendor: this one, with the secret as the query parameter `key`. It is
    /// as secret as the secret itself. Tests take it to make deliveries that verify.
    ///
    /// ```
    /// # use helpdesk_core::webhook::{Inbound, SharedSecret};
    /// let secret = SharedSecret::generate()?;
    /// let url = secret.in_url("https://crm.example.com/hooks/sales")?;
    ///
    /// let delivery = Inbound::new(Default::default(), "{}").with_uri(&url.parse().unwrap());
    /// assert!(secret.check(&delivery).is_ok());
    /// # Ok::<(), helpdesk_core::Error>(())
    /// ```
    pub fn in_url(&self, url: &str) -> Result<String> {
        let mut url: url::Url = url
            .parse()
            .map_err(|_| Error::invalid("url", "must be a whole URL, https://…"))?;
        url.query_pairs_mut().append_pair("key", self.expose());
        Ok(url.into())
    }

    /// Checks that the URL of a delivery holds the secret. How long that takes tells the length of
    /// what was given, and nothing of the secret.
    pub fn check(&self, inbound: &Inbound) -> Result<(), Rejection> {
        let wanted = self.0.expose_secret().as_bytes();
        let in_path = inbound.path.split('/');
        let in_query = inbound
            .query
            .as_deref()
            .unwrap_or_default()
            .split('&')
            .filter_map(|pair| pair.split_once('=').map(|(_, value)| value));
        let found = in_path
            .chain(in_query)
            .fold(subtle::Choice::from(0), |found, given| {
                found | given.as_bytes().ct_eq(wanted)
            });
        if bool::from(found) {
            Ok(())
        } else {
            Err(Rejection::BadSecret)
        }
    }
}

impl fmt::Debug for SharedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedSecret([redacted])")
    }
}

/// How deliveries of a vendor that does not sign are verified.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub enum UnsignedPolicy {
    /// They are refused.
    #[default]
    Refuse,
    /// The URL must hold this secret.
    Secret(SharedSecret),
    /// They are accepted unverified, because the configuration says so in so many words.
    Accept,
}

impl UnsignedPolicy {
    /// Checks a delivery, and tells how it was verified.
    pub fn check(&self, inbound: &Inbound) -> Result<super::Verification, Rejection> {
        match self {
            Self::Refuse => Err(Rejection::Unsigned),
            Self::Secret(secret) => secret
                .check(inbound)
                .map(|()| super::Verification::SharedSecret),
            Self::Accept => Ok(super::Verification::None),
        }
    }
}
