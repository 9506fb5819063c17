//! Ratios of things that are measured in turn, so that what else the machine does hits them alike.

use std::time::{Duration, Instant};

/// Something to measure.
pub struct Case {
    /// Its name, for the instruction counter and for tables.
    pub name: String,
    /// Does it once.
    pub run: Box<dyn FnMut()>,
}

impl Case {
    /// Something to measure.
    pub fn new(name: impl Into<String>, run: impl FnMut() + 'static) -> Self {
        Self {
            name: name.into(),
            run: Box::new(run),
        }
    }
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Case").field(&self.name).finish()
    }
}

/// The middle one.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The median time of each case, and the medians of its ratios to the others: the cases take turns,
/// and each ratio is taken within a turn.
#[derive(Debug)]
pub struct Turns {
    times: Vec<Vec<f64>>,
}

impl Turns {
    /// Lets the cases take turns, in rounds of about `slice` each.
    pub fn take(cases: &mut [Case], rounds: usize, slice: Duration) -> Self {
        let runs: Vec<u32> = cases
            .iter_mut()
            .map(|case| {
                let begin = Instant::now();
                let mut runs = 0;
                while begin.elapsed() < slice {
                    (case.run)();
                    runs += 1;
                }
                runs.max(1)
            })
            .collect();
        let mut times = vec![Vec::with_capacity(rounds); cases.len()];
        for _ in 0..rounds {
            for ((case, runs), times) in cases.iter_mut().zip(&runs).zip(&mut times) {
                let begin = Instant::now();
                for _ in 0..*runs {
                    (case.run)();
                }
                times.push(begin.elapsed().as_secs_f64() / f64::from(*runs));
            }
        }
        Self { times }
    }

    /// The median time of a case, in seconds.
    pub fn seconds(&self, case: usize) -> f64 {
        median(self.times[case].clone())
    }

    /// The median ratio of one case to another.
    pub fn ratio(&self, case: usize, to: usize) -> f64 {
        let pairs = self.times[case].iter().zip(&self.times[to]);
        median(pairs.map(|(one, other)| one / other).collect())
    }
}
