// What is typed, kept in this browser: by person, kind, object and form. Who signs out has his own forgotten here.
// Where a sign-in ended by itself they stay for who comes back, and a day once somebody else works here.
const PREFIX = "soan-do:";
const DONE = "da-luu-";
const A_DAY = 24 * 3600_000;
const KEPT = 30 * A_DAY;

const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null; // Not ours, whatever it is called.
  }
}

const isOf = (person) => (key) => key.startsWith(`${PREFIX}${person}:`);
const isOver = (copy) => !(Date.now() - copy?.at < KEPT) || copy.until <= Date.now();

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

  static forget(person) {
    keys().filter(isOf(person)).forEach((key) => localStorage.removeItem(key));
  }

  // Leaves the copies of all but one person a day more at most: they may never have reached the server.
  static hasten(person) {
    const end = Date.now() + A_DAY;
    for (const key of keys().filter((key) => !isOf(person)(key))) {
      const copy = read(key);
      if (copy && !(copy.until <= end)) localStorage.setItem(key, JSON.stringify({ ...copy, until: end }));
    }
  }

  // Forgets what was saved (the server says so by a cookie), and what is too old.
  static tidy() {
    for (const [, token] of document.cookie.matchAll(new RegExp(`(?:^|; )${DONE}([0-9a-f]{32})=`, "g"))) {
      keys().filter((key) => key.endsWith(`:${token}`)).forEach((key) => localStorage.removeItem(key));
      document.cookie = `${DONE}${token}=; max-age=0; path=/; samesite=lax`;
    }
    keys().filter((key) => isOver(read(key))).forEach((key) => localStorage.removeItem(key));
  }
}
