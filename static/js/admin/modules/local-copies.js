// What is typed, kept in this browser: by person, kind, object and form. Signing out forgets all of it.
const PREFIX = "soan-do:";
const DONE = "da-luu-";
const KEPT = 30 * 24 * 3600_000;

const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null; // Not ours, whatever it is called.
  }
}

export class Copies {
  constructor(...place) {
    this.place = `${PREFIX}${place.join(":")}:`;
  }

  put(token, data) {
    try {
      localStorage.setItem(this.place + token, JSON.stringify({ at: Date.now(), data }));
      return true;
    } catch {
      return false; // Full, or forbidden by the person: the server has it all the same.
    }
  }

  drop(token) {
    localStorage.removeItem(this.place + token);
  }

  all() {
    return keys()
      .filter((key) => key.startsWith(this.place))
      .map((key) => ({ token: key.slice(this.place.length), ...read(key) }))
      .filter(({ data }) => data);
  }

  static forget() {
    keys().forEach((key) => localStorage.removeItem(key));
  }

  // Forgets what was saved (the server says so by a cookie), and what is too old.
  static tidy() {
    for (const [, token] of document.cookie.matchAll(new RegExp(`(?:^|; )${DONE}([0-9a-f]{32})=`, "g"))) {
      keys().filter((key) => key.endsWith(`:${token}`)).forEach((key) => localStorage.removeItem(key));
      document.cookie = `${DONE}${token}=; max-age=0; path=/; samesite=lax`;
    }
    keys().filter((key) => !(Date.now() - read(key)?.at < KEPT)).forEach((key) => localStorage.removeItem(key));
  }
}
