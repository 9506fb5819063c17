//! Webhooks coming in.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use helpdesk_core::webhook::{
    Event, Inbound, Receiver, Rejection, UnsignedPolicy, Verification, Verified, is_nested_deeper,
};
use helpdesk_core::{Clock, Error, Result, Timestamp, Vendor};
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderName;
use md5::{Digest, Md5};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq};

use crate::convert::contacts::Aliases;
use crate::convert::events;
use crate::{TicketSource, VENDOR, WebhookKey};

/// The largest body that is read.
const LARGEST: usize = 4 << 20;

/// The deepest nesting that is read, as deep as `serde_json` reads.
const DEEPEST: usize = 127;

static SIGNATURE: HeaderName = HeaderName::from_static("x-signature");
static TIMESTAMP: HeaderName = HeaderName::from_static("x-timestamp");

/// How far clocks may differ.
const AHEAD: Duration = Duration::from_secs(300);

/// Verifies deliveries and reads them as neutral events.
///
/// The vendor signs with HMAC-SHA256 over the raw body and the time in `X-Timestamp`; the key is the
/// MD5 sum of the API token. A delivery whose signature does not fit is refused whatever else it
/// holds. One without signature is refused too, unless a secret in the URL is configured and there,
/// or unsigned deliveries are accepted in so many words.
#[derive(Clone)]
pub struct Chat2DeskReceiver {
    keys: Arc<[Hmac<Sha256>]>,
    tolerance: Duration,
    unsigned: UnsignedPolicy,
    clock: Arc<dyn Clock>,
    aliases: Aliases,
    source: TicketSource,
}

impl Chat2DeskReceiver {
    pub(crate) fn new(
        tokens: &[SecretString],
        form: WebhookKey,
        tolerance: Duration,
        unsigned: UnsignedPolicy,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let keys = tokens.iter().flat_map(|token| keys_of(token, form));
        Self {
            // Every length of key is a good one for HMAC.
            keys: keys
                .filter_map(|key| Hmac::new_from_slice(&key).ok())
                .collect(),
            tolerance,
            unsigned,
            clock,
            aliases: Aliases::default(),
            source: TicketSource::default(),
        }
    }

    /// The `X-Signature` that the vendor puts on a delivery: for tests of one's own, not for
    /// verification.
    ///
    /// `timestamp` goes into `X-Timestamp`, in seconds since 1970. [`WebhookKey::Either`] signs as
    /// [`WebhookKey::HexMd5`] does.
    ///
    /// ```
    /// use helpdesk_chat2desk::{Chat2Desk, Chat2DeskReceiver, Config, WebhookKey};
    /// use helpdesk_core::webhook::Inbound;
    /// use helpdesk_core::{Client, Timestamp};
    ///
    /// let body = r#"{"hook_type":"inbox","message_id":1}"#;
    /// let now = Timestamp::now().as_second();
    /// let token = "some-token".into();
    /// let signature = Chat2DeskReceiver::sign(&token, WebhookKey::HexMd5, body.as_bytes(), now);
    ///
    /// let mut headers = http::HeaderMap::new();
    /// headers.insert("x-timestamp", now.into());
    /// headers.insert("x-signature", signature.parse().unwrap());
    /// let client = Client::new(Chat2Desk::new(Config::new(token))?);
    /// assert!(client.verify_webhook(Inbound::new(headers, body)).is_ok());
    /// # Ok::<(), helpdesk_core::Error>(())
    /// ```
    pub fn sign(token: &SecretString, key: WebhookKey, body: &[u8], timestamp: i64) -> String {
        let keys = keys_of(token, key);
        let key = keys.first().map_or(&[][..], Vec::as_slice);
        Hmac::new_from_slice(key)
            .map(|key| hex::encode(sign(key, body, &timestamp.to_string())))
            .unwrap_or_default()
    }

    pub(crate) fn reading(mut self, aliases: Aliases, source: TicketSource) -> Self {
        self.aliases = aliases;
        self.source = source;
        self
    }

    fn inspect(&self, inbound: &Inbound, now: Timestamp) -> Result<Verification, Rejection> {
        if inbound.body.len() > LARGEST {
            return Err(Rejection::TooLarge);
        }
        let by = if inbound.headers.contains_key(&SIGNATURE) {
            self.check_signature(inbound, now)?;
            Verification::Signature
        } else {
            match self.unsigned {
                UnsignedPolicy::Refuse => return Err(Rejection::MissingSignature),
                _ => self.unsigned.check(inbound)?,
            }
        };
        Ok(by)
    }

    fn check_signature(&self, inbound: &Inbound, now: Timestamp) -> Result<(), Rejection> {
        let header = |name| inbound.header(name).ok_or(Rejection::MalformedSignature);
        let given = header(&SIGNATURE)?.trim();
        let mut signature = [0; 32];
        let is_whole = match hex::decode_to_slice(given, &mut signature) {
            Ok(()) => true,
            // Of another length, it is a wrong one if it is one at all.
            Err(_) if hex::decode(given).is_ok() => false,
            Err(_) => return Err(Rejection::MalformedSignature),
        };
        let stamp = header(&TIMESTAMP)?;
        let at = stamp
            .trim()
            .parse()
            .ok()
            .and_then(|seconds| Timestamp::from_second(seconds).ok())
            .ok_or(Rejection::MalformedSignature)?;
        let fits = self.keys.iter().fold(Choice::from(0), |fits, key| {
            fits | same(&sign(key.clone(), &inbound.body, stamp), &signature)
        });
        if !is_whole || !bool::from(fits) {
            return Err(Rejection::BadSignature);
        }
        let age = now.duration_since(at);
        if age.is_positive() && age.unsigned_abs() > self.tolerance {
            return Err(Rejection::Stale);
        }
        if age.is_negative() && age.unsigned_abs() > AHEAD {
            return Err(Rejection::Future);
        }
        Ok(())
    }
}

