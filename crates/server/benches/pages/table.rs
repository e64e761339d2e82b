//! What was measured, as a table.

use std::time::Duration;

/// One address as one role asks for it, or one form sent.
pub struct Measured {
    pub what: String,
    pub role: String,
    /// The time of each asking, from the request to the last byte.
    pub took: Vec<Duration>,
    /// Time of the processors, for one asking; of everything this process did meanwhile.
    pub processors: Duration,
    /// Bytes on the way, compressed.
    pub bytes: usize,
    pub statements: usize,
    /// The statement that ran most often, and how often.
    pub most: Option<(String, usize)>,
}

impl Measured {
    fn part(&self, percent: usize) -> f64 {
        let mut took = self.took.clone();
        took.sort();
        let at = (took.len().saturating_sub(1)) * percent / 100;
        took.get(at).map_or(0.0, |took| took.as_secs_f64() * 1000.0)
    }

    pub fn median(&self) -> f64 {
        self.part(50)
    }
}

/// Prints everything, the slowest first, and how many take longer than the limit.
pub fn print(mut measured: Vec<Measured>, limit: f64) {
    measured.sort_by(|a, b| b.median().total_cmp(&a.median()));
    println!("  half   95 %    cpu   bytes  stmts  the most frequent one");
    for it in &measured {
        let most = it.most.as_ref().filter(|(_, times)| *times > 2);
        println!(
            "{:6.1} {:6.1} {:6.1} {:7} {:6}  {:28} {:<16} {}",
            it.median(),
            it.part(95),
            it.processors.as_secs_f64() * 1000.0,
            it.bytes,
            it.statements,
            most.map_or_else(String::new, |(name, times)| format!("{name} ×{times}")),
            it.role,
            it.what,
        );
    }
    let slow = measured.iter().filter(|it| it.median() > limit).count();
    println!("{} addresses and forms; {slow} take longer than {limit} ms half of the times", measured.len());
}

/// Time of the processors this process has used.
pub fn processors() -> Duration {
    // Of each thread: nanoseconds on a processor, waiting, turns.
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let ran = threads.filter_map(|thread| {
        let text = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(ran.sum())
}
