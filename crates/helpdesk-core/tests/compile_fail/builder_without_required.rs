//! Nothing is built while a required field is missing.

pub struct Letter {
    address: String,
    pages: u32,
    subject: Option<String>,
}

helpdesk_core::builder!(Letter, LetterBuilder {
    required: [pages: u32],
    required(into): [address: String],
    optional(into): [subject / maybe_subject: String],
});

fn main() {
    let _ = Letter::builder().address("Ana").subject("Greetings").build();
}
