"""The app and a Chromium that looks at it, with the clock that runs in its pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

CLOCK = """(() => {
  const PATIENCE = 30_000; // milliseconds
  const frame = () => new Promise(requestAnimationFrame);
  // A message that is sent in a frame arrives when that frame is painted.
  const painted = async () => {
    await frame();
    await new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(null);
    });
    return performance.now();
  };
  const state = () => document.querySelector("[data-test-script-state]")?.dataset.testScriptState;
  const drawn = (chart) => chart.querySelector("canvas, svg");

  const COMING = ["Skeleton", "AppSkeleton", "Spinner"].map((each) => `[data-testid=st${each}]`);
  const DRAWN = ["VegaLiteChart", "DataFrame"].map((each) => `[data-testid=st${each}]`);

  /** The page of that title is there, and nothing on it is still to come. The page Code has stripes for a title. */
  const there = (title) =>
    title === "Code" ? document.querySelector(".vv-stripe") : document.querySelector("h1")?.innerText.trim() === title;
  const useful = (title) =>
    state() === "notRunning" &&
    there(title) &&
    !document.querySelector([...COMING, "[data-stale=true]"].join()) &&
    [...document.querySelectorAll(DRAWN.join())].every((each) => drawn(each) || each.offsetParent === null);

  /** When the page of that title was useful: the last change of it that is followed by so many quiet milliseconds. */
  const settled = async (title, quiet = 400) => {
    let changed = 0;
    const watch = new MutationObserver(() => (changed = performance.now()));
    const begin = performance.now();
    const next = async () => {
      await frame();
      if (performance.now() - begin > PATIENCE) throw new Error(`The page ${title} did not come to rest.`);
    };
    while (!useful(title)) await next();
    const at = await painted();
    const content = { childList: true, characterData: true, subtree: true };
    watch.observe(document.querySelector("[data-testid=stMain]"), content);
    watch.observe(document.querySelector("[data-test-script-state]"), { attributes: true });
    while (performance.now() - Math.max(at, changed) < quiet || !useful(title)) await next();
    watch.disconnect();
    return Math.max(at, changed);
  };

  /** From the next event of that type until the page of that title is useful and changes no more. */
  const after = (type, title) =>
    new Promise((done, fail) =>
      window.addEventListener(type, (event) => settled(title).then((at) => done(at - event.timeStamp), fail), {
        capture: true,
        once: true,
      }),
    );

  /** From the next key until what it did is painted, and until it is said to be stored. */
  const coded = () =>
    new Promise((done) => {
      window.addEventListener("keydown", async (event) => {
        const saved = document.querySelector(".vv-saved");
        const stored = new Promise((said) => {
          const watch = new MutationObserver(() => {
            if (saved.dataset.state !== "saved") return;
            watch.disconnect();
            said(performance.now() - event.timeStamp);
          });
          watch.observe(saved, { attributes: true });
        });
        const before = document.querySelectorAll(".vv-waiting").length;
        const at = await painted();
        const shown = document.querySelectorAll(".vv-waiting").length > before;
        done({ painted: shown ? at - event.timeStamp : null, stored: await stored });
      }, { capture: true, once: true });
    });

  /** The times between frames from now until `stop()` of it. */
  const frames = () => {
    const times = [];
    let last = performance.now();
    let going = true;
    const next = () => {
      const now = performance.now();
      times.push(now - last);
      last = now;
      if (going) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    return { stop: () => { going = false; return times.slice(1); } };
  };
  window.clock = { settled, after, coded, frames, painted };
})()"""
"""`clock` in every page: what happened is timed where it happens, by the page's own clock."""


@contextmanager
def app(folder: Path) -> Iterator[str]:
    """`vivavoce app` on the study in `folder`, and its address; ended afterwards."""
    command = [sys.executable, "-c", "from app.cli import main; main()"]
    process = subprocess.Popen(
        [*command, "--study", str(folder), "--as", "Ada", "app", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout
        said = next((line for line in process.stdout if "URL:" in line), "")
        if not said:
            raise SystemExit("The app did not start.")
        yield said.partition("URL:")[2].strip()
    finally:
        process.kill()  # nobody waits for its answers any more, and a clean end takes its time
        process.wait()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@contextmanager
def page_of(browser: Browser) -> Iterator[Page]:
    """A page of a browser that has seen nothing yet, with `clock` in it."""
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        context.add_init_script(CLOCK)
        yield context.new_page()
