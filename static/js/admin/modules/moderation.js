// An answer that was typed is not lost to the button beside it: all but approving asks first. The server asks as well.
export function enhance(root) {
  const typed = root.querySelector("#tra-loi");
  if (!typed) return;
  typed.form.addEventListener("submit", (event) => {
    const { submitter } = event;
    if (!typed.value.trim() || !submitter || submitter.name === "_despite") return;
    if (submitter.formAction.includes("/tra-loi/") || submitter.formAction.includes("/approve/")) return;
    if (!window.confirm("Bạn đã soạn câu trả lời nhưng chưa gửi. Bỏ câu trả lời đó?")) {
      event.preventDefault();
      return;
    }
    const despite = Object.assign(document.createElement("input"), { type: "hidden", name: "_despite", value: "1" });
    typed.form.append(despite);
  });
}
