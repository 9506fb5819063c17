//! A secret in the URL, for vendors that do not sign.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use subtle::{Choice, ConstantTimeEq};

use super::{Inbound, Rejection};
use crate::{Error, Result};

/// A secret that is part of the URL a vendor calls: a path segment, or the value of a query
/// parameter. It is compared in constant time.
///
/// While the URL is being changed at the vendor, several hold: the newest, which [`Self::expose`] and
/// [`Self::in_url`] give, and those before it, which deliveries may still come with.
#[derive(Clone)]
pub struct SharedSecret {
    newest: SecretString,
    older: Vec<SecretString>,
}

impl SharedSecret {
    /// The fewest characters a secret may have: 192 bits in the least dense form, hexadecimal
    /// digits, are 48; 32 characters of base64 carry as much.
    pub const MINIMUM_LENGTH: usize = 32;

    /// Takes a secret, or several with commas between them, the newest first: a configured
    /// `webhook_secret`.
    ///
    /// Fails with [`ErrorKind::Config`](crate::ErrorKind::Config) when one is shorter than
    /// [`Self::MINIMUM_LENGTH`] characters, or has other characters than letters, digits, `-` and
    /// `_`.
    #[allow(clippy::needless_pass_by_value, reason = "secrets are handed over")]
    pub fn new(secret: SecretString) -> Result<Self> {
        let mut secrets = secret.expose_secret().split(',').map(one);
        let newest = secrets.next().unwrap_or_else(|| one(""))?;
        let older = secrets.collect::<Result<_>>()?;
        Ok(Self { newest, older })
    }

    /// Accepts another one too, with whatever that accepts: the one that was in use before, until the
    /// vendor calls the new URL.
    ///
    /// ```
    /// # use helpdesk_core::webhook::{Inbound, SharedSecret};
    /// # let before = SharedSecret::generate()?;
    /// let secret = SharedSecret::generate()?.or_older(before.clone());
    ///
    /// let url = before.in_url("https://crm.example.com/hooks/sales")?;
    /// let delivery = Inbound::new(Default::default(), "{}").with_uri(&url.parse().unwrap());
    /// assert!(secret.check(&delivery).is_ok());
    /// # Ok::<(), helpdesk_core::Error>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn or_older(mut self, older: Self) -> Self {
        self.older.push(older.newest);
        self.older.extend(older.older);
        self
    }

    /// A new secret with 256 random bits, in hexadecimal digits.
    #[inline]
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
        Ok(Self {
            newest: SecretString::from(text),
            older: Vec::new(),
        })
    }

    /// The newest secret, to build the URL that is given to the vendor.
    pub fn expose(&self) -> &str {
        self.newest.expose_secret()
    }

    /// The URL to give to the vendor: this one, with the newest secret as the query parameter `key`.
    /// It is as secret as the secret itself. Tests take it to make deliveries that verify.
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
    #[inline]
    pub fn in_url(&self, url: &str) -> Result<String> {
        let mut url: url::Url = url
            .parse()
            .map_err(|_| Error::invalid("url", "must be a whole URL, https://…"))?;
        url.query_pairs_mut().append_pair("key", self.expose());
        Ok(url.into())
    }

    /// Checks that the URL of a delivery holds one of the secrets. How long that takes tells how long
    /// they are and how long what was given is, and nothing else: neither how much of it was right nor
    /// which of them it was.
    pub fn check(&self, inbound: &Inbound) -> Result<(), Rejection> {
        let in_path = parts(&inbound.path, b'/');
        let query = inbound.query.as_deref().unwrap_or_default();
        let in_query = parts(query, b'&').filter_map(|pair| {
            let name = memchr::memchr(b'=', pair)?;
            pair.get(name + 1..)
        });
        let found = in_path
            .chain(in_query)
            .fold(Choice::from(0), |found, given| found | self.is(given));
        if bool::from(found) {
            Ok(())
        } else {
            Err(Rejection::BadSecret)
        }
    }

    fn is(&self, given: &[u8]) -> Choice {
        let equals = |secret: &SecretString| same(secret.expose_secret().as_bytes(), given);
        self.older
            .iter()
            .fold(equals(&self.newest), |found, older| found | equals(older))
    }
}

/// The parts of a text between these.
fn parts(text: &str, between: u8) -> impl Iterator<Item = &[u8]> {
    let (text, mut from) = (text.as_bytes(), 0);
    let ends = memchr::memchr_iter(between, text).chain([text.len()]);
    ends.filter_map(move |end| {
        let part = text.get(from..end);
        from = end + 1;
        part
    })
}

/// Whether two texts are the same, in constant time: eight bytes a step, and the rest one by one.
fn same(one: &[u8], other: &[u8]) -> Choice {
    if one.len() != other.len() {
        return Choice::from(0);
    }
    let ((one, rest), (other, other_rest)) = (one.as_chunks(), other.as_chunks());
    let eight = |bytes: &[u8; 8]| u64::from_ne_bytes(*bytes);
    one.iter()
        .zip(other)
        .fold(rest.ct_eq(other_rest), |same, (one, other)| {
            same & eight(one).ct_eq(&eight(other))
        })
}

/// One secret, if it can be one.
fn one(text: &str) -> Result<SecretString> {
    let text = text.trim();
    let wrong = |problem: &str| Err(Error::config("webhook_secret", problem));
    if text.len() < SharedSecret::MINIMUM_LENGTH {
        return wrong("must be at least 32 characters long; generate one");
    }
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if !text.bytes().all(fits) {
        return wrong("may hold letters, digits, `-` and `_` only; put commas between several");
    }
    Ok(SecretString::from(text))
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
    /// The URL must hold this secret, or one of those that it replaces.
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
