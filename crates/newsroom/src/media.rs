//! What travels by address instead of in answers: display lists, page images, thumbnails, originals.

use broadsheet_copy::photo::Original;
use broadsheet_intake::MAX_PHOTO_PIXELS;
use broadsheet_layout::frame::PictureUse;
use broadsheet_preview::{MOST_MEGAPIXELS, Pictures, Stamps, Tones, display_list, png, thumbnail};

use crate::refusal::RoomError;
use crate::room::{Newsroom, Outcome, advert_id, page_id, photo_id};

const _: () = assert!(
    MAX_PHOTO_PIXELS == MOST_MEGAPIXELS as u64 * 1_000_000,
    "what is taken in can be shown, and no more"
);

/// An answer to a GET.
#[derive(Clone, Debug)]
pub struct Media {
    /// The media type.
    pub mime: String,
    /// Names these bytes: the same etag, the same bytes.
    pub etag: String,
    /// The bytes; empty where the asker has them already.
    pub bytes: Vec<u8>,
    /// Whether the asker has them already (HTTP 304).
    pub unchanged: bool,
}

/// Whether what follows `/media/` is a path of ids and words: nothing that another reader could take for a folder
/// above, a drive or a code.
#[must_use]
pub fn is_media_path(path: &str) -> bool {
    path.split('/').all(|part| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_,".contains(&byte))
    })
}

/// Original pictures of the library.
pub(crate) struct Originals<'a>(pub(crate) &'a Newsroom);

impl Pictures for Originals<'_> {
    fn picture(&self, picture: &PictureUse) -> Option<Vec<u8>> {
        self.0.library.original(&picture.sha256).ok()
    }
}

impl Newsroom {
    /// Answers a GET: `page/{id}/display`, `page/{id}/png?dpi=`, `photo/{id}/thumb?px=&grey=`, `photo/{id}/original`,
    /// `advert/{id}/thumb?px=`, `advert/{id}/original`.
    ///
    /// `path` is what follows `/media/`; `query` what follows the `?`. `known` is the etag that the asker has.
    ///
    /// # Errors
    /// `not-found` for any other path and for ids that are not there.
    pub fn media(&self, path: &str, query: &str, known: Option<&str>) -> Outcome<Media> {
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        match parts.as_slice() {
            ["page", id, "display"] => self.page_display(id, known),
            ["page", id, "png"] => self.page_png(id, number(query, "dpi", 96, 36..=300), known),
            ["photo", id, "thumb"] => {
                let grey = number(query, "grey", 0, 0..=1) == 1;
                let tones = if grey { Tones::Greys } else { Tones::Colour };
                self.thumb(&self.original_of(id)?, number(query, "px", 480, 32..=2_048), tones, known)
            }
            ["photo", id, "original"] => self.original(&self.original_of(id)?, known),
            ["advert", id, "thumb"] => {
                let advert = self.advert(advert_id(id)?)?.state.original;
                self.thumb(&advert, number(query, "px", 480, 32..=2_048), Tones::Colour, known)
            }
            ["advert", id, "original"] => self.original(&self.advert(advert_id(id)?)?.state.original, known),
            _ => Err(RoomError::NotFound { what: "media", id: path.to_owned() }.into()),
        }
    }

    fn page_display(&self, id: &str, known: Option<&str>) -> Outcome<Media> {
        let sheet = self.sheet(page_id(id)?)?;
        unless_known("application/json", format!("d-{}", sheet.etag), known, || {
            let (frame, _) = self.frame(&sheet)?;
            let list = display_list(
                &frame,
                &self.paths.kept(sheet.compositor.as_ref()),
                &self.look(&sheet, &frame)?,
            );
            Ok(serde_json::to_vec(&list).map_err(|error| RoomError::Arguments(error.to_string()))?)
        })
    }

    fn page_png(&self, id: &str, dpi: u32, known: Option<&str>) -> Outcome<Media> {
        let sheet = self.sheet(page_id(id)?)?;
        unless_known("image/png", format!("p{dpi}-{}", sheet.etag), known, || {
            let (frame, _) = self.frame(&sheet)?;
            let (originals, stamps, look) = (Originals(self), Stamps::default(), self.look(&sheet, &frame)?);
            Ok(png(&frame, sheet.compositor.as_ref(), &originals, &stamps, &look, f64::from(dpi))?)
        })
    }

    fn thumb(&self, original: &Original, px: u32, tones: Tones, known: Option<&str>) -> Outcome<Media> {
        let sha256 = &original.sha256;
        let kind = match tones {
            Tones::Colour => "t",
            Tones::Greys => "g",
        };
        unless_known("image/jpeg", format!("{kind}{px}-{sha256}"), known, || {
            Ok(thumbnail(&self.library.original(sha256)?, px, tones)?.jpeg)
        })
    }

    fn original(&self, original: &Original, known: Option<&str>) -> Outcome<Media> {
        let sha256 = &original.sha256;
        unless_known(&original.mime, sha256.clone(), known, || Ok(self.library.original(sha256)?))
    }

    fn original_of(&self, id: &str) -> Outcome<Original> {
        let photo = self.photo(photo_id(id)?)?.state;
        let original = photo.original;
        original.ok_or_else(|| RoomError::NotFound { what: "photo", id: id.to_owned() }.into())
    }
}

fn unless_known(
    mime: &str,
    etag: String,
    known: Option<&str>,
    make: impl FnOnce() -> Outcome<Vec<u8>>,
) -> Outcome<Media> {
    let unchanged = known == Some(etag.as_str());
    let bytes = if unchanged { Vec::new() } else { make()? };
    Ok(Media { mime: mime.to_owned(), etag, bytes, unchanged })
}

/// A whole number of the query, held to a range; the usual one where it is absent or no number.
fn number(query: &str, name: &str, usual: u32, range: std::ops::RangeInclusive<u32>) -> u32 {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let found = pairs.filter(|(key, _)| *key == name).find_map(|(_, value)| value.parse::<u32>().ok());
    found.unwrap_or(usual).clamp(*range.start(), *range.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_paths_are_ids_and_words() {
        assert!(is_media_path("page/0198c0de-0000-7000-8000-000000000001/display"));
        let others = ["", "page/", "/page", "a/../b", "..", "a//b", "a%2fb", "a\\b", "a:b", "页", "a.b", "~"];
        for path in others {
            assert!(!is_media_path(path), "{path}");
        }
    }
}
