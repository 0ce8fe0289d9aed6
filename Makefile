# `make run` and `make test` install what is missing, build, and need no questions answered.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
export CARGO_TARGET_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/broadsheet/target

BUILD_PACKAGES := build-essential pkg-config libwebkit2gtk-4.1-dev fonts-noto-cjk fonts-noto-cjk-extra fonts-lxgw-wenkai
TEST_PACKAGES := fonts-noto-mono poppler-utils ghostscript qpdf python3-pikepdf libimage-exiftool-perl xvfb xdotool chromium webkit2gtk-driver
BENCH_PACKAGES := xvfb xdotool
PEER_PACKAGES := poppler-utils weasyprint chromium texlive-xetex texlive-lang-chinese
TYPST := 0.15.1
LIBRARY ?= $(CURDIR)/exports/specimen

.PHONY: help run test test-rust test-ui test-web lint bench bench-peers fuzz typescript setup setup-test setup-bench setup-peers ui check-tools clean

help: ## Say what there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

run: setup ui ## Build, and carry the sample page from copy to press
	cargo build --release --workspace
	@if ! "$(CARGO_TARGET_DIR)/release/broadsheet" --library "$(LIBRARY)" demo; then \
	  [ -e "$(LIBRARY)/library.db" ] || exit 1; \
	  echo "The sample in $(LIBRARY) has been changed since it was made; it is opened as it is."; \
	fi
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ] && [ -x "$(CARGO_TARGET_DIR)/release/broadsheet-desktop" ]; then \
	  "$(CARGO_TARGET_DIR)/release/broadsheet-desktop" --library "$(LIBRARY)"; \
	else echo "No display: the press file above is what there is to see."; fi

test: lint test-rust test-ui test-web ## Every check and every test

lint: setup-test ui ## Formatting, clippy, ESLint, types of the interface
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	cd ui && npm run lint && npm run check

test-rust: setup-test ui ## Tests of the crates, of the program end to end, and of the real window
	cargo test --workspace

test-ui: ui/node_modules/.installed ## Unit tests of the interface
	cd ui && npm test

test-web: setup-test ui tests/web/node_modules/.installed ## The interface in a browser, against the real server
	cargo test --workspace --no-run
	cd tests/web && BROADSHEET_CLI="$(CARGO_TARGET_DIR)/debug/broadsheet" \
	  BROADSHEET_SERVER="$(CARGO_TARGET_DIR)/debug/broadsheet-server" npm test

BENCHES = $(patsubst bench/benches/%.rs,--bench %,$(wildcard bench/benches/*.rs))

bench: setup-bench ui ## Speed and memory, release builds
	cargo build --release --workspace --bins $(BENCHES)
	BROADSHEET_RELEASE="$(CARGO_TARGET_DIR)/release" cargo bench --workspace $(BENCHES)

bench-peers: setup-peers ## The same ten pages by Broadsheet, Typst, WeasyPrint, Chromium and XeLaTeX
	CARGO_TARGET_DIR="$(CARGO_TARGET_DIR)/peers" cargo install --quiet --locked --root "$(CARGO_TARGET_DIR)/peers" typst-cli@$(TYPST)
	CARGO_TARGET_DIR="$(CARGO_TARGET_DIR)/peers" cargo build --release --manifest-path bench/peers/Cargo.toml
	PATH="$(CARGO_TARGET_DIR)/peers/bin:$$PATH" "$(CARGO_TARGET_DIR)/peers/release/broadsheet-peers"

# libFuzzer on the stable compiler: the coverage is LLVM's own pass; a target of its own keeps build scripts out of it.
FUZZ_SECONDS ?= 600
FUZZ_TARGETS ?= $(notdir $(wildcard tests/corpus/corpus/*))
FUZZ_HOST = $(shell rustc -vV 2>/dev/null | sed -n 's/^host: //p')
FUZZ_FLAGS = -Cpasses=sancov-module -Ccodegen-units=1 $(addprefix -Cllvm-args=-sanitizer-coverage-,level=4 inline-8bit-counters pc-table trace-compares)

fuzz: setup ## Ten minutes of random input for each target (FUZZ_SECONDS=600)
	RUSTFLAGS="$(FUZZ_FLAGS)" CARGO_TARGET_DIR="$(CARGO_TARGET_DIR)/fuzz" \
	  cargo build --release --manifest-path fuzz/Cargo.toml --target $(FUZZ_HOST)
	@for target in $(FUZZ_TARGETS); do \
	  mkdir -p "$(CARGO_TARGET_DIR)/fuzz/found/$$target"; \
	  echo "$$target, $(FUZZ_SECONDS) s"; \
	  (cd "$(CARGO_TARGET_DIR)/fuzz" && "$(FUZZ_HOST)/release/$$target" -max_total_time=$(FUZZ_SECONDS) \
	    -timeout=30 -rss_limit_mb=4096 -verbosity=0 -print_final_stats=1 -artifact_prefix="$$target-" \
	    "found/$$target" "$(CURDIR)/tests/corpus/corpus/$$target"); \
	done

typescript: ## Write the calls and their types for the interface
	cargo build --workspace --examples
	"$(CARGO_TARGET_DIR)/debug/examples/typescript"

ui: ui/dist/index.html ## Build the window's interface

# The programs carry it, so it is built again only when something in it changed.
ui/dist/index.html: ui/node_modules/.installed $(shell find ui crates/copy/schema -type f -not -path '*/node_modules/*' -not -path 'ui/dist/*')
	cd ui && npm run build

%/node_modules/.installed: %/package-lock.json | check-tools
	@echo "Installing the npm packages of $*"
	cd $* && npm ci --no-audit --no-fund
	@touch $@

check-tools:
	@command -v cargo >/dev/null || { echo "Install Rust 1.95 or newer: https://rustup.rs"; exit 1; }
	@command -v npm >/dev/null || { echo "Install Node.js 20.19 or newer: https://nodejs.org"; exit 1; }

setup: check-tools
	@$(call install,$(BUILD_PACKAGES))

setup-test: check-tools
	@$(call install,$(BUILD_PACKAGES) $(TEST_PACKAGES))

setup-bench: check-tools
	@$(call install,$(BUILD_PACKAGES) $(BENCH_PACKAGES))

setup-peers: check-tools
	@$(call install,$(BUILD_PACKAGES) $(PEER_PACKAGES))

define install
if command -v apt-get >/dev/null; then \
  missing=""; for package in $(1); do \
    dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; done; \
  if [ -n "$$missing" ]; then \
    echo "Installing with apt:$$missing"; \
    as_root=""; [ "$$(id -u)" = 0 ] || as_root="sudo"; \
    $$as_root apt-get -o DPkg::Lock::Timeout=300 update -q; \
    $$as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -q $$missing; \
  fi; \
else echo "Not Debian or Ubuntu. Install what these Debian packages hold: $(1)"; fi
endef

clean: ## Remove what was built
	rm -rf ui/dist ui/node_modules tests/web/node_modules exports
