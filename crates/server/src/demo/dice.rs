//! Chance that falls the same way every time: two demos tell the same stories.

/// A small generator (SplitMix64). Never for secrets.
#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    /// The dice of one thing among many: what happens to it does not depend on the others.
    pub fn of(seed: u64, thing: u64) -> Dice {
        let mut dice = Dice(seed ^ thing.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        dice.roll();
        dice
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 up to and without 1.
    pub fn fraction(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// From `low` up to and without `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.fraction()
    }

    /// True as often as `chance` says, of 1.
    pub fn falls(&mut self, chance: f64) -> bool {
        self.fraction() < chance
    }

    /// One of them, each as likely as its weight says; none when all weigh nothing.
    pub fn pick<T>(&mut self, of: impl IntoIterator<Item = (T, u32)>) -> Option<T> {
        let of: Vec<(T, u32)> = of.into_iter().collect();
        let all: u32 = of.iter().map(|(_, weight)| weight).sum();
        let mut left = (self.fraction() * f64::from(all)) as u32;
        for (thing, weight) in of {
            if left < weight {
                return Some(thing);
            }
            left -= weight;
        }
        None
    }

    /// One of them, all equally likely.
    pub fn any<T>(&mut self, of: impl IntoIterator<Item = T>) -> Option<T> {
        self.pick(of.into_iter().map(|thing| (thing, 1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_dice_fall_the_same_way_and_weights_count() {
        let throw = || {
            let mut dice = Dice::of(7, 3);
            (0..1000).filter_map(|_| dice.pick([("often", 9), ("seldom", 1), ("never", 0)])).collect::<Vec<_>>()
        };
        let thrown = throw();
        assert_eq!(thrown, throw());
        let count = |word| thrown.iter().filter(|it| **it == word).count();
        assert!((850..950).contains(&count("often")), "{}", count("often"));
        assert_eq!(count("never"), 0);
        assert_eq!(Dice::of(7, 3).pick([((), 0)]), None);
    }
}
