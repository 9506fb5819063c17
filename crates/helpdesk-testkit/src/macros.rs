//! The macro that makes a test of every law.

/// Makes one `#[tokio::test]` per law, in a module `conformance`, so that a failure carries the
/// law's name.
///
/// Takes anything that is a [`Subject`](crate::Subject), such as an `async fn() -> Desk`. A second
/// argument replaces `#[tokio::test]`.
///
/// ```text
/// helpdesk_testkit::conformance!(my_desk);
/// helpdesk_testkit::conformance!(my_desk, #[tokio::test(flavor = "multi_thread")]);
/// ```
#[macro_export]
macro_rules! conformance {
    ($subject:expr) => {
        $crate::conformance!($subject, #[tokio::test]);
    };
    ($subject:expr, #[$test:meta]) => {
        mod conformance {
            #[allow(unused_imports, clippy::wildcard_imports)]
            use super::*;

            #[$test]
            async fn plan() {
                $crate::judge_plan(&$subject).await;
            }

            $crate::__laws! { [$crate::__tests] [[$subject] [$test]] }
        }
    };
}

/// Makes the tests.
#[doc(hidden)]
#[macro_export]
macro_rules! __tests {
    ([$subject:expr] [$test:meta] $($area:ident { $($law:ident = $about:literal;)+ })+) => {
        $crate::__areas! { [$subject] [$test] $([$area $($law)+])+ }
    };
}

/// Makes the tests, area by area.
#[doc(hidden)]
#[macro_export]
macro_rules! __areas {
    ($subject:tt $test:tt) => {};
    ($subject:tt $test:tt [$area:ident $($law:ident)+] $($rest:tt)*) => {
        mod $area {
            #[allow(unused_imports, clippy::wildcard_imports)]
            use super::*;

            $crate::__area! { $subject $test $area $($law)+ }
        }
        $crate::__areas! { $subject $test $($rest)* }
    };
}

/// Makes the tests of one area.
#[doc(hidden)]
#[macro_export]
macro_rules! __area {
    ($subject:tt $test:tt $area:ident) => {};
    ([$subject:expr] [$test:meta] $area:ident $law:ident $($rest:ident)*) => {
        #[$test]
        async fn $law() {
            $crate::judge(
                &$subject,
                concat!(stringify!($area), ".", stringify!($law)),
            )
            .await;
        }
        $crate::__area! { [$subject] [$test] $area $($rest)* }
    };
}

/// Makes the list of laws.
macro_rules! list_of_laws {
    ($($area:ident { $($law:ident = $about:literal;)+ })+) => {
        vec![$($(
            $crate::Law::new(
                concat!(stringify!($area), ".", stringify!($law)),
                $about,
                |bench| Box::pin($area::$law(bench)),
            ),
        )+)+]
    };
}
