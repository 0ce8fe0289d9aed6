//! Lengths as a style sheet writes them: as numbers, or, where a size is meant, by the names that the sheet gives to
//! sizes (小五, 五号 …).

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use broadsheet_units::Length;
use serde::de::{Deserialize, Deserializer, Error, Visitor};

thread_local! {
    /// The names that hold for the sheet that is being read.
    static NAMES: RefCell<BTreeMap<String, Length>> = const { RefCell::new(BTreeMap::new()) };
}

/// Reads something in which sizes may be called by these names.
pub(crate) fn with_names<T>(names: BTreeMap<String, Length>, read: impl FnOnce() -> T) -> T {
    let before = NAMES.replace(names);
    let done = read();
    NAMES.set(before);
    done
}

/// A size in 点, or the name of one.
struct Written(Length);

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct NumberOrName;
        impl Visitor<'_> for NumberOrName {
            type Value = Length;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of 点, or a name of `named_sizes`")
            }

            fn visit_f64<E: Error>(self, points: f64) -> Result<Length, E> {
                Ok(Length::from_points(points))
            }

            fn visit_u64<E: Error>(self, points: u64) -> Result<Length, E> {
                self.visit_f64(points as f64)
            }

            fn visit_i64<E: Error>(self, points: i64) -> Result<Length, E> {
                self.visit_f64(points as f64)
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Length, E> {
                let known = NAMES.with_borrow(|names| names.get(name).copied());
                known.ok_or_else(|| E::custom(format!("`named_sizes` has no {name}")))
            }
        }
        from.deserialize_any(NumberOrName).map(Self)
    }
}

/// Lengths as numbers of 点.
pub(crate) mod points {
    use broadsheet_units::Length;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
    pub(crate) fn serialize<S: Serializer>(length: &Length, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(length.to_points())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Length, D::Error> {
        super::Written::deserialize(from).map(|size| size.0)
    }
}

/// Lengths as numbers of 点, where there is one.
pub(crate) mod points_option {
    use broadsheet_units::Length;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::ref_option, reason = "the signature that serde calls")]
    pub(crate) fn serialize<S: Serializer>(length: &Option<Length>, to: S) -> Result<S::Ok, S::Error> {
        match length {
            Some(length) => to.serialize_f64(length.to_points()),
            None => to.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Length>, D::Error> {
        Ok(Option::<super::Written>::deserialize(from)?.map(|size| size.0))
    }
}

/// Lengths as numbers of millimetres, where there is one.
pub(crate) mod millimetres_option {
    use broadsheet_units::Length;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::ref_option, reason = "the signature that serde calls")]
    pub(crate) fn serialize<S: Serializer>(length: &Option<Length>, to: S) -> Result<S::Ok, S::Error> {
        match length {
            Some(length) => super::millimetres::serialize(length, to),
            None => to.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Length>, D::Error> {
        Ok(Option::<f64>::deserialize(from)?.map(Length::from_mm))
    }
}

/// Names of sizes, each with its number of 点.
pub(crate) mod points_by_name {
    use std::collections::BTreeMap;

    use broadsheet_units::Length;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        sizes: &BTreeMap<String, Length>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_map(sizes.iter().map(|(name, size)| (name, size.to_points())))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<String, Length>, D::Error> {
        let sizes = BTreeMap::<String, f64>::deserialize(from)?;
        Ok(sizes.into_iter().map(|(name, size)| (name, Length::from_points(size))).collect())
    }
}

/// Lists of lengths as numbers of 点.
pub(crate) mod points_list {
    use broadsheet_units::Length;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(lengths: &[Length], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(lengths.iter().map(|length| length.to_points()))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Length>, D::Error> {
        Ok(Vec::<super::Written>::deserialize(from)?.into_iter().map(|size| size.0).collect())
    }
}

/// Lengths as numbers of millimetres.
pub(crate) mod millimetres {
    use broadsheet_units::Length;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
    pub(crate) fn serialize<S: Serializer>(length: &Length, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64((length.to_mm() * 1000.0).round() / 1000.0)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Length, D::Error> {
        f64::deserialize(from).map(Length::from_mm)
    }
}
