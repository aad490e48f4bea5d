// Makes countries-50m.json from Natural Earth's shapes as packed in npm's world-atlas 2.0.2:
//
//   npm install --no-save world-atlas@2.0.2 topojson-client@3.1.0 topojson-simplify@3.0.3 \
//     d3-geo@3.1.1
//   node data/map/make.mjs < data/regions.csv > data/map/countries-50m.json
//
// The shapes are projected (Equal Earth, which keeps areas), simplified along shared borders, so that neighbours still
// touch, and rounded to a tenth of a thousandth of the width. Each country is one path in relative coordinates.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";

const require = createRequire(path.join(process.cwd(), "package.json"));
const { feature } = require("topojson-client");
const { presimplify, simplify, sphericalTriangleArea } = require("topojson-simplify");
const atlas = require("world-atlas/countries-50m.json");
const { geoEqualEarth, geoPath } = await import(require.resolve("d3-geo"));

const WIDTH = 1000;
// Steps of the grid per unit: a tenth of a unit.
const GRID = 10;
// Triangles below this area, in square units, lose their middle point.
const LEAST_TRIANGLE = 0.22;
// Rings below this area are left out, except a country's largest.
const LEAST_RING = 0.6;
// A country below this area is drawn as a circle too.
const SMALL = 7;

// ISO 3166: numeric code and alpha-3 code.
const CODES = new Map(
  `
  004AFG 008ALB 012DZA 016ASM 020AND 024AGO 028ATG 031AZE 032ARG 036AUS 040AUT 044BHS 048BHR 050BGD 051ARM 052BRB 056BEL 060BMU 064BTN 068BOL
  070BIH 072BWA 074BVT 076BRA 084BLZ 086IOT 090SLB 092VGB 096BRN 100BGR 104MMR 108BDI 112BLR 116KHM 120CMR 124CAN 132CPV 136CYM 140CAF 144LKA
  148TCD 152CHL 156CHN 158TWN 162CXR 166CCK 170COL 174COM 175MYT 178COG 180COD 184COK 188CRI 191HRV 192CUB 196CYP 203CZE 204BEN 208DNK 212DMA
  214DOM 218ECU 222SLV 226GNQ 231ETH 232ERI 233EST 234FRO 238FLK 239SGS 242FJI 246FIN 248ALA 250FRA 254GUF 258PYF 260ATF 262DJI 266GAB 268GEO
  270GMB 275PSE 276DEU 288GHA 292GIB 296KIR 300GRC 304GRL 308GRD 312GLP 316GUM 320GTM 324GIN 328GUY 332HTI 334HMD 336VAT 340HND 344HKG 348HUN
  352ISL 356IND 360IDN 364IRN 368IRQ 372IRL 376ISR 380ITA 384CIV 388JAM 392JPN 398KAZ 400JOR 404KEN 408PRK 410KOR 414KWT 417KGZ 418LAO 422LBN
  426LSO 428LVA 430LBR 434LBY 438LIE 440LTU 442LUX 446MAC 450MDG 454MWI 458MYS 462MDV 466MLI 470MLT 474MTQ 478MRT 480MUS 484MEX 492MCO 496MNG
  498MDA 499MNE 500MSR 504MAR 508MOZ 512OMN 516NAM 520NRU 524NPL 528NLD 531CUW 533ABW 534SXM 535BES 540NCL 548VUT 554NZL 558NIC 562NER 566NGA
  570NIU 574NFK 578NOR 580MNP 581UMI 583FSM 584MHL 585PLW 586PAK 591PAN 598PNG 600PRY 604PER 608PHL 612PCN 616POL 620PRT 624GNB 626TLS 630PRI
  634QAT 638REU 642ROU 643RUS 646RWA 652BLM 654SHN 659KNA 660AIA 662LCA 663MAF 666SPM 670VCT 674SMR 678STP 682SAU 686SEN 688SRB 690SYC 694SLE
  702SGP 703SVK 704VNM 705SVN 706SOM 710ZAF 716ZWE 724ESP 728SSD 729SDN 732ESH 740SUR 744SJM 748SWZ 752SWE 756CHE 760SYR 762TJK 764THA 768TGO
  772TKL 776TON 780TTO 784ARE 788TUN 792TUR 795TKM 796TCA 798TUV 800UGA 804UKR 807MKD 818EGY 826GBR 831GGY 832JEY 833IMN 834TZA 840USA 850VIR
  854BFA 858URY 860UZB 862VEN 876WLF 882WSM 887YEM 894ZMB 983XKK
`.trim().split(/\s+/).map((pair) => [pair.slice(0, 3), pair.slice(3)]),
);

