//! Colour spaces and colours of a content stream, as plates see them (ISO 32000-1, 8.6).

use std::sync::Arc;

use lopdf::{Dictionary, Document, Object};

use super::lookup::{dictionary, number, number_at, resolve, text};

/// How deep colour spaces may stand in one another: Pattern over Indexed over DeviceN over ICCBased.
const DEEPEST: usize = 5;

/// A colour space.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum ColourSpace {
    /// DeviceGray: the black plate.
    Gray,
    /// DeviceRGB.
    Rgb,
    /// DeviceCMYK: the plates by number.
    Cmyk,
    /// A space that the press converts: ICCBased, CalRGB, Lab …, by what people call it, and how many numbers make a
    /// colour.
    Managed { name: String, components: f64 },
    /// One or more named inks.
    Inks {
        /// Their names, in order.
        names: Vec<String>,
        /// What is printed where a press has none of them.
        tint: Box<Tint>,
    },
    /// A palette over another space.
    Indexed {
        /// The space of its colours.
        base: Box<ColourSpace>,
        /// The colours, number after number; none where they cannot be read.
        palette: Option<Arc<[u8]>>,
    },
    /// A pattern, and the space of the colour that it is painted in where it has none of its own (ISO 32000-1, 8.7.3.3).
    Pattern(Option<Box<ColourSpace>>),
}

/// What named inks are printed as where a press has none of them (ISO 32000-1, 8.6.6.4).
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Tint {
    /// The space; none where it cannot be read.
    pub(crate) alternate: Option<ColourSpace>,
    /// The function from tints to colours of it.
    pub(crate) function: Object,
}

/// A colour.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Colour {
    /// 0 black to 1 white.
    Gray(f64),
    /// 0 to 1 each.
    Rgb([f64; 3]),
    /// 0 to 1 of ink each.
    Cmyk([f64; 4]),
    /// A colour that the press converts; what it has of the four inks, 0 to 1 each, where its numbers say it.
    Managed(Option<[f64; 4]>),
    /// Tints of named inks.
    Inks(Vec<(String, f64)>),
    /// A pattern.
    Pattern,
}

impl ColourSpace {
    /// Reads a space: a name, or an array, of the resources or directly.
    pub(crate) fn read(document: &Document, object: &Object, resources: Option<&Dictionary>) -> Option<Self> {
        Self::read_within(document, object, resources, DEEPEST)
    }

    fn read_within(
        document: &Document,
        object: &Object,
        resources: Option<&Dictionary>,
        depth: usize,
    ) -> Option<Self> {
        let depth = depth.checked_sub(1)?;
        let object = resolve(document, object)?;
        if let Ok(name) = object.as_name() {
            if let Some(space) = Self::default_of(document, name, resources) {
                return Some(space);
            }
            return match name {
                b"DeviceGray" | b"G" => Some(Self::Gray),
                b"DeviceRGB" | b"RGB" => Some(Self::Rgb),
                b"DeviceCMYK" | b"CMYK" => Some(Self::Cmyk),
                b"Pattern" => Some(Self::Pattern(None)),
                other => {
                    let spaces = dictionary(document, resources?, b"ColorSpace")?;
                    Self::read_within(document, spaces.get(other).ok()?, resources, depth)
                }
            };
        }
        let array = object.as_array().ok()?;
        let kind = resolve(document, array.first()?)?.as_name().ok()?;
        match kind {
            b"Indexed" | b"I" => {
                let base = Self::read_within(document, array.get(1)?, resources, depth)?;
                let palette = array.get(3).and_then(|palette| colours_of(document, palette, base.channels()));
                Some(Self::Indexed { base: Box::new(base), palette })
            }
            b"Separation" | b"DeviceN" => {
                let name = |ink: &Object| resolve(document, ink)?.as_name().ok().map(text);
                let names = match resolve(document, array.get(1)?)? {
                    Object::Array(inks) => inks.iter().filter_map(name).collect(),
                    ink => vec![name(ink)?],
                };
                let alternate =
                    array.get(2).and_then(|space| Self::read_within(document, space, resources, depth));
                let function = array.get(3).cloned().unwrap_or(Object::Null);
                Some(Self::Inks { names, tint: Box::new(Tint { alternate, function }) })
            }
            b"ICCBased" => {
                let profile = resolve(document, array.get(1)?)?.as_stream().ok()?;
                let components = number_at(document, &profile.dict, b"N")?;
                let name = match components {
                    1.0 => "ICC gray",
                    3.0 => "ICC RGB",
                    _ => "ICC CMYK",
                };
                Some(Self::Managed { name: name.to_owned(), components })
            }
            b"Pattern" => {
                let under =
                    array.get(1).and_then(|space| Self::read_within(document, space, resources, depth));
                Some(Self::Pattern(under.map(Box::new)))
            }
            b"CalGray" => Some(Self::Managed { name: text(kind), components: 1.0 }),
            b"CalRGB" | b"Lab" => Some(Self::Managed { name: text(kind), components: 3.0 }),
            _ => Self::read_within(document, array.first()?, resources, depth),
        }
    }

