include!("../../../tests/tests/webhooks_in.rs");
