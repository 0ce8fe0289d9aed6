use super::*;

const LIMIT: f64 = 240.0;
const HEAVY: Plates = [90.0, 90.0, 0.0, 0.0, 0.0];
const BLACK: Plates = [0.0, 0.0, 0.0, 100.0, 0.0];
const ITS_OWN: Mixing = Mixing::Overprints([false, false, false, true, false]);

fn area(left: f64, bottom: f64, right: f64, top: f64) -> Area {
    Area { left, bottom, right, top }
}

fn thing(area: Area, inks: Plates, mixing: Mixing) -> Thing {
    Thing {
        area,
        shape: Shape::Whole,
        clips: Vec::new(),
        inks: Painted::Evenly(inks),
        mixing,
        opacity: 1.0,
        perhaps: false,
        spot: None,
    }
}

/// A page with nothing on it.
fn paper() -> Laid {
    Laid::on(area(0.0, 0.0, 100.0, 100.0))
}

/// The ink of `over` upon `below`, in per cent.
fn comes_to(below: Vec<Thing>, over: Thing) -> f64 {
    let mut laid = paper();
    below.into_iter().for_each(|thing| _ = laid.lay(thing, LIMIT));
    total(&laid.lay(over, LIMIT).inks).round()
}

#[test]
fn what_overprints_is_added_to_what_is_below_it_and_to_nothing_else() {
    let ground = || thing(area(0.0, 0.0, 100.0, 100.0), HEAVY, Mixing::KnocksOut);
    let white = || thing(area(0.0, 0.0, 50.0, 100.0), [0.0; 5], Mixing::KnocksOut);
    let black = |left: f64| thing(area(left, 10.0, left + 20.0, 20.0), BLACK, ITS_OWN);
    assert_eq!(comes_to(vec![ground()], black(10.0)), 280.0);
    assert_eq!(comes_to(vec![ground(), white()], black(10.0)), 100.0, "white lies between");
    assert_eq!(comes_to(vec![ground(), white()], black(40.0)), 280.0, "half of it");
    assert_eq!(comes_to(vec![ground()], black(100.0)), 100.0, "beside it");
    assert_eq!(comes_to(vec![ground()], Thing { mixing: Mixing::KnocksOut, ..black(10.0) }), 100.0);
    let both = [true, true, false, true, false];
    let other = thing(area(0.0, 0.0, 9.0, 9.0), [10.0, 0.0, 0.0, 90.0, 0.0], Mixing::Overprints(both));
    assert_eq!(comes_to(vec![ground()], other), 100.0, "these plates are its own");
}

#[test]
fn a_spot_colour_upon_itself_is_one_plate() {
    let spots = Mixing::Overprints([false, false, false, false, true]);
    let blue = |spot: usize| Thing {
        spot: Some(spot),
        ..thing(area(0.0, 0.0, 9.0, 9.0), [0.0, 0.0, 0.0, 0.0, 90.0], spots)
    };
    assert_eq!(comes_to(vec![blue(1)], blue(1)), 90.0);
    assert_eq!(comes_to(vec![blue(1)], blue(2)), 180.0);
    assert_eq!(comes_to(vec![blue(1), blue(1)], blue(1)), 90.0);
    assert_eq!(comes_to(vec![blue(1), blue(2)], blue(1)), 270.0, "it may be any of them");
    let black = thing(area(0.0, 0.0, 9.0, 9.0), BLACK, ITS_OWN);
    assert_eq!(comes_to(vec![blue(1), black], blue(1)), 190.0);
}

#[test]
fn outlines_of_many_sides_are_paid_for() {
    let circle: Vec<_> =
        (0..100_000).map(|at| (f64::from(at) / 1e4).sin_cos()).map(|(y, x)| (x * 9.0, y * 9.0)).collect();
    let circle = Arc::new(Outline { subpaths: vec![circle], even_odd: false });
    let mut laid = paper();
    laid.lay(thing(area(-9.0, -9.0, 9.0, 9.0), HEAVY, Mixing::KnocksOut), LIMIT);
    let over = Thing { shape: Shape::Filled(circle), ..thing(area(-9.0, -9.0, 9.0, 9.0), BLACK, ITS_OWN) };
    assert!(!laid.lay(over.clone(), LIMIT).perhaps);
    assert!((0..4).any(|_| laid.lay(over.clone(), LIMIT).perhaps));
}

