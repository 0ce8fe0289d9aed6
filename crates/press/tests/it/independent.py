"""A second reading of a press file, by pikepdf and by none of our own code.

Prints one JSON value: the faults that it finds, by the codes of our preflight, each once and sorted, and what it counts.
It knows fewer rules than the preflight, and reads them in another way: from the standards (ISO 15930-4 and -7,
ISO 32000-1), over qpdf's parser. How much ink there is it does not reckon: Ghostscript separates the file for that.

    independent.py FILE.pdf [WIDTH HEIGHT]

WIDTH and HEIGHT are those of the trimmed page that was asked for, in millimetres.
"""

import json
import sys

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

PROCESS = {"/Cyan", "/Magenta", "/Yellow", "/Black", "/All", "/None"}
PAINTS_FILL = {"f", "F", "f*", "B", "B*", "b", "b*"}
PAINTS_STROKE = {"S", "s", "B", "B*", "b", "b*"}
SHOWS = {"Tj", "TJ", "'", '"'}


class Check:
    def __init__(self, pdf, wanted=None):
        self.pdf = pdf
        self.wanted = wanted
        self.codes = set()
        self.images = []
        self.fonts = {}
        self.flat = False

    def file(self):
        pdf = self.pdf
        if pdf.is_encrypted:
            self.codes.add("encrypted")
        info = pdf.trailer.get("/Info", Dictionary())
        standard = str(info.get("/GTS_PDFXVersion", ""))
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            standard = xmp.get("{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion", standard)
            trapped_xmp = xmp.get("{http://ns.adobe.com/pdf/1.3/}Trapped")
        if not standard.startswith("PDF/X-"):
            self.codes.add("not-pdfx")
        self.flat = standard.startswith(("PDF/X-1", "PDF/X-3"))
        newest = "1.4" if self.flat else "1.6"
        if standard and pdf.pdf_version > newest:
            self.codes.add("newer-version")
        if str(info.get("/Trapped", trapped_xmp)).lstrip("/") not in ("True", "False"):
            self.codes.add("trapped-unknown")
        if len(pdf.trailer.get("/ID", [])) != 2:
            self.codes.add("no-file-id")
        self.intent()
        root = pdf.Root
        if "/OpenAction" in root and isinstance(root.OpenAction, Dictionary) or "/AA" in root:
            self.codes.add("action")
        if len(root.get("/OCProperties", {}).get("/OCGs", [])):
            self.codes.add("layers")
        names = root.get("/Names", {})
        if "/EmbeddedFiles" in names:
            self.codes.add("embedded-files")
        if self.flat and any(
            isinstance(one, Stream) and one.get("/Type") in (Name.ObjStm, Name.XRef) for one in pdf.objects
        ):
            self.codes.add("object-streams")
        return standard

    def intent(self):
        intents = [one for one in self.pdf.Root.get("/OutputIntents", []) if one.get("/S") == "/GTS_PDFX"]
        if not intents:
            self.codes.add("no-output-intent")
            return
        profile = intents[0].get("/DestOutputProfile")
        if profile is None:
            self.codes.add("no-output-profile")
            return
        icc = profile.read_bytes()
        if icc[36:40] != b"acsp" or int.from_bytes(icc[:4], "big") > len(icc):
            self.codes.add("output-profile-damaged")
        elif icc[16:20] != b"CMYK":
            self.codes.add("output-profile-space")
        elif icc[12:16] != b"prtr":
            self.codes.add("output-profile-class")

    def page(self, page):
        boxes = {}
        for key in ("/MediaBox", "/BleedBox", "/TrimBox"):
            if key in page.obj or key == "/MediaBox":
                x0, y0, x1, y1 = (float(number) for number in (page.obj.get(key) or page.mediabox))
                boxes[key] = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        if "/TrimBox" not in boxes and "/ArtBox" not in page.obj:
            self.codes.add("no-trim-box")
        trim = boxes.get("/TrimBox", boxes["/MediaBox"])
        if self.wanted:
            unit = float(page.obj.get("/UserUnit", 1)) / 72 * 25.4
            sides = ((trim[2] - trim[0]) * unit, (trim[3] - trim[1]) * unit)
            if any(abs(side - wanted) > 0.5 for side, wanted in zip(sides, self.wanted)):
                self.codes.add("wrong-size")
        order = [key for key in ("/TrimBox", "/BleedBox", "/MediaBox") if key in boxes]
        for inner, outer in zip(order, order[1:]):
            a, b = boxes[inner], boxes[outer]
            if a[0] < b[0] - 0.02 or a[1] < b[1] - 0.02 or a[2] > b[2] + 0.02 or a[3] > b[3] + 0.02:
                self.codes.add("boxes-not-nested")
        edge = boxes.get("/BleedBox", boxes.get("/TrimBox", boxes["/MediaBox"]))
        for note in page.obj.get("/Annots", []):
            x0, y0, x1, y1 = (float(number) for number in note.Rect)
            inside = x1 > edge[0] and x0 < edge[2] and y1 > edge[1] and y0 < edge[3]
            if inside and note.get("/Subtype") not in ("/TrapNet", "/PrinterMark"):
                self.codes.add("annotation")
        if self.flat and "/Group" in page.obj:
            self.codes.add("transparency")
        self.content(page, page.resources, 0)
        return boxes

    def content(self, holder, resources, depth):
        """Follows the colour spaces in force, and looks at them when something is painted."""
        if depth > 8:
            return
        fill, stroke, font, state = Name.DeviceGray, Name.DeviceGray, None, []
        # Colours by number, and whether fills and strokes overprint, with the mode.
        values, over = {"fill": None, "stroke": None}, {"op": False, "OP": False, "OPM": 0}
        for operands, operator in pikepdf.parse_content_stream(holder):
            op = str(operator)
            if op == "q":
                state.append((fill, stroke, font, dict(values), dict(over)))
            elif op == "Q" and state:
                fill, stroke, font, values, over = state.pop()
            elif op in ("g", "rg", "k"):
                fill = {"g": Name.DeviceGray, "rg": Name.DeviceRGB, "k": Name.DeviceCMYK}[op]
            elif op in ("G", "RG", "K"):
                stroke = {"G": Name.DeviceGray, "RG": Name.DeviceRGB, "K": Name.DeviceCMYK}[op]
            elif op == "cs":
                fill = resources.get("/ColorSpace", {}).get(str(operands[0]), operands[0])
            elif op == "CS":
                stroke = resources.get("/ColorSpace", {}).get(str(operands[0]), operands[0])
            elif op == "Tf":
                font = resources.get("/Font", {}).get(str(operands[0]))
            elif op == "gs":
                entries = resources.get("/ExtGState", {}).get(str(operands[0]), Dictionary())
                self.state(entries)
                over["OP"] = bool(entries.get("/OP", over["OP"]))
                over["op"] = bool(entries.get("/op", entries.get("/OP", over["op"])))
                over["OPM"] = int(entries.get("/OPM", over["OPM"]))
            if op in ("g", "rg", "k", "cs", "sc", "scn"):
                values["fill"] = None if op == "cs" else [float(n) for n in operands if not isinstance(n, Name)]
            elif op in ("G", "RG", "K", "CS", "SC", "SCN"):
                values["stroke"] = None if op == "CS" else [float(n) for n in operands if not isinstance(n, Name)]
            if (op in PAINTS_FILL or op in SHOWS) and over["op"]:
                self.white(fill, values["fill"], over["OPM"])
            if op in PAINTS_STROKE and over["OP"]:
                self.white(stroke, values["stroke"], over["OPM"])
            if op in PAINTS_FILL or op in SHOWS:
                self.space(fill)
            if op in PAINTS_STROKE:
                self.space(stroke)
            if op in SHOWS and font is not None:
                self.font(font)
            if op == "Do":
                self.object(resources.get("/XObject", {}).get(str(operands[0])), resources, depth)

    def white(self, space, values, mode):
        """White that overprints: zeros of DeviceCMYK in mode 1, and of named inks in any (ISO 32000-1, table 148)."""
        named = isinstance(space, Array) and str(space[0]) in ("/Separation", "/DeviceN")
        if values and not any(values) and (named or mode == 1 and space == "/DeviceCMYK"):
            self.codes.add("white-overprints")

    def object(self, thing, resources, depth):
        if thing is None:
            self.codes.add("missing-object")
        elif thing.get("/Subtype") == "/Image":
            space = thing.get("/ColorSpace", Name.DeviceGray)
            self.images.append([int(thing.Width), int(thing.Height), str(space) if isinstance(space, Name) else "?"])
            self.space(space)
            if self.flat and "/SMask" in thing:
                self.codes.add("transparency")
        else:
            if self.flat and "/Group" in thing:
                self.codes.add("transparency")
            self.content(thing, thing.get("/Resources", resources), depth + 1)

    def state(self, state):
        opaque = all(float(state.get(key, 1)) >= 1 for key in ("/ca", "/CA"))
        normal = state.get("/BM", Name.Normal) in ("/Normal", "/Compatible")
        if self.flat and not (opaque and normal and state.get("/SMask", Name("/None")) == "/None"):
            self.codes.add("transparency")

    def space(self, space):
        if isinstance(space, Array):
            kind = str(space[0])
            if kind == "/Indexed":
                self.space(space[1])
            elif kind == "/Separation" and str(space[1]) not in PROCESS:
                self.codes.add("spot-colour")
            elif kind == "/DeviceN" and any(str(ink) not in PROCESS for ink in space[1]):
                self.codes.add("spot-colour")
            elif kind in ("/ICCBased", "/CalRGB", "/CalGray", "/Lab"):
                self.codes.add("converted-colour")
            return
        if space == "/DeviceRGB":
            self.codes.add("device-rgb")

    def font(self, font):
        if font.get("/Subtype") == "/Type3":
            return
        own = font.DescendantFonts[0] if font.get("/Subtype") == "/Type0" else font
        descriptor = own.get("/FontDescriptor", Dictionary())
        embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        self.fonts[str(font.get("/BaseFont"))] = embedded
        if not embedded:
            self.codes.add("font-not-embedded")


def main(path, *wanted):
    with pikepdf.open(path) as pdf:
        check = Check(pdf, [float(side) for side in wanted])
        standard = check.file()
        boxes = [check.page(page) for page in pdf.pages]
        tree = pdf.Root.get("/StructTreeRoot")
        told = {
            "codes": sorted(check.codes),
            "standard": standard,
            "version": pdf.pdf_version,
            "boxes": boxes,
            "fonts": check.fonts,
            "images": check.images,
            "tagged": tree is not None,
        }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
