//! The HTTP part of a desk's configuration.

use std::time::Duration;

use helpdesk_core::{Error, Result};
use http::HeaderValue;
use serde::{Deserialize, Serialize};

use crate::{InsecureHttp, PipelineBuilder, ReqwestTransportBuilder, RetryPolicy};

/// The keys every desk of a real vendor takes beside the vendor's own. All are optional.
///
/// ```
/// use helpdesk_http::HttpSettings;
///
/// let settings: HttpSettings = serde_json::from_str(r#"{ "timeout_seconds": 0 }"#).unwrap();
/// let error = settings.validate().unwrap_err();
/// assert_eq!(error.field_errors()[0].field, "timeout_seconds");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct HttpSettings {
    /// How long an operation may take in all, unless the caller says. 1 to 3600; 120 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_seconds: Option<u64>,
    /// How long one request may take. 1 to 600; 30 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempt_timeout_seconds: Option<u64>,
    /// How long connecting may take. 1 to 120; 10 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connect_timeout_seconds: Option<u64>,
    /// How often a call is tried in all. 1 to 20; 4 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_attempts: Option<u32>,
    /// The largest answer that is read, in bytes. At least 1024; 32 MiB by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_body_bytes: Option<u64>,
    /// Whether `http://` is allowed to other machines than this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_insecure_http: Option<bool>,
    /// Whether the environment's proxies are used. They are by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy: Option<bool>,
    /// The `User-Agent` header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
}

impl HttpSettings {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Checks every value. The error names the key.
    pub fn validate(&self) -> Result<()> {
        for (key, value, least, most) in [
            ("timeout_seconds", self.timeout_seconds, 1, 3600),
            (
                "attempt_timeout_seconds",
                self.attempt_timeout_seconds,
                1,
                600,
            ),
            (
                "connect_timeout_seconds",
                self.connect_timeout_seconds,
                1,
                120,
            ),
            ("max_attempts", self.max_attempts.map(u64::from), 1, 20),
        ] {
            if value.is_some_and(|value| !(least..=most).contains(&value)) {
                return Err(Error::config(
                    key,
                    format!("must be from {least} to {most}"),
                ));
            }
        }
        if self
            .max_body_bytes
            .is_some_and(|bytes| bytes < 1024 || usize::try_from(bytes).is_err())
        {
            return Err(Error::config("max_body_bytes", "must be at least 1024"));
        }
        if let Some(text) = &self.user_agent
            && (text.trim().is_empty() || HeaderValue::from_str(text).is_err())
        {
            return Err(Error::config(
                "user_agent",
                "must be text without line breaks",
            ));
        }
        Ok(())
    }

    /// What [`BaseUrl::parse`](crate::BaseUrl::parse) has to be told.
    pub fn insecure_http(&self) -> InsecureHttp {
        if self.allow_insecure_http == Some(true) {
            InsecureHttp::Allowed
        } else {
            InsecureHttp::LoopbackOnly
        }
    }

    /// Applies what concerns the pipeline, after checking everything.
    pub fn apply(&self, mut builder: PipelineBuilder) -> Result<PipelineBuilder> {
        self.validate()?;
        if let Some(seconds) = self.timeout_seconds {
            builder = builder.timeout(Duration::from_secs(seconds));
        }
        if let Some(seconds) = self.attempt_timeout_seconds {
            builder = builder.attempt_timeout(Duration::from_secs(seconds));
        }
        if let Some(attempts) = self.max_attempts {
            builder = builder.change_retry(|retry: RetryPolicy| retry.with_max_attempts(attempts));
        }
        if let Some(bytes) = self.max_body_bytes {
            builder = builder.max_body(usize::try_from(bytes).unwrap_or(usize::MAX));
        }
        if let Some(text) = &self.user_agent {
            builder = builder.user_agent(text.clone());
        }
        Ok(builder)
    }

    /// Applies what concerns the default transport, after checking everything.
    pub fn apply_to_transport(
        &self,
        mut builder: ReqwestTransportBuilder,
    ) -> Result<ReqwestTransportBuilder> {
        self.validate()?;
        if let Some(seconds) = self.connect_timeout_seconds {
            builder = builder.connect_timeout(Duration::from_secs(seconds));
        }
        if let Some(proxy) = self.proxy {
            builder = builder.proxy(proxy);
        }
        if let Some(text) = &self.user_agent {
            builder = builder.user_agent(text.clone());
        }
        Ok(builder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_checked_and_named() {
        for (json, key) in [
            (r#"{"timeout_seconds":0}"#, "timeout_seconds"),
            (r#"{"timeout_seconds":3601}"#, "timeout_seconds"),
            (
                r#"{"attempt_timeout_seconds":601}"#,
                "attempt_timeout_seconds",
            ),
            (
                r#"{"connect_timeout_seconds":0}"#,
                "connect_timeout_seconds",
            ),
            (r#"{"max_attempts":0}"#, "max_attempts"),
            (r#"{"max_body_bytes":1023}"#, "max_body_bytes"),
            (r#"{"user_agent":"a\nb"}"#, "user_agent"),
            (r#"{"user_agent":" "}"#, "user_agent"),
        ] {
            let settings: HttpSettings = serde_json::from_str(json).unwrap();
            let error = settings.validate().unwrap_err();
            assert_eq!(error.kind(), helpdesk_core::ErrorKind::Config);
            assert_eq!(error.field_errors()[0].field, key);
        }
    }

    #[test]
    fn an_unknown_key_is_named() {
        let error = serde_json::from_str::<HttpSettings>(r#"{"timeout":1}"#).unwrap_err();
        assert!(error.to_string().contains("`timeout`"), "{error}");
    }

    #[test]
    fn insecure_http_is_off_by_default() {
        assert_eq!(
            HttpSettings::new().insecure_http(),
            InsecureHttp::LoopbackOnly
        );
        let settings: HttpSettings =
            serde_json::from_str(r#"{"allow_insecure_http":true}"#).unwrap();
        assert_eq!(settings.insecure_http(), InsecureHttp::Allowed);
    }
}
