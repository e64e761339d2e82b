//! A colour, and how well it is told from another (WCAG 2.2, «contrast ratio»).

use std::fmt;
use std::str::FromStr;

/// A colour of a screen, without transparency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

pub const BLACK: Colour = Colour::of(0x000000);
pub const WHITE: Colour = Colour::of(0xffffff);

impl Colour {
    /// From `0xrrggbb`.
    pub const fn of(rgb: u32) -> Colour {
        let [_, red, green, blue] = rgb.to_be_bytes();
        Colour { red, green, blue }
    }

    /// A part of `other` in this one, from 0 (none) to 100 (all).
    pub fn mixed(self, other: Colour, percent: u32) -> Colour {
        let part = |a: u8, b: u8| {
            let share = percent.min(100);
            ((u32::from(a) * (100 - share) + u32::from(b) * share + 50) / 100) as u8
        };
        Colour {
            red: part(self.red, other.red),
            green: part(self.green, other.green),
            blue: part(self.blue, other.blue),
        }
    }

    /// From 1 (the same) to 21 (black and white), in hundredths, rounded down so that it never promises more.
    pub fn contrast(self, other: Colour) -> u32 {
        let (a, b) = (self.luminance(), other.luminance());
        ((a.max(b) + 0.05) / (a.min(b) + 0.05) * 100.0) as u32
    }

    /// The nearest to this one, going step by step towards `other`, that satisfies.
    pub fn nearest(self, other: Colour, satisfies: impl Fn(Colour) -> bool) -> Option<Colour> {
        (0..=100).map(|percent| self.mixed(other, percent)).find(|colour| satisfies(*colour))
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl FromStr for Colour {
    type Err = ();

    /// `#rrggbb`, or `#rgb` for short.
    fn from_str(text: &str) -> Result<Colour, ()> {
        let digits = text.trim().strip_prefix('#').filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let whole = match digits {
            Some(digits) if digits.len() == 6 => digits.to_owned(),
            Some(digits) if digits.len() == 3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            _ => return Err(()),
        };
        u32::from_str_radix(&whole, 16).map(Colour::of).map_err(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_the_one_of_the_standard() {
        assert_eq!(BLACK.contrast(WHITE), 2100);
        assert_eq!(WHITE.contrast(WHITE), 100);
        // The grey everybody knows: just enough, and just too light.
        assert_eq!(Colour::of(0x767676).contrast(WHITE), 454);
        assert_eq!(Colour::of(0x777777).contrast(WHITE), 447);
    }

    #[test]
    fn a_colour_is_read_as_people_write_it() {
        assert_eq!("#3366cc".parse(), Ok(Colour::of(0x3366cc)));
        assert_eq!("#36C".parse(), Ok(Colour::of(0x3366cc)));
        for wrong in ["3366cc", "#3366c", "#33 6cc", "azul", "", "#+36cc1"] {
            assert_eq!(wrong.parse::<Colour>(), Err(()), "{wrong}");
        }
    }

    #[test]
    fn the_nearest_is_the_first_that_satisfies() {
        let yellow = Colour::of(0xf5a623);
        let found = yellow.nearest(BLACK, |colour| colour.contrast(WHITE) >= 450).expect("black satisfies");
        assert!(found.contrast(WHITE) >= 450 && found.contrast(WHITE) < 480, "{found}");
        assert_eq!(BLACK.nearest(BLACK, |_| false), None);
    }
}
