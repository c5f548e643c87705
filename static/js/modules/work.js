// The work that a form asks of a machine which has sent it before (core.challenge): to find the number whose
// key begins as told. Browsers derive keys beside the page, which stays usable, and on secure pages only.
const AT_ONCE = 4; // Cores that a phone has.
const NO_WAY =
  "Trong một giờ qua đã có nhiều lượt gửi. Trang đang mở qua HTTP nên máy không tự kiểm tra được: hãy mở trang qua " +
  "HTTPS rồi gửi lại, hoặc chờ một giờ nữa.";

const bytes = (hex) => Uint8Array.from(hex.match(/../g), (byte) => parseInt(byte, 16));
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function derive({ nonce, salt, cost, keyLength }, counter) {
  const password = new Uint8Array([...bytes(nonce), 0, 0, 0, 0]);
  new DataView(password.buffer).setUint32(password.length - 4, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
  return { counter, derivedKey: hex(await crypto.subtle.deriveBits(how, key, 8 * keyLength)) };
}

// Returns the text to send along; nothing where no number fits.
async function solve(challenge) {
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

export const canWork = () => Boolean(window.crypto?.subtle);

// Puts the work into a form where some is asked for, and says meanwhile what is going on.
export async function work(form, say) {
  if (form.dataset.challenge && canWork()) {
    say("Máy của bạn đang tự kiểm tra, chờ vài giây…");
    form.elements.bang_chung.value = await solve(JSON.parse(form.dataset.challenge));
  }
  say("Đang gửi…");
}

// Says of a form that was refused for want of work why there is none: scripts are on, as they say this.
export function explain(root) {
  const words = canWork() ? null : root.querySelector("form[data-again] [role=alert] p");
  words?.replaceChildren(NO_WAY);
}
