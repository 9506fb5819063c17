//! What lies behind a failure to read JSON.

/// A JSON failure without the values in it: serde's own text quotes what it found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{class} at line {line}, column {column}")]
pub struct JsonCause {
    class: &'static str,
    line: usize,
    column: usize,
}

impl JsonCause {
    /// What may be told about a failure.
    pub fn of(error: &serde_json::Error) -> Self {
        let class = match error.classify() {
            serde_json::error::Category::Io => "reading failed",
            serde_json::error::Category::Syntax => "not JSON",
            serde_json::error::Category::Data => "another type or value than expected",
            serde_json::error::Category::Eof => "the JSON ends too early",
        };
        Self {
            class,
            line: error.line(),
            column: error.column(),
        }
    }
}
