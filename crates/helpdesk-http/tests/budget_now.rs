//! Slots that are free at once: asked for without waiting, the answer is the same.
#![allow(clippy::unwrap_used, reason = "tests only")]

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use helpdesk_core::{Clock, ErrorKind};
use helpdesk_http::budget::{BudgetStore, SlidingWindows, Slot, UNANSWERED_GRACE};
use helpdesk_http::{TokioClock, Window};
use tokio::time::advance;

const SECOND: Duration = Duration::from_secs(1);

fn store(limit: u32) -> SlidingWindows {
    let clock = Arc::new(TokioClock::new());
    SlidingWindows::new(clock, &[Window::new(limit, SECOND * 60)])
}

/// A slot in either way, where there is one at once.
fn at_once(store: &SlidingWindows, quick: bool) -> Option<Box<dyn Slot>> {
    if quick {
        return store.reserve_now();
    }
    match store
        .reserve(Some(TokioClock::new().instant()))
        .now_or_never()?
    {
        Ok(slot) => Some(slot),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::RateLimited);
            None
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_slot_that_is_free_now_is_found_by_both_ways_alike() {
    for quick in [true, false] {
        let store = store(2);
        let free = || at_once(&store, quick).is_some();
        // Asking takes nothing, for what is not sent is given back.
        assert!(free() && free() && free());
        let slots = [(); 2].map(|()| at_once(&store, quick).unwrap());
        assert!(!free() && !free());
        let [one, mut other] = slots;
        drop(one);
        assert!(free());
        other.sent();
        drop(other);
        let mut third = at_once(&store, quick).unwrap();
        third.sent();
        third.answered();
        assert!(!free());
        // What was not given out is not counted: both are free when their windows are over.
        advance(SECOND * 60).await;
        let held = at_once(&store, quick).unwrap();
        assert!(!free());
        advance(UNANSWERED_GRACE).await;
        assert!(free());
        drop(held);
        store.block_for(SECOND * 5);
        assert!(!free());
        advance(SECOND * 5).await;
        assert!(free());
    }
}

#[tokio::test(start_paused = true)]
async fn a_slot_is_not_taken_now_while_someone_waits_in_line() {
    let store = store(1);
    let held = store.reserve_now().unwrap();
    let mut waiting = store.reserve(None);
    assert!(waiting.as_mut().now_or_never().is_none());
    drop(held);
    // It is free, and belongs to the first in line.
    assert!(store.reserve_now().is_none());
    let slot = waiting.await.unwrap();
    assert!(store.reserve_now().is_none());
    drop(slot);
    assert!(store.reserve_now().is_some());
}
