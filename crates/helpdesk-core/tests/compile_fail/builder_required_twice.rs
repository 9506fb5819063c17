//! A required field is given once.

pub struct Letter {
    address: String,
    pages: u32,
}

helpdesk_core::builder!(Letter, LetterBuilder {
    required: [pages: u32],
    required(into): [address: String],
});

fn main() {
    let _ = Letter::builder().address("Ana").pages(1).address("Rui").build();
}
