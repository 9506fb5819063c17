//! Everything that is wrong with an input, told at once.

use crate::{Error, FieldError, Result};

/// What is wrong with an input so far; for authors of adapters.
///
/// A caller learns of every mistake in one error, before anything is sent.
///
/// ```
/// use helpdesk_core::{Field, Problems};
///
/// let mut problems = Problems::default();
/// problems.add(Field::Name, "is empty; give one, or leave it out");
/// problems.add_if(true, "due_at", "has passed; give a later time");
/// let error = problems.finish().unwrap_err();
/// assert_eq!(error.field_errors().len(), 2);
/// ```
#[derive(Debug, Default)]
pub struct Problems {
    fields: Vec<FieldError>,
    /// A failure that is about no field.
    other: Option<Error>,
}

impl Problems {
    /// Adds a field, what is wrong with it, and the remedy. What was said before is not said again.
    pub fn add(&mut self, field: impl AsRef<str>, message: impl Into<String>) {
        let problem = FieldError {
            field: field.as_ref().to_owned(),
            message: message.into(),
        };
        if !self.fields.contains(&problem) {
            self.fields.push(problem);
        }
    }

    /// Adds a field if something is wrong with it.
    pub fn add_if(&mut self, wrong: bool, field: impl AsRef<str>, message: impl Into<String>) {
        if wrong {
            self.add(field, message);
        }
    }

    /// The value, or what its failure says.
    pub fn take<T>(&mut self, result: Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                for one in error.field_errors() {
                    self.add(&one.field, one.message.clone());
                }
                if error.field_errors().is_empty() && self.other.is_none() {
                    self.other = Some(error);
                }
                None
            }
        }
    }

    /// What is wrong so far.
    pub fn fields(&self) -> &[FieldError] {
        &self.fields
    }

    /// Fails if anything is wrong: with [`ErrorKind::Invalid`](crate::ErrorKind::Invalid), naming
    /// every field, or with a failure that was taken and names none.
    pub fn finish(self) -> Result<()> {
        let mut all = self.fields.into_iter();
        let error = match (self.other, all.next()) {
            (Some(other), first) => first.into_iter().fold(other, named),
            (None, Some(first)) => Error::invalid(first.field, first.message),
            (None, None) => return Ok(()),
        };
        Err(all.fold(error, named))
    }
}

fn named(error: Error, problem: FieldError) -> Error {
    error.with_field_error(problem.field, problem.message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ErrorKind, Field};

    #[test]
    fn every_problem_is_told_once() {
        let mut problems = Problems::default();
        problems.add(Field::Phones, "is none");
        problems.add_if(false, Field::Name, "is empty");
        problems.add("phones", "is none");
        let taken: Option<()> = problems.take(Err(
            Error::invalid("emails", "is none").with_field_error("phones", "is none")
        ));
        assert_eq!(taken, None);
        assert_eq!(problems.take(Ok(7)), Some(7));
        let error = problems.finish().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        let fields: Vec<&str> = error.field_errors().iter().map(|f| &*f.field).collect();
        assert_eq!(fields, ["phones", "emails"]);
        assert!(Problems::default().finish().is_ok());
    }

    #[test]
    fn a_failure_without_fields_is_not_lost() {
        let mut problems = Problems::default();
        problems.add("name", "is empty");
        problems.take::<()>(Err(Error::not_found("tag")));
        let error = problems.finish().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
        assert_eq!(error.field_errors()[0].field, "name");
    }
}
