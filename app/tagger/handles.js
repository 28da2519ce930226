// The ends of the active coding, to be dragged.
import { make } from "./dom.js";

export class Handles {
  /** `moves` is called with a span while an end is dragged, `moved` with it at the end. */
  constructor(transcript, { moves, moved }) {
    this.transcript = transcript;
    this.on = { moves, moved };
    this.ends = ["start", "end"].map((name) => {
      const handle = make("div", { class: `vv-handle vv-handle-${name}`, hidden: true, "aria-hidden": "true" });
      handle.addEventListener("pointerdown", (event) => this.drag(event, name));
      transcript.sheet.append(handle);
      return handle;
    });
  }

  show(coding) {
    this.coding = coding;
    const [first, last] = this.ends;
    first.hidden = last.hidden = !coding;
    if (!coding) return;
    const sheet = this.transcript.sheet.getBoundingClientRect();
    const put = (handle, box, left) => {
      handle.style.left = `${left - sheet.left}px`;
      handle.style.top = `${box.top - sheet.top}px`;
      handle.style.height = `${box.height}px`;
    };
    const begins = this.transcript.rectangle(coding.start, coding.start + 1);
    const ends = this.transcript.rectangle(coding.end - 1, coding.end);
    const reversed = (offset) => getComputedStyle(this.transcript.point(offset)[0].parentElement).direction === "rtl";
    put(first, begins, reversed(coding.start) ? begins.right : begins.left);
    put(last, ends, reversed(coding.end) ? ends.left : ends.right);
  }

  drag(event, name) {
    event.preventDefault(); // nothing is selected meanwhile
    const { coding, transcript } = this;
    let span = { start: coding.start, end: coding.end };
    for (const handle of this.ends) handle.classList.add("vv-dragged");
    const move = ({ clientX, clientY }) => {
      const offset = transcript.offsetFrom(clientX, clientY);
      if (offset === null) return;
      const to = { start: coding.start, end: coding.end, [name]: offset };
      if (to.start >= to.end) return;
      span = transcript.whole(to.start, to.end);
      this.on.moves(span);
    };
    const stop = () => {
      window.removeEventListener("pointermove", move);
      for (const handle of this.ends) handle.classList.remove("vv-dragged");
      this.on.moved(coding, span);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", stop, { once: true });
  }
}
