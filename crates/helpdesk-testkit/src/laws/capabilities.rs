//! The capability table and what calls really do agree, both ways.

use helpdesk_core::{Delivery, ErrorKind, Operation};

use super::driver::Scene;
use crate::check::fact;
use crate::{Bench, Check, Must, Stop};

pub(crate) async fn table_is_whole(bench: &Bench) -> Check {
    let table = bench.capabilities();
    ensure!(
        table.vendor() == bench.client().vendor(),
        "the table is of another vendor than the desk"
    );
    let mut wrong = Vec::new();
    for operation in Operation::ALL {
        let capability = table.get(*operation);
        if !capability.is_supported() && capability.support.note().trim().is_empty() {
            wrong.push(format!("`{operation}` does not say why it is unsupported"));
        }
        if capability.support.as_str() == "emulated" && capability.support.note().trim().is_empty()
        {
            wrong.push(format!("`{operation}` does not say how it is emulated"));
        }
        if capability.is_supported() && operation.writes() && capability.safety.is_none() {
            wrong.push(format!(
                "`{operation}` does not say when it may be sent again"
            ));
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("; "));
    Ok(())
}

pub(crate) async fn unsupported_refuses(bench: &Bench) -> Check {
    let scene = Scene::new(bench).await?;
    let mut wrong = Vec::new();
    for operation in Operation::ALL
        .iter()
        .filter(|operation| !bench.supports(**operation))
    {
        for client in [bench.client().clone(), bench.client().allow_loss()] {
            let before = bench.sent();
            let Some(called) = scene.call(&client, *operation).await else {
                continue;
            };
            let what = format!("`{operation}`, which the table calls unsupported,");
            let verdict = called
                .must_fail(&[ErrorKind::Unsupported], &what)
                .and_then(|error| {
                    ensure!(
                        error.vendor() == Some(client.vendor()),
                        "{what} does not name the vendor ({error})"
                    );
                    ensure!(
                        error.operation() == Some(operation.as_str()),
                        "{what} does not name the operation ({error})"
                    );
                    ensure!(
                        error.delivery() == Delivery::NotSent,
                        "{what} is refused with delivery {:?}",
                        error.delivery()
                    );
                    ensure!(!error.message().is_empty(), "{what} does not say why");
                    Ok(())
                })
                .and_then(|()| bench.nothing_sent(before, &what));
            if let Err(Stop::Broken(why)) = verdict {
                wrong.push(why);
            }
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("; "));
    Ok(())
}

pub(crate) async fn supported_answers(bench: &Bench) -> Check {
    let scene = Scene::new(bench).await?;
    let mut wrong = Vec::new();
    for operation in Operation::ALL
        .iter()
        .filter(|operation| bench.supports(**operation))
    {
        if let Some(Err(error)) = scene.call(bench.client(), *operation).await
            && error.is_unsupported()
        {
            wrong.push(format!(
                "`{operation}` is in the table, but refuses as unsupported ({error})"
            ));
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("; "));
    Ok(())
}

pub(crate) async fn requests_are_seen(bench: &Bench) -> Check {
    let scene = Scene::new(bench).await?;
    let reads = [
        Operation::AccountCheck,
        Operation::ContactsList,
        Operation::TicketsList,
        Operation::AgentsList,
    ];
    let Some(operation) = reads
        .into_iter()
        .find(|operation| bench.supports(*operation))
    else {
        return Err(Stop::Unsupported(Operation::AccountCheck));
    };
    let before = bench.sent();
    if let Some(called) = scene.call(bench.client(), operation).await {
        called.must(&format!("`{operation}`"))?;
    }
    ensure!(
        bench.sent() > before,
        "`{operation}` succeeded, but no request was recorded: laws that watch what is sent would \
         see nothing"
    );
    Ok(())
}

pub(crate) async fn check_works(bench: &Bench) -> Check {
    bench.need(&[Operation::AccountCheck])?;
    bench.client().check().await.must("checking the account")?;
    Ok(())
}

pub(crate) async fn raw_works(bench: &Bench) -> Check {
    bench.need(&[Operation::Raw])?;
    let raw = fact(bench.plan().raw.as_ref(), "raw")?;
    let before = bench.sent();
    let answer = bench.client().raw(raw.clone()).await.must("a raw call")?;
    ensure!(
        (200..300).contains(&answer.status),
        "the plan's raw call is answered with {}",
        answer.status
    );
    ensure!(bench.sent() > before, "a raw call sends nothing");
    Ok(())
}
