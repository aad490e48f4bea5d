// The static site without a connection, after a visit with one.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { around, disconnect, finding, open, slide, solved, STATIC } from "./page.mjs";

around();

describe("without a connection", { skip: STATIC ? false : "a server is there or not" }, () => {
  it("answers what was opened before, and says what it cannot", async () => {
    const page = await open("#v1/pair?first=RUS&second=CHN");
    await solved(page);
    // The site's own files are kept once the first visit is over; the next one finds them and keeps what it uses.
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.reload();
    await solved(page);
    const said = await finding(page);

    await disconnect(page);
    await page.reload();
    await solved(page);
    assert.equal(await finding(page), said);
    await slide(page, "Trade elasticity", 2.5);
    await solved(page);
    assert.notEqual(await finding(page), said, "the model is solved anew");
    assert.match(await page.locator(".offline").innerText(), /Offline/);

    await slide(page, "Year", 1999);
    await page.locator(".refused").waitFor();
    assert.match(await page.locator(".refused").innerText(), /Offline[\s\S]*could not be fetched/);
  });
});
