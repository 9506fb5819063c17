//! Budgets: exact at the receiving side, fair, and quick to say no.
#![allow(
    clippy::unwrap_used,
    clippy::unnecessary_wraps,
    clippy::items_after_statements,
    reason = "tests only"
)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::join_all;
use helpdesk_core::{Clock, Delivery, ErrorKind};
use helpdesk_http::budget::UNANSWERED_GRACE;
use helpdesk_http::{Budget, Budgets, TokioClock, Window};
use proptest::prelude::*;
use tokio::time::{Instant, advance, sleep};

const SECOND: Duration = Duration::from_secs(1);

fn budget(windows: &[(u32, u64)]) -> Budget {
    let windows: Vec<_> = windows
        .iter()
        .map(|(limit, seconds)| Window::new(*limit, SECOND * u32::try_from(*seconds).unwrap()))
        .collect();
    Budget::new("test", Arc::new(TokioClock::new()), windows)
}

fn ends_in(time: Duration) -> Option<std::time::Instant> {
    Some(TokioClock::new().instant() + time)
}

/// Takes a slot and is answered at once.
async fn once(budget: &Budget) {
    let mut permit = budget.acquire(None).await.unwrap();
    permit.sent();
    permit.answered();
}

/// What becomes of one request: milliseconds to the vendor and back, and how it ends.
#[derive(Debug, Clone)]
struct Trip {
    start: u64,
    there: u64,
    back: u64,
    end: End,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    Answered,
    /// The caller gives up this early and the request arrives all the same.
    GivenUp,
    NeverSent,
}

fn trip(slowest: u64) -> impl Strategy<Value = Trip> {
    let end = prop_oneof![
        8 => Just(End::Answered),
        1 => Just(End::GivenUp),
        1 => Just(End::NeverSent),
    ];
    (0..20_000_u64, 0..slowest, 0..slowest, end).prop_map(|(start, there, back, end)| Trip {
        start,
        there,
        back,
        end,
    })
}

/// Makes the trips, and gives the times at which the vendor got the requests.
fn arrivals(windows: &[(u32, u64)], trips: &[Trip]) -> Vec<Duration> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(async {
        let budget = budget(windows);
        let start = Instant::now();
        let got = Arc::new(Mutex::new(Vec::new()));
        let ways = trips.iter().map(|trip| {
            let (budget, got) = (budget.clone(), Arc::clone(&got));
            async move {
                sleep(Duration::from_millis(trip.start)).await;
                let mut permit = budget.acquire(None).await.unwrap();
                match trip.end {
                    End::NeverSent => sleep(Duration::from_millis(trip.back)).await,
                    End::GivenUp => {
                        permit.sent();
                        drop(permit);
                        sleep(Duration::from_millis(trip.there)).await;
                        got.lock().unwrap().push(start.elapsed());
                    }
                    End::Answered => {
                        permit.sent();
                        sleep(Duration::from_millis(trip.there)).await;
                        got.lock().unwrap().push(start.elapsed());
                        sleep(Duration::from_millis(trip.back)).await;
                        permit.answered();
                    }
                }
            }
        });
        join_all(ways).await;
        let mut got = got.lock().unwrap().clone();
        got.sort();
        got
    })
}

