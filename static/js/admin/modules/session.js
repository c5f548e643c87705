// How long the sign-in holds. The server knows; tabs tell each other what they heard from it.
import { csrf } from "./csrf.js";

const ASKED_ANEW = 60_000;

export class Session {
  constructor(address, left, user, changed) {
    Object.assign(this, { address, user, changed, isFinal: false });
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel("dang-nhap") : null;
    this.channel?.addEventListener("message", ({ data }) => this.hear(data, data.end));
    this.end = Date.now() + left * 1000;
    this.heardAt = Date.now();
    this.channel?.postMessage({ end: this.end, user, final: false });
  }

  get left() {
    return Math.max(0, Math.round((this.end - Date.now()) / 1000));
  }

  get isFresh() {
    return Date.now() - this.heardAt < ASKED_ANEW && this.left > 0;
  }

  hear(said, end) {
    if (said.user && said.user !== this.user) return; // Somebody else at this browser.
    Object.assign(this, { end, isFinal: said.final, heardAt: Date.now() });
    // Signing in again made another token; forms that were open before send it from now on.
    for (const field of said.token ? document.querySelectorAll("[name=csrfmiddlewaretoken]") : []) {
      field.value = said.token;
    }
    this.changed(said);
  }

  // Asks how long is left; with «POST» says that somebody is at work. False where the server does not answer.
  async ask(method = "GET") {
    try {
      const headers = method === "POST" ? { "X-CSRFToken": csrf() } : {};
      const response = await fetch(this.address, { method, headers, cache: "no-store" });
      if (!response.ok) return false;
      const said = await response.json();
      this.other = said.user && said.user !== this.user ? said.user : "";
      const end = Date.now() + (this.other ? 0 : said.left) * 1000;
      this.hear({ ...said, user: this.user }, end);
      this.channel?.postMessage({ ...said, user: said.user || this.user, end });
      return true;
    } catch {
      return false;
    }
  }
}
