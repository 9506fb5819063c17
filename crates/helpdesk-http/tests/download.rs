//! Bodies that are handed over as they arrive.
#![allow(clippy::unwrap_used, reason = "tests only")]

mod support;

use std::time::Duration;

use futures_util::TryStreamExt;
use helpdesk_core::{ErrorKind, Safety};
use helpdesk_http::{Call, Pipeline};
use support::{Fake, Step, answer, answer_with, builder, pipeline, scope, within};

fn file() -> Call {
    Call::get(Safety::Safe, "/file")
}

fn pieces(each: u64) -> Step {
    let pieces = vec![Some("<html>"), Some("cd"), Some("e")];
    Step::Pieces(200, pieces, Duration::from_secs(each))
}

async fn read(pipeline: &Pipeline, step_limit: Option<u64>) -> helpdesk_core::Result<Vec<u8>> {
    let mut download = pipeline.download(file(), &scope(pipeline)).await?;
    if let Some(limit) = step_limit {
        download = download.with_limit(limit);
    }
    let pieces: Vec<_> = download.try_collect().await?;
    Ok(pieces.concat())
}

#[tokio::test(start_paused = true)]
async fn a_body_may_take_longer_than_an_attempt_and_be_larger_than_an_answer() {
    let fake = Fake::script([answer(503, ""), pieces(25)]);
    let pipeline = builder(&fake).max_body(4).build().unwrap();
    assert_eq!(read(&pipeline, None).await.unwrap(), b"<html>cde");
}

#[tokio::test(start_paused = true)]
async fn a_standstill_and_a_break_are_errors() {
    let fake = Fake::script([pieces(31)]);
    let error = read(&pipeline(&fake), None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.operation(), Some("contacts.get"));

    let broken = Step::Pieces(200, vec![Some("ab"), None], Duration::ZERO);
    let fake = Fake::script([broken]);
    let error = read(&pipeline(&fake), None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
}

#[tokio::test(start_paused = true)]
async fn the_callers_deadline_counts_for_the_whole_body() {
    let fake = Fake::script([pieces(25)]);
    let pipeline = pipeline(&fake);
    let start = tokio::time::Instant::now();
    let mut download = pipeline
        .download(file(), &within(&pipeline, 40))
        .await
        .unwrap();
    assert!(download.chunk().await.unwrap().is_some());
    let error = download.chunk().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(start.elapsed().as_secs(), 40);
}

#[tokio::test(start_paused = true)]
async fn a_limit_ends_it() {
    let fake = Fake::script([pieces(0), pieces(0)]);
    let pipeline = pipeline(&fake);
    assert_eq!(read(&pipeline, Some(9)).await.unwrap().len(), 9);
    let error = read(&pipeline, Some(8)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
}

#[tokio::test(start_paused = true)]
async fn errors_are_classified_as_ever() {
    let fake = Fake::script([answer(404, "")]);
    let error = read(&pipeline(&fake), None).await.unwrap_err();
    assert!(error.is_not_found());
}

#[tokio::test(start_paused = true)]
async fn it_can_be_written_to_a_sink() {
    let headers = [("content-type", "image/png"), ("content-length", "4")];
    let fake = Fake::script([answer_with(200, &headers, "abcd")]);
    let pipeline = pipeline(&fake);
    let download = pipeline.download(file(), &scope(&pipeline)).await.unwrap();
    assert_eq!(download.content_type(), Some("image/png"));
    assert_eq!(download.content_length(), Some(4));
    let (mut sink, mut source) = tokio::io::duplex(1);
    let read = tokio::spawn(async move {
        let mut text = String::new();
        tokio::io::AsyncReadExt::read_to_string(&mut source, &mut text)
            .await
            .unwrap();
        text
    });
    assert_eq!(download.write_to(&mut sink).await.unwrap(), 4);
    drop(sink);
    assert_eq!(read.await.unwrap(), "abcd");
}
