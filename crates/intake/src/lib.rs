//! Text, Markdown and photo files as they arrive, to stories and photos.
