//! [`Weight`]: how much ink the colours of a space come to, plate by plate.

use std::sync::Arc;

use lopdf::Document;

use super::colour::ColourSpace;
use super::function::{Function, Functions};

/// Inks in per cent: cyan, magenta, yellow, black, and all spot colours together.
pub(crate) type Plates = [f64; 5];

/// How the colours of a space are weighed.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Weight {
    /// Each by its numbers.
    By(Inks),
    /// The press converts them, by a profile that has its limit in it.
    Press,
    /// They come to more or less by a function that cannot be followed.
    Unknown,
}

/// Colours that are inks.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Inks {
    /// Of black: from solid to paper.
    Gray,
    /// Of the four plates.
    Process,
    /// Of named plates, one after the other.
    Named(Vec<Plate>),
    /// Of named plates that a press may not have: then it prints what they stand for. Whichever is more counts.
    Standing {
        /// The plates.
        plates: Vec<Plate>,
        /// From their tints to the colours that stand for them.
        function: Arc<Function>,
        /// How those are weighed.
        alternate: Box<Inks>,
    },
    /// Of a palette.
    Palette(Vec<Plates>),
}

/// The plate of a named ink.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Plate {
    /// One of the four.
    Process(usize),
    /// All of them.
    All,
    /// None at all.
    None,
    /// One of its own.
    Spot,
}

impl Plate {
    fn of(name: &str) -> Self {
        match name {
            "Cyan" => Self::Process(0),
            "Magenta" => Self::Process(1),
            "Yellow" => Self::Process(2),
            "Black" => Self::Process(3),
            "All" => Self::All,
            "None" => Self::None,
            _ => Self::Spot,
        }
    }
}

impl Weight {
    /// How the colours of a space are weighed.
    pub(crate) fn of(document: &Document, space: &ColourSpace, functions: &mut Functions) -> Self {
        match space {
            ColourSpace::Gray => Self::By(Inks::Gray),
            ColourSpace::Cmyk => Self::By(Inks::Process),
            ColourSpace::Managed { .. } if space.is_inks() => Self::By(Inks::Process),
            ColourSpace::Managed { .. } if space.is_grey() => Self::By(Inks::Gray),
            ColourSpace::Rgb | ColourSpace::Managed { .. } | ColourSpace::Pattern(_) => Self::Press,
            ColourSpace::Indexed { base, palette } => match Self::of(document, base, functions) {
                Self::By(inks) => {
                    let colours = palette.as_deref().unwrap_or_default();
                    let count = base.channels().max(1);
                    if functions.work((colours.len() / count).saturating_mul(inks.steps())).is_none() {
                        return Self::Unknown;
                    }
                    let entry = |entry: &[u8]| {
                        let parts: Vec<f64> = entry.iter().map(|part| f64::from(*part) / 255.0).collect();
                        inks.plates(&parts)
                    };
                    let palette = colours.chunks_exact(count).map(entry).collect::<Option<Vec<_>>>();
                    palette.map_or(Self::Unknown, |palette| Self::By(Inks::Palette(palette)))
                }
                other => other,
            },
            ColourSpace::Inks { names, tint } => {
                let plates: Vec<Plate> = names.iter().map(|name| Plate::of(name)).collect();
                if !plates.contains(&Plate::Spot) {
                    return Self::By(Inks::Named(plates));
                }
                let alternate = tint.alternate.as_ref().map(|space| Self::of(document, space, functions));
                match (alternate, functions.read(document, &tint.function)) {
                    (Some(Self::By(alternate)), Some(function)) if function.inputs() == plates.len() => {
                        Self::By(Inks::Standing { plates, function, alternate: Box::new(alternate) })
                    }
                    (Some(Self::Press), _) => Self::By(Inks::Named(plates)),
                    _ => Self::Unknown,
                }
            }
        }
    }
}

impl Inks {
    /// What a colour comes to: its numbers are from 0 to 1, but the entry's of a palette.
    pub(crate) fn plates(&self, colour: &[f64]) -> Option<Plates> {
        let mut inks = [0.0; 5];
        match self {
            Self::Gray => inks[3] = (1.0 - colour.first()?.clamp(0.0, 1.0)) * 100.0,
            Self::Process => {
                for (ink, value) in inks.iter_mut().zip(colour.iter().take(4)) {
                    *ink = value.clamp(0.0, 1.0) * 100.0;
                }
            }
            Self::Named(plates) => return Some(named(plates, colour)),
            Self::Standing { plates, function, alternate } => {
                let own = named(plates, colour);
                let other = alternate.plates(&function.at(colour)?)?;
                return Some(if total(&other) > total(&own) { other } else { own });
            }
            Self::Palette(palette) => {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "saturates, as meant"
                )]
                let at = colour.first()?.max(0.0) as usize;
                return palette.get(at.min(palette.len().checked_sub(1)?)).copied();
            }
        }
        Some(inks)
    }

    /// How many steps it takes to what a colour comes to, about.
    pub(crate) fn steps(&self) -> usize {
        match self {
            Self::Gray | Self::Process | Self::Palette(_) => 1,
            Self::Named(plates) => plates.len(),
            Self::Standing { plates, function, alternate } => {
                plates.len().saturating_add(function.steps()).saturating_add(alternate.steps())
            }
        }
    }

    /// What a colour comes to where the press has all the plates that it names.
    pub(crate) fn own(&self, colour: &[f64]) -> Option<Plates> {
        match self {
            Self::Standing { plates, .. } => Some(named(plates, colour)),
            other => other.plates(colour),
        }
    }

    /// The most that any colour can come to, in per cent.
    pub(crate) fn most(&self) -> f64 {
        match self {
            Self::Gray => 100.0,
            Self::Process | Self::Standing { .. } => 400.0,
            Self::Named(plates) => total(&named(plates, &vec![1.0; plates.len()])),
            Self::Palette(palette) => palette.iter().map(total).fold(0.0, f64::max),
        }
    }
}

fn named(plates: &[Plate], tints: &[f64]) -> Plates {
    let mut inks = [0.0f64; 5];
    for (plate, tint) in plates.iter().zip(tints) {
        let tint = tint.clamp(0.0, 1.0) * 100.0;
        match plate {
            Plate::Process(at) => inks[*at] = inks[*at].max(tint),
            Plate::All => inks.iter_mut().take(4).for_each(|ink| *ink = ink.max(tint)),
            Plate::None => {}
            Plate::Spot => inks[4] += tint,
        }
    }
    inks
}

/// All inks together.
pub(crate) fn total(inks: &Plates) -> f64 {
    inks.iter().sum()
}

/// All inks but black.
pub(crate) fn colour(inks: &Plates) -> f64 {
    total(inks) - inks[3]
}
