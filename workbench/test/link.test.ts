// Links: every view comes back as it was, standard values are left out, and what is malformed is refused in words.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decode, encode, LONGEST, PAIR, type View } from "../src/link.ts";
import { pack, unpack } from "../src/pack.ts";

const FILE = `title = "A threat"\n# remarks ${"that make the file long ".repeat(60)}\n[[tariff]]\nname = "tariff"\nrate = 0.25\n`;
const library = (file: string): string | undefined => ({ "a.toml": FILE, "power-of-siberia-2.toml": FILE, "2024-05.toml": "title = 1\n" })[file];

const VIEWS: View[] = [
  { view: "start" },
  { view: "episode" },
  { view: "world", partner: "EU27", year: 1995, money: true, elasticity: 2.5 },
  PAIR,
  { ...PAIR, first: "USA", second: "WEST", year: 2010, show: "brief", elasticity: "giri-yi", closure: "rationing", published: false },
  { ...PAIR, elasticity: { sectors: { energy: 8, "consumer-goods": 1.5 }, others: 3 }, published: true },
  { view: "scenario", draft: null, other: null, ranges: false },
  { view: "scenario", draft: { file: "a.toml", text: null }, other: { file: "a.toml", text: null }, ranges: true },
  { view: "scenario", draft: { file: "a.toml", text: FILE.replace("0.25", "0.5") }, other: null, ranges: false },
  { view: "scenario", draft: { file: "mine.toml", text: 'title = "Öl & <b>"\n' }, other: null, ranges: false },
  { view: "article", draft: { file: "article.txt", text: "Trade reached $240 billion." }, claims: '[[claim]]\nname = "1"\n', month: "2024-05" },
  { view: "timeline", first: "RUS", second: "CHN", elasticity: 4 },
  { view: "pipeline", draft: { file: "power-of-siberia-2.toml", text: null } },
];

describe("links", () => {
  for (const view of VIEWS) {
    it(`bring back ${JSON.stringify(view).slice(0, 90)}`, () => {
      const hash = encode(view, library);
      assert.ok(hash !== null && hash.length <= LONGEST + 1);
      assert.deepEqual(decode(hash, library), view);
    });
  }

  it("leave out what is standard and can be read by eye", () => {
    assert.equal(encode(PAIR, library), "#v1/pair?first=RUS&second=CHN");
    assert.equal(encode({ ...PAIR, elasticity: 5.5, year: 2010 }, library), "#v1/pair?first=RUS&second=CHN&year=2010&elasticity=5.5");
    assert.deepEqual(decode("", library), { view: "start" });
  });

  it("need few letters for a moved slider in a long file", () => {
    const hash = encode({ view: "scenario", draft: { file: "a.toml", text: FILE.replace("0.25", "0.5") }, other: null, ranges: false }, library);
    assert.ok(hash !== null && hash.length < 120, `${hash?.length} letters`);
  });

  it("are refused beyond their length", () => {
    let noise = "";
    for (let number = 1; noise.length < 6000; number = (number * 48271) % 2147483647) noise += number.toString(36);
    assert.equal(encode({ view: "scenario", draft: { file: "mine.toml", text: noise }, other: null, ranges: false }, library), null);
    assert.throws(() => decode(`#v1/start?${"x".repeat(LONGEST)}`, library), /longer than/);
  });

  const WRONG: [string, RegExp][] = [
    ["#v2/pair", /edition v2/],
    ["#v1/nothing", /no view called “nothing”/],
    ["#pair", /does not name a view/],
    ["#v1/pair?first=russia", /“first” should be the code/],
    ["#v1/pair?first=RUS&first=CHN", /twice/],
    ["#v1/pair?elasticity=-1", /from 0.1 to 50/],
    ["#v1/pair?elasticity=1e400", /elasticity/],
    ["#v1/pair?year=20220", /a year/],
    ["#v1/pair?closure=open", /one of long-run/],
    ["#v1/pair?colour=red", /“colour” means nothing/],
    ["#v1/pair?own=energy:999", /from 0.1 to 50/],
    ["#v1/scenario?file=../a.toml", /name of a file/],
    ["#v1/scenario?file=a.toml&text=$$$", /letters that no link has/],
    ["#v1/scenario?file=a.toml&text=AAAAAAAA", /cut off|another edition/],
  ];
  for (const [hash, words] of WRONG) it(`refuse ${hash.slice(0, 50)}`, () => assert.throws(() => decode(hash, library), words));
});

describe("packed texts", () => {
  it("come back", () => {
    for (const text of ["", "a", FILE, "Россия\n", "\u{1F600}"]) assert.equal(unpack(pack(text)), text);
  });
  it("are refused against another edition of the file", () => {
    const packed = pack(FILE.replace("0.25", "0.5"), FILE);
    assert.throws(() => unpack(packed, FILE.replace("remarks", "REMARKS")), /another edition/);
  });
  it("cannot grow without limit", () => {
    assert.throws(() => unpack(pack("a".repeat(5_000_000))), /damaged/);
  });
});

it("a file of the library may stand in a folder", () => {
  const file = "strategy/russia-china.toml";
  const text = (name: string) => (name === file ? "a = 1\n" : undefined);
  const link = encode({ view: "strategy", draft: { file, text: "a = 2\n" } }, text);
  assert.deepEqual(decode(link ?? "", text), { view: "strategy", draft: { file, text: "a = 2\n" } });
  assert.throws(() => decode("#v1/strategy?file=../x.toml", text), /name of a file/);
});
