# `make run` and `make test` install what is missing, build, and need no questions answered.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
export CARGO_TARGET_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/broadsheet/target

BUILD_PACKAGES := build-essential pkg-config libwebkit2gtk-4.1-dev fonts-noto-cjk fonts-noto-cjk-extra fonts-lxgw-wenkai
TEST_PACKAGES := poppler-utils ghostscript qpdf libimage-exiftool-perl
LIBRARY ?= $(CURDIR)/exports/specimen

.PHONY: help run test setup setup-test ui check-tools clean

help: ## Say what there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

run: setup ui ## Build, and carry the sample page from copy to press
	cargo build --release --workspace
	"$(CARGO_TARGET_DIR)/release/broadsheet" --library "$(LIBRARY)" demo
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ] && [ -x "$(CARGO_TARGET_DIR)/release/broadsheet-desktop" ]; then \
	  "$(CARGO_TARGET_DIR)/release/broadsheet-desktop" --library "$(LIBRARY)"; \
	else echo "No display: the press file above is what there is to see."; fi

test: setup-test ui ## Every test
	cargo test --workspace

ui: check-tools ## Build the window's interface
	@stamp="ui/node_modules/.installed"; \
	if [ ! -e "$$stamp" ] || [ ui/package-lock.json -nt "$$stamp" ]; then \
	  echo "Installing the interface's npm packages"; (cd ui && npm ci --no-audit --no-fund) && touch "$$stamp"; fi
	cd ui && npm run build

check-tools:
	@command -v cargo >/dev/null || { echo "Install Rust 1.95 or newer: https://rustup.rs"; exit 1; }
	@command -v npm >/dev/null || { echo "Install Node.js 20.19 or newer: https://nodejs.org"; exit 1; }

setup: check-tools
	@$(call install,$(BUILD_PACKAGES))

setup-test: check-tools
	@$(call install,$(BUILD_PACKAGES) $(TEST_PACKAGES))

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
	rm -rf ui/dist ui/node_modules exports
