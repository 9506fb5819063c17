//! Credentials that are no token from a store: fixed ones, and authenticators of one's own.

use std::sync::Arc;

use async_trait::async_trait;
use helpdesk_core::{Delivery, ErrorKind, Result, Safety};
use helpdesk_http::{Authenticate, Call, Exchange};
use secrecy::SecretString;

use crate::support::{Fake, Step, answer, builder, scope};
use crate::vendor::read;

/// Whatever happened to the call that fetches the token, the call itself was not sent.
#[tokio::test(start_paused = true)]
async fn an_authenticator_of_ones_own_that_fails_leaves_the_call_unsent() {
    #[derive(Debug)]
    struct EveryTime;

    #[async_trait]
    impl Authenticate for EveryTime {
        async fn sign(
            &self,
            _: &mut http::Request<bytes::Bytes>,
            exchange: &Exchange,
        ) -> Result<helpdesk_http::Generation> {
            exchange.send(Call::put(Safety::Once, "/nonce")).await?;
            Ok(helpdesk_http::Generation::FIXED)
        }

        async fn reject(&self, _: helpdesk_http::Generation) -> bool {
            false
        }
    }

    let fake = Fake::script([Step::Broken]);
    let pipeline = builder(&fake).auth(Arc::new(EveryTime)).build().unwrap();
    let call = Call::post(Safety::VerifyFirst, "/things");
    let error = pipeline.send(call, &scope(&pipeline)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert_eq!(error.operation(), Some("contacts.get"));
}

#[test]
fn a_token_that_no_header_can_hold_is_a_config_error() {
    use helpdesk_http::StaticHeader;
    for token in ["canary\n", "", " ", "can\u{0}ary"] {
        let error = StaticHeader::bearer(&SecretString::from(token)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(error.field_errors()[0].field, "token");
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}

#[tokio::test(start_paused = true)]
async fn fixed_credentials_are_not_tried_twice() {
    let fake = Fake::script([answer(401, "")]);
    let auth = helpdesk_http::StaticHeader::bearer(&SecretString::from("t")).unwrap();
    let pipeline = builder(&fake).auth(Arc::new(auth)).build().unwrap();
    let error = read(&pipeline).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(error.attempts(), 1);
}
