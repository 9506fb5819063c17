//! Errors say what they should, and nothing else.

use helpdesk_core::{Delivery, Error, ErrorKind, Operation};

use super::driver::Scene;
use crate::{Bench, Check, Stop};

/// Every error that operations give for records that do not exist.
async fn gather(bench: &Bench) -> Check<Vec<(Operation, Error)>> {
    let scene = Scene::new(bench).await?;
    let mut errors = Vec::new();
    for operation in Operation::ALL {
        if let Some(Err(error)) = scene.call(bench.client(), *operation).await {
            errors.push((*operation, error));
        }
    }
    Ok(errors)
}

pub(crate) async fn say_where_they_happened(bench: &Bench) -> Check {
    let mut wrong = Vec::new();
    for (operation, error) in gather(bench).await? {
        if error.vendor() != Some(bench.client().vendor()) {
            wrong.push(format!("`{operation}` does not name the vendor ({error})"));
        }
        let named = error.operation().unwrap_or_default();
        let fits = match Operation::from_name(named) {
            Some(own) => own.area() == operation.area(),
            None => !named.is_empty(),
        };
        if !fits {
            wrong.push(format!(
                "`{operation}` names the operation `{named}` ({error})"
            ));
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("; "));
    Ok(())
}

pub(crate) async fn are_one_line(bench: &Bench) -> Check {
    for (operation, error) in gather(bench).await? {
        let text = error.to_string();
        ensure!(
            text.lines().count() == 1 && !text.ends_with('\n'),
            "the error of `{operation}` has several lines"
        );
        ensure!(
            !error.message().trim().is_empty(),
            "the error of `{operation}` has no message"
        );
        ensure!(
            text.chars().count() <= 600,
            "the error of `{operation}` is {} characters long",
            text.chars().count()
        );
        ensure!(
            !text.contains("{\"") && !text.to_ascii_lowercase().contains("<html"),
            "the error of `{operation}` holds a body"
        );
    }
    Ok(())
}

pub(crate) async fn not_found_was_answered(bench: &Bench) -> Check {
    let errors = gather(bench).await?;
    let mut tried = 0;
    for (operation, error) in errors {
        if error.kind() != ErrorKind::NotFound {
            continue;
        }
        tried += 1;
        ensure!(
            error.delivery() == Delivery::Answered,
            "`{operation}` is not found with delivery {:?}",
            error.delivery()
        );
        ensure!(
            error.attempts() >= 1,
            "`{operation}` was answered after {} attempts",
            error.attempts()
        );
        ensure!(
            !error.is_retryable(),
            "`{operation}` is not found and worth trying again"
        );
    }
    let reads = [
        Operation::ContactsGet,
        Operation::TicketsGet,
        Operation::TagsGet,
    ];
    let some = reads
        .into_iter()
        .find(|operation| bench.supports(*operation));
    match some {
        Some(operation) => {
            ensure!(
                tried > 0,
                "not even `{operation}` of a missing record is not found"
            );
            Ok(())
        }
        None if tried > 0 => Ok(()),
        None => Err(Stop::Unsupported(Operation::ContactsGet)),
    }
}

pub(crate) async fn deliveries_are_told(bench: &Bench) -> Check {
    for (operation, error) in gather(bench).await? {
        let (delivery, attempts) = (error.delivery(), error.attempts());
        ensure!(
            delivery != Delivery::Answered || attempts >= 1,
            "`{operation}` was answered without an attempt"
        );
        ensure!(
            error.kind() != ErrorKind::Unsupported || delivery == Delivery::NotSent,
            "`{operation}` is unsupported with delivery {delivery:?}"
        );
        ensure!(
            error.status().is_none_or(|status| status >= 500) || delivery == Delivery::Answered,
            "`{operation}` has an HTTP status and delivery {delivery:?}"
        );
    }
    Ok(())
}