    /// What the resources say that a device's space is (ISO 32000-1, 8.6.5.6), where that has as many numbers.
    fn default_of(document: &Document, name: &[u8], resources: Option<&Dictionary>) -> Option<Self> {
        let entry = default_entry(document, name, resources)?;
        // It stands for itself: no device's space within it is another's.
        let space = Self::read_within(document, entry, None, DEEPEST)?;
        let channels = match name {
            b"DeviceGray" | b"G" => 1,
            b"DeviceRGB" | b"RGB" => 3,
            _ => 4,
        };
        let fits = space.channels() == channels && !matches!(space, Self::Indexed { .. });
        fits.then_some(space)
    }

    /// The colour before any is set (ISO 32000-1, 8.6.8).
    pub(crate) fn initial(&self) -> Colour {
        match self {
            Self::Gray => Colour::Gray(0.0),
            Self::Rgb => Colour::Rgb([0.0; 3]),
            Self::Cmyk => Colour::Cmyk([0.0, 0.0, 0.0, 1.0]),
            Self::Managed { .. } if self.is_inks() => Colour::Managed(Some([0.0; 4])),
            Self::Managed { .. } if self.is_grey() => Colour::Managed(Some([0.0, 0.0, 0.0, 1.0])),
            Self::Managed { .. } => Colour::Managed(None),
            Self::Inks { names, .. } => Colour::Inks(names.iter().map(|ink| (ink.clone(), 1.0)).collect()),
            Self::Indexed { base, .. } => base.initial(),
            Self::Pattern(_) => Colour::Pattern,
        }
    }

    /// The space of the colours that it names: those of a palette, and those that a pattern is painted in.
    pub(crate) fn named(&self) -> &Self {
        match self {
            Self::Indexed { base, .. } | Self::Pattern(Some(base)) => base.named(),
            other => other,
        }
    }

    /// How many numbers make a colour.
    pub(crate) fn channels(&self) -> usize {
        match self {
            Self::Gray | Self::Indexed { .. } => 1,
            Self::Rgb => 3,
            Self::Cmyk => 4,
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "saturates, as meant"
            )]
            Self::Managed { components, .. } => *components as usize,
            Self::Inks { names, .. } => names.len(),
            Self::Pattern(_) => 0,
        }
    }

    /// The colour of operands.
    pub(crate) fn colour(&self, document: &Document, operands: &[Object]) -> Option<Colour> {
        let component = |at: usize| number(document, operands.get(at)?).map(|value| value.clamp(0.0, 1.0));
        Some(match self {
            Self::Gray => Colour::Gray(component(0)?),
            Self::Rgb => Colour::Rgb([component(0)?, component(1)?, component(2)?]),
            Self::Cmyk => Colour::Cmyk([component(0)?, component(1)?, component(2)?, component(3)?]),
            Self::Managed { .. } if self.is_inks() => {
                Colour::Managed(Some([component(0)?, component(1)?, component(2)?, component(3)?]))
            }
            Self::Managed { .. } if self.is_grey() => {
                Colour::Managed(Some([0.0, 0.0, 0.0, 1.0 - component(0)?]))
            }
            Self::Managed { .. } => Colour::Managed(None),
            Self::Inks { names, .. } => {
                let tints = names.iter().enumerate();
                Colour::Inks(tints.map(|(at, ink)| (ink.clone(), component(at).unwrap_or(0.0))).collect())
            }
            Self::Indexed { base, palette } => {
                let count = base.channels();
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "saturates, as meant"
                )]
                let at = (number(document, operands.first()?)?.max(0.0) as usize).min(255);
                let entry = palette.as_ref()?.get(at.checked_mul(count)?..)?.get(..count)?;
                let entry: Vec<Object> =
                    entry.iter().map(|part| Object::Real(f32::from(*part) / 255.0)).collect();
                base.colour(document, &entry)?
            }
            Self::Pattern(_) => Colour::Pattern,
        })
    }

    /// Whether its numbers are inks, though of a profile of their own: some presses convert them, others print them as
    /// they are.
    pub(crate) fn is_inks(&self) -> bool {
        matches!(self, Self::Managed { components: 4.0, .. })
    }

    /// Whether its numbers are greys of a profile of their own, which a press prints with black.
    pub(crate) fn is_grey(&self) -> bool {
        matches!(self, Self::Managed { components: 1.0, .. })
    }
}

