//! Lengths as a style sheet writes them.

/// Lengths as numbers of 点.
pub(crate) mod points {
    use broadsheet_units::Length;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
    pub(crate) fn serialize<S: Serializer>(length: &Length, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(length.to_points())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Length, D::Error> {
        f64::deserialize(from).map(Length::from_points)
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
        Ok(Option::<f64>::deserialize(from)?.map(Length::from_points))
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

/// Lists of lengths as numbers of 点.
pub(crate) mod points_list {
    use broadsheet_units::Length;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(lengths: &[Length], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(lengths.iter().map(|length| length.to_points()))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Length>, D::Error> {
        Ok(Vec::<f64>::deserialize(from)?.into_iter().map(Length::from_points).collect())
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
