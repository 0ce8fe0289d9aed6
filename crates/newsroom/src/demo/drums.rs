//! Drums.
pub(crate) fn drums() -> Vec<u8> {
    Vec::new()
}