/// What resources have for a device's space in its stead.
pub(crate) fn default_entry<'a>(
    document: &'a Document,
    name: &[u8],
    resources: Option<&'a Dictionary>,
) -> Option<&'a Object> {
    let key: &[u8] = match name {
        b"DeviceGray" | b"G" => b"DefaultGray",
        b"DeviceRGB" | b"RGB" => b"DefaultRGB",
        b"DeviceCMYK" | b"CMYK" => b"DefaultCMYK",
        _ => return None,
    };
    dictionary(document, resources?, b"ColorSpace")?.get(key).ok()
}

/// The colours of a palette of so many channels: no more than a byte can name, however many there are.
fn colours_of(document: &Document, palette: &Object, channels: usize) -> Option<Arc<[u8]>> {
    const LONGEST: usize = 256 * 32;
    let most = channels.saturating_mul(256).min(LONGEST);
    match resolve(document, palette)? {
        Object::String(bytes, _) => Some(bytes.get(..most).unwrap_or(bytes).into()),
        Object::Stream(stream) => {
            let bytes = stream.get_plain_content_with_limit(LONGEST).ok()?;
            Some(bytes.get(..most).unwrap_or(&bytes).into())
        }
        _ => None,
    }
}

impl Colour {
    /// Process inks in per cent, where the file states them: C, M, Y, K.
    pub(crate) fn inks(&self) -> Option<[f64; 4]> {
        match self {
            Self::Gray(light) => Some([0.0, 0.0, 0.0, (1.0 - light) * 100.0]),
            Self::Cmyk(inks) => Some(inks.map(|ink| ink * 100.0)),
            Self::Inks(tints) => {
                let mut inks = [0.0; 4];
                for (name, tint) in tints {
                    let all = &mut inks;
                    match (name.as_str(), all) {
                        ("Cyan", [c, ..]) => *c = tint * 100.0,
                        ("Magenta", [_, m, ..]) => *m = tint * 100.0,
                        ("Yellow", [_, _, y, _]) => *y = tint * 100.0,
                        ("Black", [.., k]) => *k = tint * 100.0,
                        ("All", all) => *all = [tint * 100.0; 4],
                        ("None", _) => {}
                        _ => return None,
                    }
                }
                Some(inks)
            }
            Self::Rgb(_) | Self::Managed(_) | Self::Pattern => None,
        }
    }

    /// Whether it leaves no ink and takes none away where it overprints: zeros of DeviceCMYK in mode 1, and of named
    /// inks in any (ISO 32000-1, table 148).
    pub(crate) fn vanishes(&self, mode_one: bool) -> bool {
        match self {
            Self::Cmyk(inks) => mode_one && *inks == [0.0; 4],
            Self::Inks(tints) => tints.iter().all(|(_, tint)| *tint <= 0.0),
            _ => false,
        }
    }

    /// The spot colours that it makes use of.
    pub(crate) fn spots(&self) -> impl Iterator<Item = &str> {
        let tints: &[(String, f64)] = match self {
            Self::Inks(tints) => tints,
            _ => &[],
        };
        let process = ["Cyan", "Magenta", "Yellow", "Black", "All", "None"];
        tints.iter().map(|(name, _)| name.as_str()).filter(move |name| !process.contains(name))
    }
}
