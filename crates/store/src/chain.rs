//! The chain: every event's hash covers the one before it, so that nothing can be changed, taken out or put in
//! between without every later hash being wrong.

use sha2::{Digest, Sha256};

/// A link: SHA-256.
pub(crate) type Hash = [u8; 32];

/// What the first event's `prev_hash` is.
pub(crate) const FIRST: Hash = [0; 32];

/// A column of the event table, as it is hashed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Column<'a> {
    /// Eight bytes, the highest first.
    Integer(i64),
    /// Its bytes.
    Text(&'a [u8]),
    /// Nothing; told apart from an empty text.
    Null,
}

/// The hash of an event: SHA-256 over `prev` (32 bytes), then every column in the order of the table (`seq, stream,
/// ver, kind, schema, actor, actor_name, device, at, cmd_id, body`), each as its length in bytes (8 bytes, highest
/// first; eight times 0xFF for NULL) and its bytes. The body is hashed as it is kept, never as it is understood.
pub(crate) fn link(prev: &[u8], columns: &[Column<'_>]) -> Hash {
    let mut hash = Sha256::new();
    hash.update(prev);
    for column in columns {
        match column {
            Column::Integer(number) => {
                hash.update(8u64.to_be_bytes());
                hash.update(number.to_be_bytes());
            }
            Column::Text(bytes) => {
                hash.update((bytes.len() as u64).to_be_bytes());
                hash.update(bytes);
            }
            Column::Null => hash.update(u64::MAX.to_be_bytes()),
        }
    }
    hash.finalize().into()
}

/// SHA-256 of a file's bytes in lower-case hex.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_cannot_move_from_one_column_to_the_next() {
        let ab = link(&FIRST, &[Column::Text(b"a"), Column::Text(b"b")]);
        assert_ne!(ab, link(&FIRST, &[Column::Text(b"ab"), Column::Text(b"")]));
        assert_ne!(ab, link(&FIRST, &[Column::Text(b"a"), Column::Text(b"b"), Column::Null]));
        assert_ne!(link(&FIRST, &[Column::Null]), link(&FIRST, &[Column::Text(b"")]));
    }

    #[test]
    fn the_hash_is_what_any_sha256_says() {
        // printf '%064d' 0 | xxd -r -p; printf '\0\0\0\0\0\0\0\x01a' — through sha256sum.
        assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let mut bytes = FIRST.to_vec();
        bytes.extend([0, 0, 0, 0, 0, 0, 0, 1, b'a']);
        let hex: String = link(&FIRST, &[Column::Text(b"a")]).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, sha256_hex(&bytes));
    }
}
