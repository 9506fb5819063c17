//! Filters of lists.

use helpdesk_core::{Timestamp, redacted_debug};
use serde_json::Value;

use crate::wire;

helpdesk_core::open_enum! {
    /// How a field is compared. One table of the documentation has `EQUAL`, others `EQUALS`; its one
    /// example request has `EQUAL`, and so has this client.
    pub enum Operator {
        /// Is in a list.
        In = "IN",
        /// Is not in a list.
        NotIn = "NOT IN",
        /// Is equal.
        Equal = "EQUAL",
        /// Is not equal.
        NotEqual = "NOT EQUAL",
        /// Is greater.
        Greater = "GREATER",
        /// Is lower.
        Lower = "LOWER",
        /// Is greater or equal.
        GreaterEqual = "GREATER EQUAL",
        /// Is lower or equal.
        LowerEqual = "LOWER EQUAL",
        /// Contains a text; subjects of cases and statuses of orders only.
        Contains = "CONTAINS",
    }
}

/// One condition that the rows of a list meet. Several are joined by "and".
///
/// The documentation writes filters with single quotes; they are sent as strict JSON,
/// percent-encoded. Fields carry the name of their resource: `case.status`, `contact.phone` (the
/// first is in the vendor's example, the second by analogy).
///
/// ```
/// use helpdesk_wisecx::api::{Filter, Operator};
///
/// let filters = [
///     Filter::equal("case.contact_id", 123),
///     Filter::is_in("case.status", ["opened", "pending"]),
///     Filter::new("case.id", Operator::Greater, 77),
/// ];
/// assert_eq!(filters[0].field(), "case.contact_id");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Filter {
    field: String,
    operator: Operator,
    value: Vec<String>,
}

redacted_debug!(Filter {
    show: [field, operator],
    hide: [value]
});

impl Filter {
    /// A condition on one value.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "numbers and texts are given as they are"
    )]
    pub fn new(field: impl Into<String>, operator: Operator, value: impl ToString) -> Self {
        Self {
            field: field.into(),
            operator,
            value: vec![value.to_string()],
        }
    }

    /// The field has this value.
    pub fn equal(field: impl Into<String>, value: impl ToString) -> Self {
        Self::new(field, Operator::Equal, value)
    }

    /// The field has one of these values.
    pub fn is_in<V: ToString>(
        field: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        Self {
            field: field.into(),
            operator: Operator::In,
            value: values.into_iter().map(|value| value.to_string()).collect(),
        }
    }

    /// A condition on a moment.
    pub fn time(field: impl Into<String>, operator: Operator, time: Timestamp) -> Self {
        Self::new(field, operator, wire::naive(time))
    }

    /// The field.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// As the vendor wants it: lists for `IN` and `NOT IN`, one value otherwise.
    fn json(&self) -> Value {
        let list = matches!(self.operator, Operator::In | Operator::NotIn);
        let value = match self.value.first() {
            Some(only) if !list => Value::from(only.as_str()),
            _ => Value::from(self.value.clone()),
        };
        serde_json::json!({
            "field": self.field,
            "operator": self.operator.as_str(),
            "value": value,
        })
    }

    /// Several conditions as one query parameter.
    pub(super) fn text(filters: &[Self]) -> Option<String> {
        if filters.is_empty() {
            return None;
        }
        let all: Vec<Value> = filters.iter().map(Self::json).collect();
        Some(Value::from(all).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_strict_json() {
        let text = Filter::text(&[
            Filter::equal("case.contact_id", 123),
            Filter::is_in("case.status", ["opened", "it's"]),
        ]);
        let read: Value = serde_json::from_str(&text.unwrap()).unwrap();
        assert_eq!(
            read,
            serde_json::json!([
                {"field": "case.contact_id", "operator": "EQUAL", "value": "123"},
                {"field": "case.status", "operator": "IN", "value": ["opened", "it's"]},
            ])
        );
        assert_eq!(Filter::text(&[]), None);
        let shown = format!("{:?}", Filter::equal("contact.phone", "5511900000000"));
        assert!(!shown.contains("5511"), "{shown}");
    }
}
