// What this browser remembers for its reader; null where it keeps nothing.
export function storage() {
  try {
    return window.localStorage;
  } catch {
    return null; // It refuses even to be asked.
  }
}
