//! A page frame to PDF/X, colour through the press profile, and preflight of any PDF.