#[test]
fn modes_darken_as_they_do() {
    let ground = || thing(area(0.0, 0.0, 9.0, 9.0), [80.0, 80.0, 50.0, 0.0, 0.0], Mixing::KnocksOut);
    let over = |mixing: Mixing| thing(area(0.0, 0.0, 9.0, 9.0), [50.0, 0.0, 0.0, 80.0, 0.0], mixing);
    for (mixing, wanted) in [
        (Mixing::Multiplies, 90.0 + 80.0 + 50.0 + 80.0),
        (Mixing::Darkens, 80.0 + 80.0 + 50.0 + 80.0),
        (Mixing::Burns, 100.0 + 80.0 + 50.0),
        (Mixing::KnocksOut, 130.0),
        (Mixing::Lightens, 210.0),
    ] {
        assert_eq!(comes_to(vec![ground()], over(mixing)), wanted, "{mixing:?}");
    }
    assert_eq!(comes_to(vec![ground()], Thing { opacity: 0.5, ..over(Mixing::Multiplies) }), 255.0);
}

#[test]
fn a_ring_is_not_in_its_middle() {
    let square = |from: f64, to: f64| vec![(from, from), (to, from), (to, to), (from, to)];
    let ring = Arc::new(Outline { subpaths: vec![square(0.0, 100.0), square(10.0, 90.0)], even_odd: true });
    let ring = || Thing {
        shape: Shape::Filled(Arc::clone(&ring)),
        ..thing(area(0.0, 0.0, 100.0, 100.0), HEAVY, Mixing::KnocksOut)
    };
    let black = |from: f64, to: f64| thing(area(from, from, to, to), BLACK, ITS_OWN);
    assert_eq!(comes_to(vec![ring()], black(40.0, 60.0)), 100.0);
    assert_eq!(comes_to(vec![ring()], black(2.0, 9.0)), 280.0);
    let frame = Arc::new(Outline { subpaths: vec![square(0.0, 100.0)], even_odd: false });
    let frame = Thing { shape: Shape::Line(frame, 1.0), ..black(0.0, 100.0) };
    assert_eq!(
        comes_to(vec![thing(area(30.0, 30.0, 60.0, 60.0), HEAVY, Mixing::KnocksOut)], frame.clone()),
        100.0
    );
    assert_eq!(comes_to(vec![thing(area(-5.0, -5.0, 60.0, 60.0), HEAVY, Mixing::KnocksOut)], frame), 280.0);
}

#[test]
fn a_picture_counts_where_it_is_dark() {
    let mut pixels = vec![0u8; 160 * 160 * 4];
    for y in 0..16 {
        for x in 0..16 {
            pixels[(y * 160 + x) * 4..][..4].copy_from_slice(&[230, 230, 0, 0]);
        }
    }
    let to_unit = Matrix([0.01, 0.0, 0.0, 0.01, 0.0, 0.0]);
    let picture = || Thing {
        inks: Painted::Picture(Arc::new(Density::of(&pixels, 160, false)), to_unit),
        ..thing(area(0.0, 0.0, 100.0, 100.0), [0.0; 5], Mixing::KnocksOut)
    };
    let black = |area: Area| thing(area, BLACK, ITS_OWN);
    assert_eq!(comes_to(vec![picture()], black(area(40.0, 91.0, 90.0, 99.0))), 100.0);
    assert_eq!(comes_to(vec![picture()], black(area(2.0, 91.0, 90.0, 99.0))), 280.0, "its top left");
}

#[test]
fn a_group_mixes_as_one() {
    let mut laid = paper();
    let at = area(0.0, 0.0, 9.0, 9.0);
    laid.lay(thing(at, [60.0, 60.0, 0.0, 0.0, 0.0], Mixing::KnocksOut), LIMIT);
    let mark = laid.mark();
    laid.lay(thing(at, [0.0, 0.0, 0.0, 90.0, 0.0], Mixing::KnocksOut), LIMIT);
    laid.lay(thing(at, [0.0, 0.0, 80.0, 0.0, 0.0], Mixing::KnocksOut), LIMIT);
    let as_one = Mixed { mixing: Mixing::Multiplies, opacity: 1.0, seen_through: false };
    let (together, _) = laid.group(mark, as_one, LIMIT).unwrap();
    assert_eq!(total(&together.inks).round(), 200.0, "its black is hidden");
}

