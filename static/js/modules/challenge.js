// The work that a form asks of a machine which has sent it before (core.challenge): to find the number whose
// key begins as told. Browsers derive keys beside the page, which stays usable, and on secure pages only.
const AT_ONCE = 4; // Cores that a phone has.

const bytes = (hex) => Uint8Array.from(hex.match(/../g), (byte) => parseInt(byte, 16));
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function derive({ nonce, salt, cost, keyLength }, counter) {
  const password = new Uint8Array([...bytes(nonce), 0, 0, 0, 0]);
  new DataView(password.buffer).setUint32(password.length - 4, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
  return { counter, derivedKey: hex(await crypto.subtle.deriveBits(how, key, 8 * keyLength)) };
}

// Returns the text to send along; nothing where there is no work to do, or no way to do it.
export async function solve(text) {
  if (!text || !window.crypto?.subtle) {
    return "";
  }
  const challenge = JSON.parse(text);
  const { parameters } = challenge;
  for (let start = 0; start <= parameters.data.tries; start += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, index) => start + index);
    const found = await Promise.all(numbers.map((number) => derive(parameters, number)));
    const solution = found.find(({ derivedKey }) => derivedKey.startsWith(parameters.keyPrefix));
    if (solution) {
      return btoa(JSON.stringify({ challenge, solution }));
    }
  }
  return "";
}

// Puts the work into a form, and says meanwhile that something is going on.
export async function work(form) {
  form.querySelector("[data-status]").textContent = "Đang gửi…";
  form.elements.bang_chung.value = await solve(form.dataset.challenge);
}

function start(form) {
  let isUnderWay = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!isUnderWay) {
      isUnderWay = true;
      await work(form);
      form.submit();
    }
  });
  if ("again" in form.dataset && window.crypto?.subtle) {
    form.requestSubmit(); // What was chosen is there still: only the work was missing.
  }
}

export function enhance(root) {
  root.querySelectorAll("form[data-challenge]").forEach(start);
}
