use helpdesk_sim::chat2desk::Quirk;
use helpdesk_sim::chat2desk::Sim;

use super::{bench, get, violated};

#[tokio::test]
async fn a_token_goes_raw_into_the_header() {
    let bench = bench().await;
    let url = format!("{}/clients", bench.base_url());
    let http = reqwest::Client::new();
    let token = bench.sim().token();
    let tries = [
        None,
        Some("nonsense".to_owned()),
        Some(format!("Bearer {token}")),
    ];
    for header in tries {
        let mut request = http.get(&url);
        if let Some(header) = header {
            request = request.header("authorization", header);
        }
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 403);
        let text = answer.text().await.unwrap();
        assert!(text.contains("Token is not correct"), "{text}");
    }
    bench.assert_documented();
    assert_eq!(bench.sim().calls_used(), 0, "refused calls do not count");
    bench.sim().set_quirk(Quirk::Unauthorized401);
    assert_eq!(http.get(&url).send().await.unwrap().status(), 401);
    bench.sim().expire_tokens_for_test();
    let old = http.get(&url).header("authorization", token);
    assert_eq!(old.send().await.unwrap().status(), 401);
    assert_eq!(get(&bench, "/clients").await.0, 200);
}

#[tokio::test]
async fn the_token_in_the_address_is_a_violation() {
    let bench = bench().await;
    let url = format!("{}/clients?token={}", bench.base_url(), bench.sim().token());
    assert_eq!(reqwest::get(&url).await.unwrap().status(), 403);
    assert!(violated(&bench, "`token`"));
}

trait Expire {
    fn expire_tokens_for_test(&self);
}

impl Expire for Sim {
    fn expire_tokens_for_test(&self) {
        helpdesk_sim::VendorSim::expire_tokens(self);
    }
}
