//! Colours to inks, each worked out once. A photograph has some hundred thousand colours and ten times as many pixels, the
//! pictures of an issue have most of theirs in common, and the way through two profiles takes long for each of them.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use moxcms::TransformExecutor;
use rayon::prelude::*;

use super::tone::Curve;
use super::{BATCH, Unusable, hold};

/// Pixels that are looked up before those that are not known yet are worked out.
const ROUND: usize = 4096;

/// Pixels that any way takes at a time.
const GROUP: usize = 64;

/// Blocks of colours: sixteen steps of sixteen levels of each channel. What is near to each other in a picture is mostly in
/// one of them.
const BLOCKS: usize = 1 << 12;

/// From one profile of light to another, or to inks.
pub(super) type Transform = Arc<dyn TransformExecutor<u8> + Send + Sync>;

/// The way from 8-bit RGB of one profile to inks, and where it has led to.
pub(super) struct Inking {
    /// To sRGB, where the way goes over it.
    pub(super) first: Option<Transform>,
    /// What is laid over sRGB.
    pub(super) curve: Option<Curve>,
    /// To inks.
    pub(super) last: Transform,
    /// The ink limit as a sum of 8-bit plates.
    pub(super) limit: u32,
    pub(super) known: Known,
}

/// Inks that were worked out: for every colour of a block its inks with all bits turned over; 0 where they are not known.
/// Four full plates are no exception, they are just worked out again.
pub(super) struct Known(Vec<OnceLock<Box<[AtomicU32]>>>);

impl Default for Known {
    fn default() -> Self {
        Self((0..BLOCKS).map(|_| OnceLock::new()).collect())
    }
}

impl Known {
    #[inline]
    fn of(&self, [r, g, b]: [u8; 3]) -> Option<&AtomicU32> {
        let (r, g, b) = (usize::from(r), usize::from(g), usize::from(b));
        let block = (r >> 4) << 8 | (g >> 4) << 4 | b >> 4;
        let within = (r & 15) << 8 | (g & 15) << 4 | b & 15;
        let block = self.0.get(block)?.get_or_init(|| (0..BLOCKS).map(|_| AtomicU32::new(0)).collect());
        block.get(within)
    }
}

impl Inking {
    /// The inks of pixels.
    pub(super) fn inks(&self, pixels: &[u8]) -> Result<Vec<u8>, Unusable> {
        let (pixels, _) = pixels.as_chunks::<3>();
        let mut inks = vec![0; pixels.len() * 4];
        let (out, _) = inks.as_chunks_mut::<4>();
        pixels.par_chunks(BATCH).zip(out.par_chunks_mut(BATCH)).try_for_each(|(pixels, out)| {
            let (mut new, mut places) = (Vec::new(), Vec::new());
            for (pixels, out) in pixels.chunks(ROUND).zip(out.chunks_mut(ROUND)) {
                for (at, (pixel, out)) in pixels.iter().zip(out.iter_mut()).enumerate() {
                    match self.known.of(*pixel).map_or(0, |known| known.load(Ordering::Relaxed)) {
                        0 => {
                            new.extend_from_slice(pixel);
                            places.push(at);
                        }
                        known => *out = (!known).to_be_bytes(),
                    }
                }
                let worked_out = self.worked_out(&new)?;
                for (&at, inks) in places.iter().zip(worked_out.as_chunks::<4>().0) {
                    if let (Some(pixel), Some(out)) = (pixels.get(at), out.get_mut(at)) {
                        *out = *inks;
                        if let Some(known) = self.known.of(*pixel) {
                            known.store(!u32::from_be_bytes(*inks), Ordering::Relaxed);
                        }
                    }
                }
                new.clear();
                places.clear();
            }
            Ok(())
        })?;
        Ok(inks)
    }

    /// The inks of pixels that are not known yet.
    fn worked_out(&self, pixels: &[u8]) -> Result<Vec<u8>, Unusable> {
        if pixels.is_empty() {
            return Ok(Vec::new());
        }
        // Some ways take several pixels at a time and what is left over one by one, rounding in another manner. No colour
        // may depend on what stands beside it: all are taken in whole groups.
        let mut pixels = pixels.to_vec();
        pixels.resize(pixels.len().next_multiple_of(GROUP * 3), 0);
        let mut inks = vec![0; pixels.len() / 3 * 4];
        let mut seen = pixels.clone();
        if let Some(first) = &self.first {
            first.transform(&pixels, &mut seen).map_err(|_| Unusable)?;
        }
        if let Some(curve) = &self.curve {
            curve.apply(&mut seen);
        }
        self.last.transform(&seen, &mut inks).map_err(|_| Unusable)?;
        hold(&mut inks, self.limit);
        Ok(inks)
    }
}