#[test]
fn a_group_is_as_heavy_as_what_comes_together_in_it() {
    let mut pixels = vec![0u8; 160 * 160 * 4];
    for row in pixels.chunks_mut(160 * 4) {
        for pixel in row[80 * 4..].chunks_mut(4) {
            pixel[3] = 230;
        }
    }
    let mut laid = paper();
    let mark = laid.mark();
    laid.lay(thing(area(0.0, 0.0, 45.0, 100.0), HEAVY, Mixing::KnocksOut), LIMIT);
    let picture = Thing {
        inks: Painted::Picture(
            Arc::new(Density::of(&pixels, 160, false)),
            Matrix([0.01, 0.0, 0.0, 0.01, 0.0, 0.0]),
        ),
        ..thing(area(0.0, 0.0, 100.0, 100.0), [0.0; 5], Mixing::Multiplies)
    };
    laid.lay(picture, LIMIT);
    let as_one = Mixed { mixing: Mixing::Multiplies, opacity: 1.0, seen_through: false };
    let (together, _) = laid.group(mark, as_one, LIMIT).unwrap();
    assert_eq!(total(&together.inks).round(), 180.0, "its black half is beside the heavy ground");
}

#[test]
fn things_held_against_each_other_are_paid_for() {
    let mut laid = Laid { looks: MOST_THINGS, ..paper() };
    laid.lay(thing(area(0.0, 0.0, 1.0, 1.0), HEAVY, Mixing::KnocksOut), LIMIT);
    let mut black = || {
        let over = laid.lay(thing(area(50.0, 50.0, 60.0, 60.0), BLACK, ITS_OWN), LIMIT);
        (total(&over.inks), over.perhaps)
    };
    assert_eq!(black(), (100.0, false));
    assert!((0..MOST_THINGS).any(|_| black() == (280.0, true)), "all that is known is that it may");
}

#[test]
fn what_is_forgotten_may_come_together_where_it_was() {
    let mut laid = paper();
    for _ in 0..=MOST_THINGS {
        laid.lay(thing(area(0.0, 0.0, 1.0, 1.0), HEAVY, Mixing::KnocksOut), LIMIT);
    }
    let mut black = |at: Area| {
        let over = laid.lay(thing(at, BLACK, ITS_OWN), LIMIT);
        (total(&over.inks), over.perhaps)
    };
    // Beside the first, in its cell of the page.
    assert_eq!(black(area(1.1, 1.1, 1.4, 1.4)), (280.0, true));
    assert_eq!(black(area(50.0, 50.0, 60.0, 60.0)), (100.0, false));
    assert_eq!(black(area(-50.0, -50.0, 200.0, 200.0)), (280.0, true));
}

#[test]
fn what_is_forgotten_may_be_anywhere_where_its_place_costs_too_much() {
    let mut laid = Laid { looks: 10, ..paper() };
    for _ in 0..=MOST_THINGS {
        laid.lay(thing(area(0.0, 0.0, 100.0, 100.0), HEAVY, Mixing::KnocksOut), LIMIT);
    }
    let over = laid.lay(thing(area(50.0, 50.0, 60.0, 60.0), BLACK, ITS_OWN), LIMIT);
    assert_eq!((total(&over.inks), over.perhaps), (280.0, true));
}

/// A picture over the whole page, heavy in its left half and light in its right.
fn half_and_half() -> Thing {
    let mut pixels = vec![8u8; 160 * 160 * 4];
    for (at, pixel) in pixels.chunks_exact_mut(4).enumerate() {
        if at % 160 < 80 {
            pixel.copy_from_slice(&[204, 204, 153, 0]);
        }
    }
    let to_unit = Matrix([0.01, 0.0, 0.0, 0.01, 0.0, 0.0]);
    let inks = Painted::Picture(Arc::new(Density::of(&pixels, 160, false)), to_unit);
    Thing { inks, ..thing(area(0.0, 0.0, 100.0, 100.0), [0.0; 5], Mixing::KnocksOut) }
}

#[test]
fn what_mixes_is_as_heavy_as_it_is_in_each_place() {
    let grey = [0.0, 0.0, 0.0, 10.0, 0.0];
    let panel = |mixing: Mixing| thing(area(0.0, 0.0, 100.0, 100.0), grey, mixing);
    let black = |left: f64, right: f64| thing(area(left, 40.0, right, 50.0), BLACK, ITS_OWN);
    // Its black is the letter's.
    let light = (3.0 * 8.0 / 2.55_f64).round();
    for mixing in [Mixing::Multiplies, Mixing::Darkens, ITS_OWN] {
        let upon = |left: f64, right: f64| comes_to(vec![half_and_half(), panel(mixing)], black(left, right));
        assert_eq!(upon(60.0, 90.0), 100.0 + light, "{mixing:?}");
        assert_eq!(upon(10.0, 40.0), 320.0, "{mixing:?}");
        assert_eq!(upon(10.0, 90.0), 320.0, "{mixing:?}: a part of it");
    }
    // Where a ring mixes with the picture, and where it does not.
    let square = |from: f64, to: f64| vec![(from, from), (to, from), (to, to), (from, to)];
    let ring = Arc::new(Outline { subpaths: vec![square(0.0, 100.0), square(5.0, 95.0)], even_odd: true });
    let yellow = thing(area(0.0, 0.0, 100.0, 100.0), [0.0, 0.0, 100.0, 0.0, 0.0], Mixing::Multiplies);
    let ring = Thing { shape: Shape::Filled(ring), ..yellow };
    let below = || vec![half_and_half(), Thing { opacity: 0.5, ..ring.clone() }];
    assert_eq!(comes_to(below(), black(10.0, 40.0)), 320.0);
    assert_eq!(comes_to(below(), Thing { area: area(96.0, 40.0, 99.0, 50.0), ..black(0.0, 0.0) }), 158.0);
}