fn most_in_any(window: Duration, arrivals: &[Duration]) -> usize {
    let in_window = |from: Duration| {
        arrivals
            .iter()
            .filter(|at| (from..from + window).contains(*at))
            .count()
    };
    arrivals.iter().copied().map(in_window).max().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_vendor_never_sees_more_than_the_limit(
        limit in 1_u32..8,
        per in 1_u64..12,
        long_limit in 4_u32..20,
        trips in proptest::collection::vec(trip(9_000), 1..60),
    ) {
        let windows = [(limit, per), (long_limit, per * 5)];
        let arrivals = arrivals(&windows, &trips);
        let sent = trips.iter().filter(|trip| trip.end != End::NeverSent).count();
        prop_assert_eq!(arrivals.len(), sent);
        for (limit, per) in windows {
            let most = most_in_any(Duration::from_secs(per), &arrivals);
            prop_assert!(most <= limit as usize, "{most} > {limit} in {per} s");
        }
    }

    #[test]
    fn nearly_all_of_the_limit_is_used_when_there_is_work(
        limit in 1_u32..40,
        trips in proptest::collection::vec(trip(250), 300..400),
    ) {
        let trips: Vec<_> = trips
            .into_iter()
            .map(|trip| Trip { start: 0, end: End::Answered, ..trip })
            .collect();
        let arrivals = arrivals(&[(limit, 60)], &trips);
        let full = (arrivals.len() - 1) / limit as usize;
        let least = Duration::from_secs(60) * u32::try_from(full).unwrap();
        let took = *arrivals.last().unwrap();
        prop_assert!(took >= least);
        prop_assert!(took <= least.mul_f64(1.0 / 0.97) + SECOND, "{took:?} for {least:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_slot_is_free_one_window_after_the_answer() {
    let budget = budget(&[(1, 60)]);
    let start = Instant::now();
    let mut permit = budget.acquire(None).await.unwrap();
    permit.sent();
    sleep(SECOND * 7).await;
    permit.answered();
    once(&budget).await;
    assert_eq!(start.elapsed(), SECOND * 67);
}

#[tokio::test(start_paused = true)]
async fn a_request_without_an_answer_holds_its_slot_longer() {
    let budget = budget(&[(1, 60)]);
    let start = Instant::now();
    let mut permit = budget.acquire(None).await.unwrap();
    permit.sent();
    drop(permit);
    once(&budget).await;
    assert_eq!(start.elapsed(), SECOND * 60 + UNANSWERED_GRACE);
}

#[tokio::test(start_paused = true)]
async fn a_permit_that_was_not_sent_gives_its_slot_back() {
    let budget = budget(&[(1, 60)]);
    let permit = budget.acquire(None).await.unwrap();
    let mut waiting = std::pin::pin!(budget.acquire(None));
    assert!((&mut waiting).now_or_never().is_none());
    drop(permit);
    let start = Instant::now();
    drop(waiting.await.unwrap());
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn first_come_first_served() {
    let budget = budget(&[(2, 10)]);
    let order = Mutex::new(Vec::new());
    let order = &order;
    let callers = (0..10).map(|number| {
        let budget = budget.clone();
        async move {
            sleep(Duration::from_millis(number)).await;
            once(&budget).await;
            order.lock().unwrap().push(number);
        }
    });
    join_all(callers).await;
    assert_eq!(*order.lock().unwrap(), (0..10).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn whoever_gives_up_makes_room_in_the_line() {
    let budget = budget(&[(1, 10)]);
    once(&budget).await;
    let start = Instant::now();
    let mut first = Box::pin(budget.acquire(None));
    let mut second = Box::pin(budget.acquire(None));
    assert!((&mut first).now_or_never().is_none());
    assert!((&mut second).now_or_never().is_none());
    drop(first);
    drop(second.await.unwrap());
    assert_eq!(start.elapsed(), SECOND * 10);
}

#[tokio::test(start_paused = true)]
async fn a_wait_past_the_deadline_fails_at_once_wherever_one_stands_in_line() {
    let budget = budget(&[(2, 10)]);
    once(&budget).await;
    once(&budget).await;
    // Three in line: two for the slots after 10 s, one for the first after 20 s.
    let mut line: Vec<_> = (0..3).map(|_| Box::pin(budget.acquire(None))).collect();
    for place in &mut line {
        assert!(place.now_or_never().is_none());
    }
    let start = Instant::now();
    let error = budget.acquire(ends_in(SECOND * 20)).await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert_eq!(error.retry_after(), Some(SECOND * 20));
    // Those with time enough are served.
    let mut patient = Box::pin(budget.acquire(ends_in(SECOND * 21)));
    assert!((&mut patient).now_or_never().is_none());
    let line = async {
        for place in line {
            let mut permit = place.await.unwrap();
            permit.sent();
            permit.answered();
        }
    };
    let (patient, ()) = tokio::join!(patient, line);
    drop(patient.unwrap());
    assert_eq!(start.elapsed(), SECOND * 20);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_that_comes_in_line_ends_the_wait() {
    let budget = budget(&[(1, 10)]);
    let held = budget.acquire(None).await.unwrap();
    let mut first = Box::pin(budget.acquire(None));
    assert!((&mut first).now_or_never().is_none());
    let start = Instant::now();
    // By the count it could be served after 20 s; the holder takes longer.
    let error = budget.acquire(ends_in(SECOND * 25)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(start.elapsed(), SECOND * 25);
    drop((held, first));
}

#[tokio::test(start_paused = true)]
async fn a_block_holds_everyone_and_is_never_shortened() {
    let budget = budget(&[]);
    budget.block_for(SECOND * 600);
    budget.block_for(SECOND);
    let start = Instant::now();
    let error = budget.acquire(ends_in(SECOND * 599)).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(SECOND * 600));
    assert_eq!(start.elapsed(), Duration::ZERO);
    once(&budget).await;
    assert_eq!(start.elapsed(), SECOND * 600);
}

#[tokio::test(start_paused = true)]
async fn a_block_reaches_those_who_are_in_line() {
    let budget = budget(&[(1, 60)]);
    once(&budget).await;
    let start = Instant::now();
    // The first has all the time in the world; those behind it have not.
    let mut patient = Box::pin(budget.acquire(None));
    assert!((&mut patient).now_or_never().is_none());
    let waits = (0..3).map(|_| budget.acquire(ends_in(SECOND * 300)));
    let block = async {
        sleep(SECOND * 5).await;
        budget.block_for(SECOND * 600);
    };
    let (outcomes, ()) = tokio::join!(join_all(waits), block);
    for outcome in outcomes {
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::RateLimited);
    }
    assert_eq!(start.elapsed(), SECOND * 5);
    drop(patient.await.unwrap());
    assert_eq!(start.elapsed(), SECOND * 605);
}

#[tokio::test(start_paused = true)]
async fn nobody_jumps_the_line() {
    let budget = budget(&[(1, 10)]);
    once(&budget).await;
    let mut first = Box::pin(budget.acquire(None));
    assert!((&mut first).now_or_never().is_none());
    advance(SECOND * 10).await;
    // The slot is free by now, and the first in line has not looked yet.
    let mut late = Box::pin(budget.acquire(None));
    assert!((&mut late).now_or_never().is_none());
    assert!(first.now_or_never().is_some());
}

#[tokio::test(start_paused = true)]
async fn a_day_is_counted_on_the_safe_side() {
    const DAY: u64 = 86_400;
    let budget = budget(&[(20_000, DAY)]);
    advance(SECOND * 40).await;
    let start = Instant::now();
    for _ in 0..20_000 {
        once(&budget).await;
    }
    let error = budget.acquire(ends_in(SECOND * 86_399)).await.unwrap_err();
    assert!(error.retry_after().unwrap() >= Duration::from_secs(DAY));
    once(&budget).await;
    let waited = start.elapsed().as_secs();
    // A slice is 169 s long.
    assert!((DAY..DAY + 169).contains(&waited), "{waited}");
}

#[tokio::test(start_paused = true)]
async fn waiting_does_not_spin() {
    #[derive(Debug)]
    struct Counting(TokioClock, std::sync::atomic::AtomicU32);
    impl Clock for Counting {
        fn now(&self) -> helpdesk_core::Timestamp {
            self.0.now()
        }
        fn instant(&self) -> std::time::Instant {
            self.1.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            self.0.instant()
        }
        fn sleep(&self, time: Duration) -> helpdesk_core::Sleep {
            self.0.sleep(time)
        }
    }
    let clock = Arc::new(Counting(TokioClock::new(), 0.into()));
    let shared: Arc<dyn Clock> = clock.clone();
    let budget = Budget::new("test", shared, [Window::new(1, SECOND * 3600)]);
    join_all((0..10).map(|_| once(&budget))).await;
    let asked = clock.1.load(std::sync::atomic::Ordering::SeqCst);
    assert!(asked < 100, "{asked}");
}

#[tokio::test(start_paused = true)]
async fn desks_share_a_budget_by_its_key() {
    let budgets = Budgets::new(Arc::new(TokioClock::new()));
    let windows = [Window::new(1, SECOND)];
    let (one, other) = (
        budgets.get("acme:ip", &windows).unwrap(),
        budgets.clone().get("acme:ip", &windows).unwrap(),
    );
    let _permit = one.acquire(None).await.unwrap();
    assert!(other.acquire(None).now_or_never().is_none());
    let apart = budgets.get("acme:other", &windows).unwrap();
    assert!(apart.acquire(None).now_or_never().is_some());
    let error = budgets
        .get("acme:ip", &[Window::new(2, SECOND)])
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(
        format!("{budgets:?}"),
        r#"Budgets(["acme:ip", "acme:other"])"#
    );
}
