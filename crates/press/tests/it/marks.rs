//! Printers' marks, proved on the plates that a renderer separates: every patch in its ink, every crop mark on every plate
//! in line with the trim.

use crate::separations::{Kept, Plates as Separated};
use crate::specimen::{Composer, job};
use broadsheet_layout::frame::Ink;
use broadsheet_press::{Job, Plates, Spot, print};

/// The colour bar from its left: solids, overprints of two, half tones, a grey of three inks beside its match in black.
const PATCHES: [[u32; 4]; 13] = [
    [100, 0, 0, 0],
    [0, 100, 0, 0],
    [0, 0, 100, 0],
    [0, 0, 0, 100],
    [0, 100, 100, 0],
    [100, 0, 100, 0],
    [100, 100, 0, 0],
    [50, 0, 0, 0],
    [0, 50, 0, 0],
    [0, 0, 50, 0],
    [0, 0, 0, 50],
    [30, 22, 22, 0],
    [0, 0, 0, 30],
];

/// The plates of an empty page, its size in millimetres, in files of a name of their own.
fn plates(name: &str, width: f64, height: f64, job: &Job, dpi: u32) -> Separated {
    let page = Composer::new(width, height);
    let print = print(&[&page.frame], &page.shelf, job).unwrap();
    Separated::of(&Kept::new(&format!("marks-{name}.pdf"), &print.pdf), dpi)
}

/// What the middle of a patch of the colour bar has, C, M, Y and K in per cent; the same in all of it.
fn patch(plates: &Separated, height: f64, number: usize) -> [u32; 4] {
    // The bar begins 8 mm from the trim's corner; a patch is 5 mm wide and stands 6 mm below the bleed of 3 mm.
    let left = 8.0 + 5.0 * number as f64;
    let points = plates.over(left + 1.0, height + 9.0 - 1.5, 3.0, 3.0);
    assert!(points.iter().all(|inks| *inks == points[0]), "patch {number} is even");
    points[0].map(|ink| (ink * 100 + 127) / 255)
}

#[test]
fn every_patch_of_the_colour_bar_has_its_ink() {
    let height = 100.0;
    let all = plates("process", 200.0, height, &job(), 100);
    for (number, wanted) in PATCHES.into_iter().enumerate() {
        assert_eq!(patch(&all, height, number), wanted, "patch {number}");
    }
    assert_eq!(patch(&all, height, PATCHES.len()), [0; 4], "and no more");
    let before = all.over(1.0, height + 7.5, 6.5, 3.0);
    assert!(before.iter().all(|inks| *inks == [0; 4]), "nothing stands before it");
    // A page of black alone has the patches of black.
    let black = plates("black", 200.0, height, &Job { plates: Plates::Black, ..job() }, 100);
    for (number, wanted) in [100, 50, 30, 0].into_iter().enumerate() {
        assert_eq!(patch(&black, height, number), [0, 0, 0, wanted], "patch {number}");
    }
    // On a narrow one the bar ends before the registration mark in the middle.
    let narrow = plates("narrow", 102.0, height, &job(), 100);
    assert_eq!(patch(&narrow, height, 6), PATCHES[6]);
    assert_eq!(patch(&narrow, height, 7), [0; 4]);
}

#[test]
fn a_spot_colour_has_two_patches_behind_those_of_the_process() {
    let red = Ink { c: 0, m: 90, y: 80, k: 0 };
    let spots = vec![Spot { name: "PANTONE 032".to_owned(), stands_for: red }];
    let height = 100.0;
    let plates = plates("spot", 220.0, height, &Job { spots, ..job() }, 100);
    for (number, wanted) in [(13, 255), (14, 128)] {
        assert_eq!(patch(&plates, height, number), [0; 4], "none of the process inks");
        let left = 8.0 + 5.0 * number as f64;
        let spot = plates.spot("PANTONE 032", left + 1.0, height + 7.5, 3.0, 3.0).unwrap();
        assert!(spot.iter().all(|ink| u32::from(*ink).abs_diff(wanted) <= 1), "{number}: {spot:?}");
    }
}

#[test]
fn crop_marks_stand_at_the_corners_of_the_trim_on_every_plate() {
    let (width, height) = (60.0, 80.0);
    let plates = plates("crop", width, height, &job(), 400);
    // From 5 mm outside the trim on for 6 mm; where a mark stands across, and what is swept along it.
    let outside = |side: f64, far: f64| if side == 0.0 { -11.0 + far } else { side + 5.0 + far };
    for corner in [(0.0, 0.0), (width, 0.0), (0.0, height), (width, height)] {
        for step in 0..11 {
            let far = 0.25 + f64::from(step) * 0.5;
            let level = plates.over(outside(corner.0, far), corner.1 - 0.2, 0.2, 0.4);
            let upright = plates.over(corner.0 - 0.2, outside(corner.1, far), 0.4, 0.2);
            for (mark, what) in [(level, "level"), (upright, "upright")] {
                let full = mark.iter().any(|inks| inks.iter().all(|ink| *ink > 200));
                assert!(
                    full,
                    "the {what} mark at {corner:?}, {far} mm from its end: {:?}",
                    mark.iter().max()
                );
            }
        }
        // It is a hairline, and nothing of it reaches the bleed.
        for away in [-1.2, 0.4] {
            let beside = plates.over(outside(corner.0, 1.0), corner.1 + away, 4.0, 0.8);
            assert!(beside.iter().all(|inks| *inks == [0; 4]), "beside the level mark at {corner:?}");
        }
        let gap = if corner.0 == 0.0 { -4.8 } else { width + 0.2 };
        let within = plates.over(gap, corner.1 - 1.0, 4.6, 2.0);
        assert!(within.iter().all(|inks| *inks == [0; 4]), "between mark and trim at {corner:?}");
    }
}
