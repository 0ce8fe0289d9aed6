//! The sample's picture: the photograph does not exist, so a drum-maker's drums are drawn, and the file says so.

use std::f32::consts::TAU;

use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use tiny_skia::{
    Color, FillRule, GradientStop, LinearGradient, Paint, PathBuilder, Pixmap, Point, Rect, Shader,
    SpreadMode, Stroke, Transform,
};

const WIDTH: u32 = 3_000;
const HEIGHT: u32 = 2_000;

/// What the file says of itself, as XMP: a drawing, not a photograph (IPTC Digital Source Type `digitalCreation`).
const XMP: &str = r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"><photoshop:Headline>示例图：鼓</photoshop:Headline><photoshop:Instructions>样报示例图，由程序绘制，不是照片。A drawing made by the program for the specimen, not a photograph.</photoshop:Instructions><Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation</Iptc4xmpExt:DigitalSourceType></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"#;

/// A JPEG of 3,000 × 2,000 px; the same bytes every time. Empty only where the canvas cannot be had.
pub(crate) fn drums() -> Vec<u8> {
    let Some(mut canvas) = Pixmap::new(WIDTH, HEIGHT) else { return Vec::new() };
    room(&mut canvas);
    drum(&mut canvas, 900.0, 760.0, 560.0, 640.0, (168, 38, 30));
    drum(&mut canvas, 2_080.0, 980.0, 430.0, 520.0, (186, 62, 34));
    drum(&mut canvas, 1_560.0, 1_330.0, 260.0, 300.0, (140, 28, 28));
    drum(&mut canvas, 2_640.0, 1_440.0, 200.0, 230.0, (196, 120, 40));
    drum(&mut canvas, 340.0, 1_500.0, 220.0, 230.0, (176, 84, 36));
    sticks(&mut canvas);
    written(&canvas)
}

fn fill(canvas: &mut Pixmap, build: impl FnOnce(&mut PathBuilder), shader: Shader<'_>) {
    let mut builder = PathBuilder::new();
    build(&mut builder);
    if let Some(path) = builder.finish() {
        let paint = Paint { shader, anti_alias: true, ..Paint::default() };
        canvas.fill_path(&path, &paint, FillRule::Winding, Transform::identity(), None);
    }
}

fn solid((r, g, b): (u8, u8, u8)) -> Shader<'static> {
    Shader::SolidColor(Color::from_rgba8(r, g, b, 255))
}

/// Light from one side to the other.
fn across(from: (f32, f32), to: (f32, f32), stops: &[(f32, (u8, u8, u8))]) -> Shader<'static> {
    let first = stops.first().map_or((0, 0, 0), |stop| stop.1);
    let stops =
        stops.iter().map(|(at, (r, g, b))| GradientStop::new(*at, Color::from_rgba8(*r, *g, *b, 255)));
    let (from, to) = (Point::from_xy(from.0, from.1), Point::from_xy(to.0, to.1));
    LinearGradient::new(from, to, stops.collect(), SpreadMode::Pad, Transform::identity())
        .unwrap_or_else(|| solid(first))
}

fn rect(builder: &mut PathBuilder, x: f32, y: f32, width: f32, height: f32) {
    if let Some(rect) = Rect::from_xywh(x, y, width, height) {
        builder.push_rect(rect);
    }
}

fn oval(builder: &mut PathBuilder, x: f32, y: f32, rx: f32, ry: f32) {
    if let Some(rect) = Rect::from_xywh(x - rx, y - ry, rx * 2.0, ry * 2.0) {
        builder.push_oval(rect);
    }
}

/// The workshop: a plastered wall, a plank floor, light from the left.
fn room(canvas: &mut Pixmap) {
    let wall = across((0.0, 0.0), (3_000.0, 900.0), &[(0.0, (236, 220, 190)), (1.0, (150, 128, 100))]);
    fill(canvas, |path| rect(path, 0.0, 0.0, 3_000.0, 1_250.0), wall);
    let floor = across((0.0, 1_250.0), (2_600.0, 2_000.0), &[(0.0, (178, 134, 88)), (1.0, (96, 66, 42))]);
    fill(canvas, |path| rect(path, 0.0, 1_250.0, 3_000.0, 750.0), floor);
    for plank in 1..6_u8 {
        let y = 1_250.0 + f32::from(plank).powi(2) * 30.0;
        fill(canvas, |path| rect(path, 0.0, y, 3_000.0, 6.0), solid((84, 58, 38)));
    }
}

