// Making and showing a passkey. The form is sent as any other, with the browser's answer in its field «khoa».
const REFUSED = "Trình duyệt chưa dùng được khóa truy cập. Hãy thử lại, hoặc chọn cách khác.";

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function read(json) {
  const options = JSON.parse(json);
  const named = (key) => ({ ...key, id: bytes(key.id) });
  options.challenge = bytes(options.challenge);
  if (options.user) options.user = named(options.user);
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (options[list]) options[list] = options[list].map(named);
  }
  return options;
}

function write(credential) {
  const { response } = credential;
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) said[part] = text(response[part]);
  }
  const id = text(credential.rawId);
  return JSON.stringify({ id, rawId: id, type: credential.type, clientExtensionResults: {}, response: said });
}

export function enhance(root) {
  for (const form of root.querySelectorAll("[data-passkey]")) {
    if (!navigator.credentials || !window.PublicKeyCredential) continue;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const status = form.querySelector("[data-status]");
      try {
        status.textContent = "Đang chờ khóa của bạn…";
        const publicKey = read(form.dataset.options);
        const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
        form.elements.khoa.value = write(credential);
        form.submit();
      } catch {
        status.textContent = REFUSED;
      }
    });
  }
}
