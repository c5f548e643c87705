// «Chọn tệp … để so»: tells whether a file on the reader's machine is one that was published here. The file
// stays there. Browsers compute a SHA-256 on secure pages only.
async function sha256(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function compare(file, published, say) {
  say("Đang tính mã của tệp…");
  try {
    const same = published.has(await sha256(file));
    say(
      same
        ? `Đúng: «${file.name}» giống hệt tệp trên cổng.`
        : `Khác: «${file.name}» không phải là tệp ở đây, hoặc đã bị sửa.`,
    );
  } catch {
    say("Không đọc được tệp này.");
  }
}

export function enhance(root) {
  const label = root.querySelector("[data-check-file]");
  if (!label || !window.crypto?.subtle) {
    return;
  }
  const published = new Set([...root.querySelectorAll("[data-checksum]")].map((code) => code.textContent));
  const status = label.parentElement.querySelector("[role=status]");
  const input = label.querySelector("input");
  label.hidden = false;
  input.addEventListener("change", () => {
    if (input.files.length > 0) {
      compare(input.files[0], published, (text) => (status.textContent = text));
    }
  });
}