#[test]
fn a_group_is_as_heavy_as_it_is_in_each_place() {
    let panel = || thing(area(0.0, 0.0, 100.0, 100.0), [0.0, 0.0, 0.0, 10.0, 0.0], Mixing::KnocksOut);
    let black = |left: f64, right: f64| thing(area(left, 40.0, right, 50.0), BLACK, ITS_OWN);
    let upon = |as_one: Mixed, left: f64, right: f64| {
        let mut laid = paper();
        laid.lay(half_and_half(), LIMIT);
        let mark = laid.mark();
        // One upon the other, of which the upper is seen.
        laid.lay(panel(), LIMIT);
        laid.lay(panel(), LIMIT);
        laid.group(mark, as_one, LIMIT);
        total(&laid.lay(black(left, right), LIMIT).inks).round()
    };
    let as_one = Mixed { mixing: Mixing::Multiplies, opacity: 1.0, seen_through: false };
    let light = 100.0 + (3.0 * 8.0 / 2.55_f64).round();
    assert_eq!((upon(as_one, 60.0, 90.0), upon(as_one, 10.0, 40.0)), (light, 320.0));
    let masked = Mixed { seen_through: true, ..as_one };
    assert_eq!((upon(masked, 60.0, 90.0), upon(masked, 10.0, 40.0)), (light, 320.0));
}

#[test]
fn what_mixes_in_an_isolated_group_hides_what_is_below_that() {
    let mut laid = paper();
    let everywhere = area(0.0, 0.0, 100.0, 100.0);
    laid.lay(thing(everywhere, HEAVY, Mixing::KnocksOut), LIMIT);
    let around = laid.isolate(laid.mark());
    laid.lay(thing(everywhere, [0.0, 0.0, 60.0, 0.0, 0.0], Mixing::Multiplies), LIMIT);
    laid.lay(thing(area(0.0, 0.0, 50.0, 100.0), [90.0, 0.0, 0.0, 0.0, 0.0], Mixing::Multiplies), LIMIT);
    laid.isolate(around);
    let black = |left: f64| thing(area(left, 40.0, left + 10.0, 50.0), BLACK, ITS_OWN);
    let upon = |laid: &mut Laid, left: f64| total(&laid.lay(black(left), 150.0).inks).round();
    assert_eq!((upon(&mut laid, 10.0), upon(&mut laid, 70.0)), (250.0, 160.0));
}

#[test]
fn things_are_within_all_of_their_clips() {
    let right_half = vec![(50.0, 0.0), (100.0, 0.0), (100.0, 100.0), (50.0, 100.0)];
    let upper_half = vec![(0.0, 50.0), (100.0, 50.0), (100.0, 100.0), (0.0, 100.0)];
    let clip = |subpath: Vec<(f64, f64)>| Arc::new(Outline { subpaths: vec![subpath], even_odd: false });
    let clips = vec![clip(right_half), clip(upper_half)];
    let ground = || thing(area(0.0, 0.0, 100.0, 100.0), HEAVY, Mixing::KnocksOut);
    let cut = |inks: Plates| Thing { clips: clips.clone(), inks: Painted::Evenly(inks), ..ground() };
    let black = |left: f64, bottom: f64| thing(area(left, bottom, left + 9.0, bottom + 9.0), BLACK, ITS_OWN);
    for (left, bottom, within) in [(60.0, 60.0, true), (60.0, 10.0, false), (10.0, 60.0, false)] {
        let upon = |below: Vec<Thing>| comes_to(below, black(left, bottom));
        assert_eq!(upon(vec![cut(HEAVY)]), if within { 280.0 } else { 100.0 });
        assert_eq!(upon(vec![ground(), cut([0.0; 5])]), if within { 100.0 } else { 280.0 }, "white hides");
    }
}
