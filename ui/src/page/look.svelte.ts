import { bounded, fitPage, fitWidth, stepped, type Size } from "./view";

/** How the page is looked at: zoom, grid, and what is kept when the window changes. */
export class Look {
  zoom = $state(1);
  grid = $state(false);
  /** The page is kept whole, or as wide as the stage, until somebody zooms. */
  kept = $state<"page" | "width" | null>("page");
  /** The stage zooms about its middle. */
  zoomTo: (zoom: number) => void = (zoom) => this.free(zoom);

  /** Keeps what is to be kept, in a stage of this size. */
  keep(page: Size, stage: Size): void {
    if (this.kept === "page") this.zoom = fitPage(page, stage);
    else if (this.kept === "width") this.zoom = fitWidth(page, stage);
  }

  free(zoom: number): void {
    this.kept = null;
    this.zoom = bounded(zoom);
  }

  step(way: 1 | -1): void {
    this.zoomTo(stepped(this.zoom, way));
  }
}