impl fmt::Debug for Chat2DeskReceiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chat2DeskReceiver")
            .field("keys", &self.keys.len())
            .field("tolerance", &self.tolerance)
            .field("unsigned", &self.unsigned)
            .finish_non_exhaustive()
    }
}

impl Receiver for Chat2DeskReceiver {
    fn vendor(&self) -> &Vendor {
        const VENDOR_REF: &Vendor = &VENDOR;
        VENDOR_REF
    }

    fn verify(&self, inbound: Inbound) -> Result<Verified> {
        let now = self.clock.now();
        let by = self
            .inspect(&inbound, now)
            .map_err(|rejection| rejection.into_error(&VENDOR))?;
        Verified::vouch(inbound, VENDOR, by, now)
    }

    fn parse(&self, verified: &Verified) -> Result<Vec<Event>> {
        verified.require(&VENDOR)?;
        let text = verified.text();
        if is_nested_deeper(text, DEEPEST) {
            return Err(malformed("."));
        }
        events::event(verified.data(), &self.aliases, self.source, verified.by())
            .map(|event| vec![event])
            .map_err(|misfit| malformed(place(&misfit)))
    }
}

/// Where a body does not fit. The decoder's message names the place in backticks.
fn place(misfit: &Error) -> &str {
    let path = misfit.message().split('`').nth(1).unwrap_or(".");
    // Text that is no JSON at all has no place in it.
    if path == "?" { "." } else { path }
}

/// A body that is not what the vendor sends, at this path.
fn malformed(path: &str) -> Error {
    Rejection::malformed_at(&VENDOR, path)
}

/// The keys a token may sign with.
fn keys_of(token: &SecretString, form: WebhookKey) -> Vec<Vec<u8>> {
    let sum = Md5::digest(token.expose_secret().trim().as_bytes());
    let hex = || hex::encode(sum).into_bytes();
    match form {
        WebhookKey::HexMd5 => vec![hex()],
        WebhookKey::RawMd5 => vec![sum.to_vec()],
        WebhookKey::Either => vec![hex(), sum.to_vec()],
    }
}

/// HMAC-SHA256 over the body and, directly behind it, the timestamp as it was sent.
fn sign(mut key: Hmac<Sha256>, body: &[u8], stamp: &str) -> [u8; 32] {
    key.update(body);
    key.update(stamp.as_bytes());
    key.finalize().into_bytes().into()
}

/// Whether a signature is this one, in constant time: eight bytes a step.
fn same(own: &[u8; 32], given: &[u8; 32]) -> Choice {
    let ((own, _), (given, _)) = (own.as_chunks(), given.as_chunks());
    let eight = |bytes: &[u8; 8]| u64::from_ne_bytes(*bytes);
    own.iter()
        .zip(given)
        .fold(Choice::from(1), |same, (own, given)| {
            same & eight(own).ct_eq(&eight(given))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vendor's documentation gives a body, a time, a key and the signature they make. The key
    /// there is not a token's MD5 sum but the literal text.
    #[test]
    fn the_documented_vector() {
        let body = concat!(
            r#"{"message_id":28780,"type":"from_client","text":"test7","transport":"widget","#,
            r#""client_id":12568,"operator_id":null,"dialog_id":942,"channel_id":1,"photo":null,"#,
            r#""coordinates":null,"audio":null,"pdf":null,"client":{"id":12568,"#,
            r#""phone":"[chat] 1d0bb2e221762cfcc05c","client_phone":null,"#,
            r#""name":"[chat] 1d0bb2e221762cfcc05c","assigned_name":null,"external_id":null},"#,
            r#""hook_type":"inbox","request_id":5357,"attachments":[],"is_new_request":false,"#,
            r#""is_new_client":false,"insta_comment":false,"extra_data":{},"is_new":true,"#,
            r#""event_time":"2025-04-03T11:50:06.984494Z"}"#,
        );
        assert_eq!(
            hex::encode(sign(
                Hmac::new_from_slice(b"md5_api_token").unwrap(),
                body.as_bytes(),
                "1743681006"
            )),
            "88b574d8237e1b7740f88102018b734d3dd5bc6803c509a3694eff9721b0c595"
        );
    }

    #[test]
    fn keys_are_the_sum_of_the_token() {
        let token = SecretString::from(" abc ");
        let hex = b"900150983cd24fb0d6963f7d28e17f72".to_vec();
        let raw = hex::decode(&hex).unwrap();
        let both = [hex, raw];
        assert_eq!(keys_of(&token, WebhookKey::HexMd5), both[..1]);
        assert_eq!(keys_of(&token, WebhookKey::RawMd5), both[1..]);
        assert_eq!(keys_of(&token, WebhookKey::Either), both);
    }
}