/// An upright drum: its foot stands at `y` plus half its height, its skin is seen from a little above.
fn drum(canvas: &mut Pixmap, x: f32, y: f32, rx: f32, height: f32, lacquer: (u8, u8, u8)) {
    let (ry, top, foot) = (rx * 0.26, y - height / 2.0, y + height / 2.0);
    fill(
        canvas,
        |path| oval(path, x + rx * 0.22, foot + ry * 0.35, rx * 1.12, ry * 1.05),
        solid((66, 44, 30)),
    );
    let light = |c: u8, by: f32| (f32::from(c) * by).clamp(0.0, 255.0).round() as u8;
    let tone = |by: f32| (light(lacquer.0, by), light(lacquer.1, by), light(lacquer.2, by));
    let stops = [(0.0, tone(0.75)), (0.25, tone(1.35)), (0.6, tone(0.9)), (1.0, tone(0.4))];
    let body = across((x - rx, y), (x + rx, y), &stops);
    fill(canvas, |path| barrel(path, x, rx, (top, foot), ry), body);
    for row in [0.32_f32, 0.5, 0.68] {
        pattern(canvas, x, top + height * row, rx, ry);
    }
    let skin = across((x - rx, top), (x + rx, top), &[(0.0, (246, 232, 204)), (1.0, (198, 172, 132))]);
    fill(canvas, |path| oval(path, x, top, rx, ry), skin);
    let mut ring = PathBuilder::new();
    oval(&mut ring, x, top, rx * 0.82, ry * 0.82);
    if let Some(path) = ring.finish() {
        let paint = Paint { shader: solid((176, 146, 104)), anti_alias: true, ..Paint::default() };
        let stroke = Stroke { width: rx / 60.0, ..Stroke::default() };
        canvas.stroke_path(&path, &paint, &stroke, Transform::identity(), None);
    }
    studs(canvas, x, top + rx * 0.09, rx * 1.02, ry);
    studs(canvas, x, foot - rx * 0.06, rx * 1.02, ry);
}

/// The bellied side of a drum between its skin and its foot.
fn barrel(path: &mut PathBuilder, x: f32, rx: f32, (top, foot): (f32, f32), ry: f32) {
    let belly = rx * 1.22;
    let middle = f32::midpoint(top, foot);
    path.move_to(x - rx, top);
    path.quad_to(x - belly, middle, x - rx, foot);
    path.cubic_to(x - rx * 0.6, foot + ry * 1.25, x + rx * 0.6, foot + ry * 1.25, x + rx, foot);
    path.quad_to(x + belly, middle, x + rx, top);
    path.close();
}

/// Nails along a rim, nearer ones larger.
fn studs(canvas: &mut Pixmap, x: f32, y: f32, rx: f32, ry: f32) {
    for n in 0..=18_u8 {
        let turn = TAU * (f32::from(n) / 36.0);
        let (at, down) = (x - rx * turn.cos(), y + ry * turn.sin());
        let size = rx * 0.026 * (0.6 + 0.4 * turn.sin());
        fill(canvas, |path| oval(path, at, down, size, size), solid((104, 74, 28)));
        fill(
            canvas,
            |path| oval(path, at - size * 0.2, down - size * 0.25, size * 0.7, size * 0.7),
            solid((226, 184, 92)),
        );
    }
}

/// Painted flowers around the side.
fn pattern(canvas: &mut Pixmap, x: f32, y: f32, rx: f32, ry: f32) {
    for n in 1..8_u8 {
        let turn = TAU * (f32::from(n) / 16.0);
        let (at, down, wide) = (x - rx * 1.06 * turn.cos(), y + ry * turn.sin(), turn.sin().max(0.2));
        for petal in 0..6_u8 {
            let side = TAU * f32::from(petal) / 6.0;
            let (dx, dy) = (side.cos() * rx * 0.045 * wide, side.sin() * rx * 0.045);
            fill(
                canvas,
                |path| oval(path, at + dx, down + dy, rx * 0.034 * wide, rx * 0.034),
                solid((232, 190, 96)),
            );
        }
        fill(canvas, |path| oval(path, at, down, rx * 0.026 * wide, rx * 0.026), solid((250, 240, 220)));
    }
}

/// Two sticks across the large drum's skin.
fn sticks(canvas: &mut Pixmap) {
    for (from, to) in [((560.0, 520.0), (1_180.0, 350.0)), ((700.0, 330.0), (1_260.0, 530.0))] {
        let mut path = PathBuilder::new();
        path.move_to(from.0, from.1);
        path.line_to(to.0, to.1);
        if let Some(path) = path.finish() {
            let paint = Paint { shader: solid((122, 78, 40)), anti_alias: true, ..Paint::default() };
            let stroke = Stroke { width: 30.0, line_cap: tiny_skia::LineCap::Round, ..Stroke::default() };
            canvas.stroke_path(&path, &paint, &stroke, Transform::identity(), None);
        }
    }
}

/// The canvas with the grain of a print, as JPEG, its XMP right after the first marker.
fn written(canvas: &Pixmap) -> Vec<u8> {
    let mut seed = 0x2545_f491_u32;
    let mut pixels = Vec::with_capacity(canvas.pixels().len() * 3);
    for pixel in canvas.pixels() {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        let grain = i16::try_from(seed % 7).unwrap_or(0) - 3;
        for channel in [pixel.red(), pixel.green(), pixel.blue()] {
            pixels.push(u8::try_from((i16::from(channel) + grain).clamp(0, 255)).unwrap_or(channel));
        }
    }
    let Some(picture) = RgbImage::from_raw(WIDTH, HEIGHT, pixels) else { return Vec::new() };
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, 88);
    if picture.write_with_encoder(encoder).is_err() || jpeg.len() < 2 {
        return Vec::new();
    }
    let packet = [b"http://ns.adobe.com/xap/1.0/\0", XMP.as_bytes()].concat();
    let length = u16::try_from(packet.len() + 2).unwrap_or(2).to_be_bytes();
    let segment = [&[0xff, 0xe1][..], &length, &packet].concat();
    jpeg.splice(2..2, segment);
    jpeg
}
