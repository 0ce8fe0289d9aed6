//! A page frame to a display list for the canvas, and to PNG.