// Equal Earth (Savric, Patterson, Jenny 2018), turned so that the edge runs through the Bering Strait and cuts no land.
const SCALE = WIDTH / (2 * 2.7066299836960748);
const projection = geoEqualEarth().rotate([-11, 0]).precision(0).scale(SCALE).translate([WIDTH / 2, 0]);
const TOP = projection([11, 83.7])[1];
const BOTTOM = projection([11, -56])[1];
projection.translate([WIDTH / 2, -TOP]);
const place = (point) => projection(point);

// The rings of a shape in the plane, cut at the edge of the map.
function planeRings(geometry) {
  const rings = [];
  const context = {
    moveTo: (x, y) => rings.push([[x, y]]),
    lineTo: (x, y) => rings.at(-1).push([x, y]),
    closePath: () => rings.at(-1).push(rings.at(-1)[0]),
    arc: () => {},
  };
  geoPath(projection, context)(geometry);
  return rings;
}

function area(ring) {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i += 1) sum += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
  return sum / 2;
}

function middle(ring) {
  const twice = 2 * area(ring);
  if (twice === 0) return ring[0];
  let [x, y] = [0, 0];
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const cross = ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
    x += (ring[i][0] + ring[i + 1][0]) * cross;
    y += (ring[i][1] + ring[i + 1][1]) * cross;
  }
  return [x / (3 * twice), y / (3 * twice)];
}

const grid = (value) => Math.round(value * GRID);
const short = (value) => String(value / GRID).replace(/^(-?)0\./, "$1.");

// A ring in relative coordinates; empty where nothing of it is left on the grid.
function drawn(ring) {
  const points = [];
  for (const point of ring.slice(0, -1)) {
    const next = point.map(grid);
    const last = points.at(-1);
    if (!last || next[0] !== last[0] || next[1] !== last[1]) points.push(next);
  }
  if (points.length < 3) return "";
  let text = `M${short(points[0][0])} ${short(points[0][1])}l`;
  points.slice(1).forEach((point, index) => {
    const [dx, dy] = [short(point[0] - points[index][0]), short(point[1] - points[index][1])];
    text += (index === 0 || dx.startsWith("-") ? "" : " ") + dx + (dy.startsWith("-") ? "" : " ") + dy;
  });
  return `${text}z`;
}

const names = new Map(
  readFileSync(0, "utf8").trim().split("\n").slice(1).map((line) => {
    const comma = line.indexOf(",");
    return [line.slice(0, comma), line.slice(comma + 1).replace(/^"|"$/g, "")];
  }),
);

const simple = simplify(presimplify(atlas, sphericalTriangleArea), LEAST_TRIANGLE / (SCALE * SCALE));
const shapes = new Map();
for (const geometry of atlas.objects.countries.geometries) {
  if (geometry.properties.name === "Antarctica") continue;
  const code = CODES.get(geometry.id) ?? "";
  const key = code || geometry.properties.name;
  const shape = shapes.get(key) ?? { code, name: geometry.properties.name, full: [], less: [] };
  shape.full.push(...planeRings(feature(atlas, geometry)));
  shape.less.push(...planeRings(feature(simple, geometry)));
  shapes.set(key, shape);
}

// Crimea is drawn with Ukraine, as the United Nations' General Assembly has it (resolution 68/262); Natural Earth draws
// who holds it.
const simferopol = place([34.1, 45.0]);
const [russia, ukraine] = [shapes.get("RUS"), shapes.get("UKR")];
for (const kind of ["full", "less"]) {
  const holds = (ring) => {
    const [x, y] = middle(ring);
    return Math.hypot(x - simferopol[0], y - simferopol[1]) < 4;
  };
  ukraine[kind].push(...russia[kind].filter(holds));
  russia[kind] = russia[kind].filter((ring) => !holds(ring));
}

const size = (ring) => Math.abs(area(ring));
const countries = [...shapes.values()].map(({ code, name, full, less }) => {
  const largest = full.reduce((best, ring) => (size(ring) > size(best) ? ring : best));
  const whole = full.reduce((sum, ring) => sum + size(ring), 0);
  const [x, y] = middle(largest).map((value) => grid(value) / GRID);
  const plain = names.get(code)?.replace(/^the /, "") ?? name;
  const shape = less.filter((ring) => size(ring) >= LEAST_RING).map(drawn).join("");
  return { code, name: plain, x, y, small: whole < SMALL, path: shape };
});
countries.sort((a, b) => (a.code + a.name < b.code + b.name ? -1 : 1));
const height = Math.ceil(BOTTOM - TOP);
process.stdout.write(
  `{"width":${WIDTH},"height":${height},"countries":[\n${countries.map((country) => JSON.stringify(country)).join(",\n")}\n]}\n`,
);
