// An answer that was typed is not lost to the button beside it: approving sends it along, all else asks first.
export function enhance(root) {
  const typed = root.querySelector("#tra-loi");
  if (!typed) return;
  for (const form of root.querySelectorAll(".submission-verbs form")) {
    form.addEventListener("submit", (event) => {
      if (!typed.value.trim()) return;
      if (form.action.includes("/approve/")) {
        event.preventDefault();
        typed.form.requestSubmit();
      } else if (!window.confirm("Bạn đã soạn câu trả lời nhưng chưa gửi. Bỏ câu trả lời đó?")) {
        event.preventDefault();
      }
    });
  }
}
